/** Time that passes only when nobody has anything left to do in it: a million people wait, nobody does. */
import type { Scheduler } from '../engine/directory/ask.ts'

interface Due {
  readonly run: () => void
  calledOff: boolean
}

export class VirtualTime implements Scheduler {
  readonly #due = new Map<number, Due[]>()
  #now = 0

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const at = this.#now + ms
    const due = { run, calledOff: false }
    const others = this.#due.get(at)
    if (others === undefined) this.#due.set(at, [due])
    else others.push(due)
    return () => {
      due.calledOff = true
    }
  }

  /** Until nothing is due any more. */
  async pass(): Promise<void> {
    await settled()
    while (this.#due.size > 0) {
      this.#now = Math.min(...this.#due.keys())
      const due = this.#due.get(this.#now) ?? []
      this.#due.delete(this.#now)
      for (const one of due) if (!one.calledOff) one.run()
      await settled()
    }
  }
}

/** All promises that can go on have gone on: the event loop turns only then. */
function settled(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
