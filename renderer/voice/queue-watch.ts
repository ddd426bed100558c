/**
 * Notices when sound piles up between the microphone and the audio graph: more was delivered than rendered.
 * That happens when the graph stands still for a moment, and slowly when the microphone's clock is the
 * faster one. Both sides go in steps of up to 10 ms, so the least of a few readings counts.
 */

/** Readings of which the least is taken. */
const READINGS = 4
/** ms of growth that are worth a gap of a few ms in the microphone's sound. */
const GROWTH = 7

export class QueueWatch {
  #least = Number.POSITIVE_INFINITY
  #readings = 0
  #lowest = Number.POSITIVE_INFINITY

  /** Forgets all: the queue was emptied. */
  reset(): void {
    this.#least = Number.POSITIVE_INFINITY
    this.#readings = 0
    this.#lowest = Number.POSITIVE_INFINITY
  }

  /** Sound delivered and rendered so far, in ms from any zero. True when the queue is longer than it was. */
  read(delivered: number, rendered: number): boolean {
    this.#least = Math.min(this.#least, delivered - rendered)
    this.#readings++
    if (this.#readings < READINGS) return false
    const grown = this.#least > this.#lowest + GROWTH
    this.#lowest = Math.min(this.#lowest, this.#least)
    this.#least = Number.POSITIVE_INFINITY
    this.#readings = 0
    return grown
  }
}
