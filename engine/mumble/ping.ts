/** Round-trip times with the running average and variance that Mumble's Ping message carries. */
export class RoundTrips {
  count = 0
  /** The newest, ms. */
  last = 0
  /** ms */
  average = 0
  /** ms squared */
  variance = 0
  #sumOfSquares = 0

  add(ms: number): void {
    this.count += 1
    this.last = ms
    const delta = ms - this.average
    this.average += delta / this.count
    this.#sumOfSquares += delta * (ms - this.average)
    this.variance = this.#sumOfSquares / this.count
  }
}

/**
 * Packets from which a share of loss says something: one of them is 1 %. In silence only pings travel, five between
 * two readings, and a single one lost would be 20 %: readings are put together until there are enough.
 */
export const ENOUGH_PACKETS = 100

/** The share of packets lost, from readings of good/lost counters that only go on. */
export class LossGauge {
  /** 0..1, of the last {@link ENOUGH_PACKETS} or more that were looked at together; 0 before. */
  share = 0
  #good = 0
  #lost = 0

  read({ good, lost }: { readonly good: number; readonly lost: number }): void {
    const packets = good - this.#good + (lost - this.#lost)
    if (good >= this.#good && packets < ENOUGH_PACKETS) return
    // Counters that went back began anew: what they say counts from the next reading on.
    if (good >= this.#good) this.share = Math.min(1, Math.max(0, (lost - this.#lost) / packets))
    this.#good = good
    this.#lost = lost
  }
}
