/** Keeps a flood down: at most one in a span of time, and always the last one in the end. */
export interface Throttle<T> {
  offer(value: T): void
  /** Forgets what waits. */
  stop(): void
}

/** `spanMs`: the least time between two, in ms. The first one passes at once. */
export function createThrottle<T>(spanMs: number, pass: (value: T) => void): Throttle<T> {
  let timer: NodeJS.Timeout | null = null
  let waiting: { readonly value: T } | null = null
  const wait = () => {
    timer = setTimeout(() => {
      timer = null
      if (waiting === null) return
      const { value } = waiting
      waiting = null
      wait()
      pass(value)
    }, spanMs)
    timer.unref()
  }
  return {
    offer(value) {
      if (timer !== null) {
        waiting = { value }
        return
      }
      wait()
      pass(value)
    },
    stop() {
      if (timer !== null) clearTimeout(timer)
      timer = null
      waiting = null
    },
  }
}
