/**
 * Notices when the audio thread stood still for a moment: its samples then fall behind the clock on the wall.
 * Within a second the least lag is taken, since rendering goes in bursts; clocks that drift apart stay far
 * below the threshold.
 */
import { SAMPLE_RATE, samplesToMs } from './audio-format.ts'

/** Samples over which the least lag is taken: 1 s. */
const WINDOW = SAMPLE_RATE
/** ms lost from one window to the next that count: more than any drift, less than a render callback or two. */
const LOST = 8

export class ClockWatch {
  #samples = 0
  #windowEnd = WINDOW
  #least = Number.POSITIVE_INFINITY
  #before = Number.POSITIVE_INFINITY

  /** `samples` were rendered at `now` (ms, any zero). True when time was lost lately. */
  advance(samples: number, now: number): boolean {
    this.#samples += samples
    this.#least = Math.min(this.#least, now - samplesToMs(this.#samples))
    if (this.#samples < this.#windowEnd) return false
    const lost = this.#least - this.#before
    this.#before = this.#least
    this.#least = Number.POSITIVE_INFINITY
    this.#windowEnd += WINDOW
    return lost > LOST
  }
}
