/**
 * Says how much silence stands in for a microphone that gives nothing, so that the numbers of our frames stay with the
 * time: between two devices, without any, and while one hangs.
 */
import { msToSamples } from './audio-format.ts'

/** ms without a sample after which a microphone hangs; whatever stumbles for less is made up for by itself. */
const HANGS_AFTER = 500
/** ms of silence at once at most: after a sleep of the computer nobody wants the hours. */
const MOST = 1000

export class SilenceClock {
  /** Silence is wanted: since then, in ms. */
  #since: number | null
  #heard: number

  /** @param now ms of a clock that never jumps */
  constructor(now: number) {
    this.#since = now
    this.#heard = now
  }

  /** Samples came from the microphone. */
  heard(now: number): void {
    this.#since = null
    this.#heard = now
  }

  /** The microphone went, or is another one now: silence until it is heard. */
  interrupted(now: number): void {
    this.#since ??= now
  }

  /** Samples of silence that are due. */
  due(now: number): number {
    if (this.#since === null && now - this.#heard >= HANGS_AFTER) this.#since = this.#heard
    if (this.#since === null) return 0
    const ms = Math.min(MOST, now - this.#since)
    this.#since = now
    return msToSamples(ms)
  }
}
