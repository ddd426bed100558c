/**
 * Four short sounds that tell what happened without a look: each pair is one phrase and its mirror, low for the
 * microphone, high for people, so that none is taken for another. Made here, of sines: no file, no licence.
 */
import { SAMPLE_RATE } from './audio-format.ts'

export type Cue = 'mute' | 'unmute' | 'join' | 'leave'

interface Note {
  readonly hz: number
  readonly beginMs: number
}

/** Fifths and fourths: they please in any room. Rising opens or brings, falling closes or takes away. */
const phrases: Readonly<Record<Cue, readonly Note[]>> = {
  unmute: [
    { hz: 294, beginMs: 0 },
    { hz: 440, beginMs: 70 },
  ],
  mute: [
    { hz: 440, beginMs: 0 },
    { hz: 294, beginMs: 70 },
  ],
  join: [
    { hz: 659, beginMs: 0 },
    { hz: 880, beginMs: 110 },
  ],
  leave: [
    { hz: 880, beginMs: 0 },
    { hz: 659, beginMs: 110 },
  ],
}

/** -26 dBFS at its loudest: under any voice. */
const PEAK = 0.05
const NOTE_MS = 180
/** ms from silence to the loudest, short enough to be on time and long enough not to click. */
const ATTACK_MS = 8

/** 48 kHz mono samples. */
export function renderCue(cue: Cue): Float32Array<ArrayBuffer> {
  const phrase = phrases[cue]
  const samples = (ms: number) => Math.round((ms * SAMPLE_RATE) / 1000)
  const end = Math.max(...phrase.map(({ beginMs }) => beginMs)) + NOTE_MS
  const sound = new Float32Array(samples(end))
  for (const { hz, beginMs } of phrase) {
    const begin = samples(beginMs)
    for (let i = 0; i < samples(NOTE_MS); i++) {
      const ms = (i * 1000) / SAMPLE_RATE
      const phase = (2 * Math.PI * hz * i) / SAMPLE_RATE
      // A little of the octave makes it a bell rather than a test tone.
      const tone = Math.sin(phase) + 0.25 * Math.sin(2 * phase)
      const swell = Math.min(1, ms / ATTACK_MS) * Math.exp(-ms / 45) * Math.min(1, (NOTE_MS - ms) / 20)
      sound[begin + i] = (sound[begin + i] ?? 0) + tone * swell * PEAK
    }
  }
  return sound
}
