/**
 * The microphone's last moments, and how far behind them we send. Speech is recognised a little after it
 * began; its first frames are sent from this memory, and the lag that this leaves is then taken out of the
 * sound within a few frames. So packets leave evenly from the first one on: no listener, of whatever
 * client, sees a burst, and none keeps a delay for it.
 */
import { rootMeanSquare, UNIT } from './audio-format.ts'
import { applyCut, findCut, LONGEST_CUT, SEAM, SHORTEST_CUT } from './time-compression.ts'
import { LONGEST_PRE_ROLL } from './voice-activity.ts'

/** Samples kept: the longest pre-roll, the frame being sent, and room to look for a cut. */
const CAPACITY = (LONGEST_PRE_ROLL + 2) * UNIT + LONGEST_CUT + SEAM
/** Likeness a cut must have at first; soon the delay weighs more than a small blemish. */
const STRICTEST = 0.7
const RELAXATION = 0.1
/** A stretch this much softer than the newest 10 ms is not missed, whatever its ends look like. */
const SOFT = 0.25

export class UplinkLag {
  readonly #samples = new Float32Array(CAPACITY)
  readonly #cut = { length: 0, likeness: 0 }
  #length = 0
  /** Samples at the end of the memory that were not sent: while sending they still are to be. */
  #unsent = 0
  #strictness = STRICTEST

  /** Samples by which what {@link take} gives next lies behind the microphone. */
  get lag(): number {
    return Math.max(0, this.#unsent - UNIT)
  }

  /** Remembers the newest 10 ms. */
  remember(frame: Float32Array): void {
    const over = this.#length + UNIT - CAPACITY
    if (over > 0) {
      this.#samples.copyWithin(0, over, this.#length)
      this.#length -= over
    }
    this.#samples.set(frame, this.#length)
    this.#length += UNIT
    this.#unsent = Math.min(this.#unsent + UNIT, this.#length)
  }

  /** Starts sending at the newest frame and `preRoll` frames before it, as far as they were not sent before. */
  begin(preRoll: number): void {
    this.#unsent = Math.min((1 + preRoll) * UNIT, this.#unsent)
    this.#strictness = STRICTEST
  }

  /** Forgets all: what was said while muted must never be part of a pre-roll. */
  forget(): void {
    this.#length = 0
    this.#unsent = 0
  }

  /** The next 10 ms to send, written into `frame`; made shorter on the way while we lag behind. */
  take(frame: Float32Array): void {
    const lag = this.lag
    if (lag >= SHORTEST_CUT) this.#shorten(lag)
    const start = this.#length - this.#unsent
    frame.set(this.#samples.subarray(start, start + UNIT))
    this.#unsent -= UNIT
  }

  #shorten(lag: number): void {
    const start = this.#length - this.#unsent
    findCut(this.#samples, start, this.#unsent, lag, this.#cut)
    if (this.#cut.length === 0) return
    const level = rootMeanSquare(this.#samples, start, this.#cut.length + SEAM)
    const newest = rootMeanSquare(this.#samples, this.#length - UNIT, UNIT)
    if (this.#cut.likeness < this.#strictness && level > newest * SOFT) {
      this.#strictness -= RELAXATION
      return
    }
    applyCut(this.#samples, start, this.#unsent, this.#cut.length)
    this.#length -= this.#cut.length
    this.#unsent -= this.#cut.length
  }
}
