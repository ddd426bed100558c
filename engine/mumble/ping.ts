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

/** Share of packets lost between two readings of good/lost counters, 0..1. */
export function lossBetween(
  before: { good: number; lost: number },
  after: { good: number; lost: number },
): number {
  const good = after.good - before.good
  const lost = after.lost - before.lost
  return good + lost <= 0 ? 0 : Math.min(1, Math.max(0, lost / (good + lost)))
}
