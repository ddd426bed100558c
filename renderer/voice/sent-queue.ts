/**
 * What we send, on its way from the capture's thread into the graph that records it. Their clocks differ by a little, and
 * each may stumble: so it waits 40 ms, and is brought back to them in our pauses.
 */
import { msToSamples, UNIT } from './audio-format.ts'
import { LeadQueue } from './lead-queue.ts'

/** Samples that wait while all is well. */
const LEAD = msToSamples(40)
/** Samples beyond the lead from which on pauses are left out. */
const TOO_MANY = 2 * UNIT
/** Samples that may wait at most; what comes on top is lost. */
const MOST = msToSamples(500)

export class SentQueue {
  readonly #queue = new LeadQueue(LEAD, MOST)

  /** The next 10 ms; null: nothing was sent of them. */
  push(sound: Float32Array | null): void {
    if (sound !== null) this.#queue.push(sound)
    else if (this.#queue.length < LEAD + TOO_MANY) this.#queue.pushSilence(UNIT)
  }

  /** The oldest `out.length` samples; silence where there are none. */
  drain(out: Float32Array): void {
    this.#queue.drain(out)
  }
}
