/** At most so many in a span of time: restarts, reloads, pages opened outside. */
export interface RateLimit {
  /** Takes one if there is one left; false when not. */
  take(): boolean
  /** How many were taken within the span. */
  taken(): number
}

/** `spanMs`: how long one counts, in ms. */
export function createRateLimit(most: number, spanMs: number): RateLimit {
  let times: number[] = []
  const taken = () => {
    const now = Date.now()
    times = times.filter(time => now - time < spanMs)
    return times.length
  }
  return {
    taken,
    take() {
      if (taken() >= most) return false
      times.push(Date.now())
      return true
    },
  }
}
