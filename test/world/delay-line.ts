export interface DelayLine {
  /** Runs `deliver` after `delayMs`, never before what was pushed earlier; at once when nothing waits and the delay is 0. */
  push(delayMs: number, deliver: () => void): void
  /** Forgets all that waits. */
  clear(): void
}

/** A first-in, first-out queue where each entry has its own delay (ms). */
export function createDelayLine(): DelayLine {
  const queue: { at: number; deliver: () => void }[] = []
  let timer: NodeJS.Timeout | undefined

  function deliverDue(): void {
    timer = undefined
    for (;;) {
      const first = queue[0]
      if (first === undefined) return
      const waitMs = first.at - performance.now()
      // Timers have millisecond steps: half a step early is nearer than half a step late.
      if (waitMs > 0.5) {
        timer = setTimeout(deliverDue, waitMs)
        return
      }
      queue.shift()
      first.deliver()
    }
  }

  return {
    push: (delayMs, deliver) => {
      const last = queue.at(-1)
      if (last === undefined && delayMs <= 0) {
        deliver()
        return
      }
      queue.push({ at: Math.max(last?.at ?? 0, performance.now() + delayMs), deliver })
      if (timer === undefined) deliverDue()
    },
    clear: () => {
      clearTimeout(timer)
      timer = undefined
      queue.length = 0
    },
  }
}
