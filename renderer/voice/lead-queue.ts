/**
 * Sound on its way between two threads: it waits until a lead of it is there, so that a small stumble of either makes no
 * holes in it; and once it ran dry, until the lead is there again.
 */
import { SampleQueue } from './sample-queue.ts'

export class LeadQueue {
  readonly #queue: SampleQueue
  readonly #lead: number
  /** Enough is there to go on without holes. */
  #flows = false

  /** In samples. @param capacity what comes on top is lost */
  constructor(lead: number, capacity: number) {
    this.#lead = lead
    this.#queue = new SampleQueue(capacity)
  }

  /** Samples that wait. */
  get length(): number {
    return this.#queue.length
  }

  push(sound: Float32Array): void {
    this.#queue.push(sound)
  }

  pushSilence(samples: number): void {
    this.#queue.pushSilence(samples)
  }

  /** Forgets all but the newest samples of the lead. */
  keepLead(): void {
    this.#queue.drop(Math.max(0, this.#queue.length - this.#lead))
  }

  /** Gives the oldest `out.length` samples, the rest of them silent. False, and all silence, while it waits. */
  drain(out: Float32Array): boolean {
    out.fill(0)
    this.#flows ||= this.#queue.length >= this.#lead
    if (!this.#flows) return false
    this.#flows = this.#queue.length > out.length
    this.#queue.mixInto(out, 1, 1)
    return true
  }
}
