/** How patiently to knock at an engine that does not answer. Pure. */

/** Waits between two attempts, in ms; the last one is kept up. */
const waits = [250, 500, 1000, 2000] as const
const LONGEST = 4000

/** How long to wait, in ms, after `failures` attempts that failed in a row before this one. */
export function waitBefore(failures: number): number {
  return waits[failures] ?? LONGEST
}
