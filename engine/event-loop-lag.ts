/** By how much this process is late with what it should do: the sign of a machine that has too much to do. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** ms between two looks. */
const RESOLUTION = 20

export class EventLoopLag {
  /** Begins with the first question: nobody pays for what nobody asks. */
  #watch: ReturnType<typeof monitorEventLoopDelay> | null = null

  /** ms, the worst since the last call. */
  take(): number {
    if (this.#watch === null) {
      this.#watch = monitorEventLoopDelay({ resolution: RESOLUTION })
      this.#watch.enable()
      return 0
    }
    const worst = this.#watch.max / 1e6 - RESOLUTION
    this.#watch.reset()
    return Math.max(0, worst)
  }

  stop(): void {
    this.#watch?.disable()
    this.#watch = null
  }
}
