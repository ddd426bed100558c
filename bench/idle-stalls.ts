/**
 * How steadily this machine runs when nothing is asked of it: a computer that shares its processors with others stands
 * still now and then, and no program on it can play sound through that without waiting as long.
 */

/** ms that the probe sleeps each time. */
const SLEEP = 2

export interface IdleStalls {
  /** Times a minute that one who wanted to sleep for 2 ms woke more than 5, and more than 10 ms late. */
  readonly over5Ms: number
  readonly over10Ms: number
  readonly longestMs: number
}

/** Blocks for `seconds`: nothing else of this program must disturb it. */
export function watchIdleStalls(seconds: number): IdleStalls {
  const never = new Int32Array(new SharedArrayBuffer(4))
  const late: number[] = []
  const end = performance.now() + seconds * 1000
  for (let now = performance.now(); now < end; ) {
    Atomics.wait(never, 0, 0, SLEEP)
    const woken = performance.now()
    late.push(woken - now - SLEEP)
    now = woken
  }
  const perMinute = (ms: number) => Math.round((late.filter(each => each > ms).length * 60) / seconds)
  return {
    over5Ms: perMinute(5),
    over10Ms: perMinute(10),
    longestMs: Math.round(Math.max(...late) * 10) / 10,
  }
}
