/**
 * What is left of an echo after the canceller, held against what the loudspeaker plays, which we know: while the others
 * are heard, a microphone that is much softer than they are gives nothing but the rest of their echo, and is turned
 * down. Somebody who speaks in between is louder than that, and passes. `speaker` is for rooms where the canceller
 * fails: there one must be about as loud as the others to be heard over them; so it is with `rest` too until the
 * canceller has learnt the room, because before that it lets whole words of the others through.
 */
import { rootMeanSquare, toDecibels, UNIT } from './audio-format.ts'

export type EchoGating = 'off' | 'rest' | 'speaker'

/** dB below the others' voices, as rendered, from which on a sound in the microphone is one's own. */
const OWN_VOICE: Readonly<Record<EchoGating, number>> = { off: 120, rest: 18, speaker: 3 }
/** What is left of the microphone's amplitude while it is turned down: -34 dB. */
const TURNED_DOWN = 0.02
/** dBFS. What is played softer than this leaves no echo that anybody hears. */
const SILENCE = -55
/** dBFS. Nobody's own voice is softer than this. */
const SOFTEST_VOICE = -58
/** Frames of 10 ms for which a voice may sound on: the way through loudspeaker, room and microphone. */
const TAIL = 40
/** Frames of the others' voices in which Chromium's canceller learns a room: 5 s. */
const LEARNING = 500
/** Frames that the microphone stays open after one's own voice: the soft end of a word. */
const HELD_OPEN = 15

export class EchoGate {
  /** The last frame was taken for the rest of an echo. */
  closed = false
  #gating: EchoGating = 'off'
  /** dBFS of what was played in the last {@link TAIL} frames, oldest overwritten first. */
  readonly #played = new Float32Array(TAIL).fill(-120)
  #at = 0
  #learnt = 0
  #heldOpen = 0
  #gain = 1

  set(gating: EchoGating): void {
    if (this.#gating === 'off') this.#learnt = 0
    this.#gating = gating
  }

  /** Another microphone, or the same opened anew: the canceller begins to learn. */
  forget(): void {
    this.#learnt = 0
  }

  /** Takes the microphone's 10 ms and those that the loudspeaker got meanwhile; null is silence. */
  hear(frame: Float32Array, played: Float32Array | null): void {
    this.#played[this.#at] = played === null ? -120 : toDecibels(rootMeanSquare(played, 0, UNIT))
    this.#at = (this.#at + 1) % TAIL
    let loudest = -120
    for (let i = 0; i < TAIL; i++) loudest = Math.max(loudest, this.#played[i] ?? -120)
    const sounds = this.#gating !== 'off' && loudest > SILENCE
    if (sounds && this.#learnt < LEARNING) this.#learnt++
    const gating = this.#gating === 'rest' && this.#learnt < LEARNING ? 'speaker' : this.#gating
    const least = Math.max(SOFTEST_VOICE, loudest - OWN_VOICE[gating])
    const own = toDecibels(rootMeanSquare(frame, 0, UNIT)) > least
    this.#heldOpen = own ? HELD_OPEN : Math.max(0, this.#heldOpen - 1)
    this.closed = sounds && this.#heldOpen === 0
  }

  /** Turns 10 ms down in place, or lets them pass; from one to the other within them. */
  apply(frame: Float32Array): void {
    const target = this.closed ? TURNED_DOWN : 1
    if (target === 1 && this.#gain === 1) return
    const step = (target - this.#gain) / UNIT
    for (let i = 0; i < UNIT; i++) {
      this.#gain += step
      frame[i] = (frame[i] ?? 0) * this.#gain
    }
    this.#gain = target
  }
}
