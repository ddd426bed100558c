/**
 * How long a speaker's packets must wait so that the late ones are there in time. The lateness of a packet
 * is the moment it arrived less the moment its sound was due, both in samples: its zero is arbitrary, only
 * differences count. Playing at `target` lateness lets all but rare stragglers through.
 *
 * Over the last {@link INTERVALS} fifths of a second in which packets came, the target is the highest peak; unless it
 * stands alone by more than {@link OUTLIER}: then it is the second highest that is not its neighbour. So one stall,
 * however long, never makes everything after it late; what happens twice in five seconds does count. (A percentile of
 * packets fails here: half a second of stall is one event, but fifty late packets.)
 *
 * A loudspeaker that runs dry stops the clock: from then on all packets seem to come earlier by as much, and the peaks of
 * before to lie higher. So a peak counts for no more than it was above the quickest packet known when it came.
 *
 * The first {@link MOST_HELD} of it are given up only slowly: the small hiccups of a computer come every few seconds,
 * and each that finds the delay too short costs a listener 10 ms of made-up sound.
 */
import { msToSamples } from './audio-format.ts'

const INTERVAL = msToSamples(200)
const INTERVALS = 25
/** The quickest packet is looked for in fewer of them: a way that has become longer is the usual one after 4 s. */
const BASE_INTERVALS = 20
/** Until this many intervals are known, the first guess holds. */
const INTERVALS_TO_TRUST = 5
/** A peak this far above all others is a stall that will not come again. */
const OUTLIER = msToSamples(30)
/** As much delay is held on to, and this much of it given up with each interval: all of it in 20 s. */
const MOST_HELD = msToSamples(10)
const GIVEN_UP = MOST_HELD / 100
/** The first guess: jitter of an ordinary wireless network. */
const FIRST_SPREAD = msToSamples(20)
/** More is never waited for: beyond it, missing sound is the lesser evil in a conversation. */
const LONGEST_SPREAD = msToSamples(250)
/** Packets in a row that must all be late for the way to have become longer; a burst ends with prompt ones. */
const RECENT = 5
/** By how much they must be late, as share of the usual spread and in samples. */
const LONGER_WAY_SHARE = 0.5
const LONGER_WAY = msToSamples(5)
/** One render quantum: a packet has to be there before the quantum that plays it. */
const MARGIN = 128

export class DelayEstimate {
  readonly #lows = new Float64Array(INTERVALS)
  readonly #peaks = new Float64Array(INTERVALS)
  /** The most that a packet of the interval came after the quickest one known then. */
  readonly #spreads = new Float64Array(INTERVALS)
  /** Intervals in use, and the place of the newest. */
  #count = 0
  #newest = 0
  #begun = 0
  readonly #recent = new Float64Array(RECENT)
  #recentAt = 0
  #held = 0

  /** False until the first packet. */
  get known(): boolean {
    return this.#count > 0
  }

  /** The least lateness lately: a packet that nothing held up. */
  get base(): number {
    let low = Number.POSITIVE_INFINITY
    for (let i = 0; i < Math.min(this.#count, BASE_INTERVALS); i++)
      low = Math.min(low, this.#at(this.#lows, i))
    return low
  }

  /** The lateness to play at. */
  get target(): number {
    const base = this.base
    const seen = this.#count < INTERVALS_TO_TRUST ? this.#firstSpread(base) : this.#peak() - base
    const spread = Math.min(LONGEST_SPREAD, Math.max(seen, this.#held) + MARGIN)
    const low = this.#recentLow()
    if (low - base <= LONGER_WAY + spread * LONGER_WAY_SHARE) return base + spread
    return Math.max(base + spread, Math.min(low + LONGEST_SPREAD, this.#recentPeak() + MARGIN))
  }

  /** Notes a packet's lateness; `now` in samples, never decreasing. */
  observe(lateness: number, now: number): void {
    if (this.#count === 0) this.#recent.fill(lateness)
    this.#recent[this.#recentAt] = lateness
    this.#recentAt = (this.#recentAt + 1) % RECENT
    if (this.#count === 0 || now - this.#begun >= INTERVAL) {
      this.#hold()
      this.#newest = (this.#newest + 1) % INTERVALS
      this.#count = Math.min(INTERVALS, this.#count + 1)
      this.#lows[this.#newest] = Number.POSITIVE_INFINITY
      this.#peaks[this.#newest] = Number.NEGATIVE_INFINITY
      this.#spreads[this.#newest] = 0
      this.#begun = now
    }
    this.#lows[this.#newest] = Math.min(lateness, this.#at(this.#lows, 0))
    this.#peaks[this.#newest] = Math.max(lateness, this.#at(this.#peaks, 0))
    this.#spreads[this.#newest] = Math.max(lateness - this.base, this.#at(this.#spreads, 0))
  }

  /** The speaker's numbers start anew: what was learnt of the jitter stays, its zero moves to `lateness`. */
  rebase(lateness: number): void {
    if (this.#count === 0) return
    const shift = lateness - this.base
    for (let i = 0; i < INTERVALS; i++) {
      this.#lows[i] = (this.#lows[i] ?? 0) + shift
      this.#peaks[i] = (this.#peaks[i] ?? 0) + shift
    }
    this.#recent.fill(lateness)
  }

  /** The value `age` intervals ago; 0 = the current one. */
  #at(values: Float64Array, age: number): number {
    return values[(this.#newest - age + INTERVALS) % INTERVALS] ?? 0
  }

  #recentLow(): number {
    let low = Number.POSITIVE_INFINITY
    for (let i = 0; i < RECENT; i++) low = Math.min(low, this.#recent[i] ?? 0)
    return low
  }

  #recentPeak(): number {
    let peak = Number.NEGATIVE_INFINITY
    for (let i = 0; i < RECENT; i++) peak = Math.max(peak, this.#recent[i] ?? 0)
    return peak
  }

  /** With little known: the guess, or what was seen if it is worse. */
  #firstSpread(base: number): number {
    let highest = base
    for (let i = 0; i < this.#count; i++) highest = Math.max(highest, this.#at(this.#peaks, i))
    return Math.max(FIRST_SPREAD, highest - base)
  }

  #hold(): void {
    const seen = this.#count < INTERVALS_TO_TRUST ? 0 : this.#peak() - this.base
    this.#held = Math.max(this.#held - GIVEN_UP, Math.min(seen, MOST_HELD), 0)
  }

  #peak(): number {
    const base = this.base
    let highest = Number.NEGATIVE_INFINITY
    let highestAge = 0
    for (let i = 0; i < this.#count; i++) {
      const peak = this.#peakAt(i, base)
      if (peak > highest) {
        highest = peak
        highestAge = i
      }
    }
    let second = Number.NEGATIVE_INFINITY
    for (let i = 0; i < this.#count; i++) {
      if (Math.abs(i - highestAge) > 1) second = Math.max(second, this.#peakAt(i, base))
    }
    return highest - second > OUTLIER ? second : highest
  }

  /** The peak `age` intervals ago, by the clock as it goes now. */
  #peakAt(age: number, base: number): number {
    return Math.min(this.#at(this.#peaks, age), base + this.#at(this.#spreads, age))
  }
}
