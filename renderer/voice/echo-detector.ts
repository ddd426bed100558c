/**
 * Hears whether the microphone picks up what the loudspeaker plays. Both sounds become loudness by band, every
 * 10 ms, less its own short mean: what is left are the beats of syllables. Where the microphone's beats follow the
 * loudspeaker's at one and the same distance in time, there is an echo. Reverberation and cheap loudspeakers bend
 * the wave, not these beats; two people who talk at once do not have them in common.
 *
 * It may also be the other way round: what is played is our own voice, back from somebody else's loudspeaker. Then the
 * loudspeaker's beats follow the microphone's, and it is for the other side to cancel.
 */
import { UNIT, UNIT_MS } from './audio-format.ts'
import { BandLoudness } from './band-loudness.ts'
import { BeatLikeness } from './beat-likeness.ts'

/**
 * Likeness of the beats, 0..1, from which they count as the same. Two people who talk at once for ten minutes reach
 * 0.60, an echo 40 dB down in a quiet room 0.74.
 */
const ALIKE = 0.62
/** ms in which something was played that are needed to judge. */
export const ENOUGH_MS = 600
/** Frames for which one lag must stay the likest: a chance likeness wanders. */
const STEADY = 25
/** Frames by which a steady lag may waver. */
const WAVER = 1

export class EchoDetector {
  readonly #microphone = new BandLoudness()
  readonly #played = new BandLoudness()
  readonly #echo = new BeatLikeness()
  readonly #return = new BeatLikeness()
  #enough = ENOUGH_MS / UNIT_MS
  #judged = 0
  #lag = 0
  #steady = 0

  /** ms by which the echo is behind what is rendered; null while none is heard. */
  get echoMs(): number | null {
    return this.#steady >= STEADY ? this.#lag * 10 : null
  }

  /** Takes what was heard and what was played in the same `length` samples; null is silence. */
  hear(heard: Float32Array | null, played: Float32Array | null, length: number): void {
    // Both are counted in step: they are full at the same sample.
    for (let done = 0; done < length; ) {
      const taken = Math.min(length - done, this.#microphone.room)
      this.#microphone.add(heard, done, taken)
      this.#played.add(played, done, taken)
      done += taken
      if (this.#microphone.room === UNIT) this.#judge()
    }
  }

  /** Forgets all: another microphone, another loudspeaker. Judges after `afterMs` in which something was played. */
  reset(afterMs = ENOUGH_MS): void {
    this.#enough = Math.max(ENOUGH_MS, afterMs) / UNIT_MS
    this.#microphone.reset()
    this.#played.reset()
    this.#echo.reset()
    this.#return.reset()
    this.#judged = 0
    this.#steady = 0
  }

  #judge(): void {
    this.#return.add(this.#played.beats, this.#microphone.beats)
    if (!this.#echo.add(this.#microphone.beats, this.#played.beats)) return
    this.#judged = Math.min(this.#enough, this.#judged + 1)
    const { likest, likeness } = this.#echo
    const alike = this.#judged >= this.#enough && likeness >= ALIKE && likeness > this.#return.likeness
    const same = Math.abs(likest - this.#lag) <= WAVER || this.#steady === 0
    this.#steady = alike && same ? this.#steady + 1 : 0
    this.#lag = likest
  }
}
