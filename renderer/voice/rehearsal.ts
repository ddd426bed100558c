/**
 * Runs the code of capture and playback once on sound that nobody hears. The first run of JavaScript and WebAssembly is
 * compiled on the way, which takes milliseconds that neither thread has in mid-speech.
 */
import { type MicFrame, writeEarFrame } from '../../bridge/voice-port.ts'
import { UNIT } from './audio-format.ts'
import { Capture } from './capture.ts'
import type { DecoderPool } from './decoder-pool.ts'
import type { NoiseSuppressor } from './noise-suppressor.ts'
import { Playback } from './playback.ts'
import { createVoiceEncoder } from './voice-encoder.ts'

/** Frames of 10 ms that are enough for the compilers to have seen every part. */
const FRAMES = 60
const QUANTUM = 128

/** Encodes a short hum; gives its frames. About 40 ms of work. The suppressor forgets the hum within a second. */
export async function rehearseCapture(suppressor: NoiseSuppressor | null): Promise<readonly MicFrame[]> {
  const encoder = await createVoiceEncoder()
  const frames: MicFrame[] = []
  const capture = new Capture(
    { encoder, plainEncoder: null, suppressor },
    { send: frame => frames.push(frame), level: () => {}, recorded: () => {} },
  )
  capture.setMuted(false)
  capture.setTransmission('always')
  capture.setConditioning({ suppression: 'strong', automaticGain: true })
  const quantum = new Float32Array(QUANTUM)
  for (let sample = 0; sample < FRAMES * UNIT; sample += QUANTUM) {
    for (let i = 0; i < QUANTUM; i++) quantum[i] = Math.sin((sample + i) * 0.02) * 0.2
    capture.process(quantum, QUANTUM)
  }
  encoder.free()
  return frames
}

/** Plays a voice with loss, copies and a burst to catch up with. About 20 ms of work, and 30 for the voice. */
export async function rehearsePlayback(decoders: DecoderPool): Promise<void> {
  const frames = await rehearseCapture(null)
  const playback = new Playback(() => decoders.take(), { talking: () => {}, replayed: () => {} })
  const out = new Float32Array(QUANTUM)
  for (const [index, frame] of frames.entries()) {
    const burst = index > 20 && index < 30
    if (index % 9 !== 0) playback.receive(writeEarFrame({ ...frame, session: 1 }))
    for (let quantum = 0; !burst && quantum < UNIT / QUANTUM; quantum++) playback.render(out)
  }
  playback.clear()
  await decoders.fill()
}
