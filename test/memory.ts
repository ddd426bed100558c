/** What a long run leaves behind. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Minutes of traffic that a long run plays: a leak of 100 bytes a packet shows in nine; HALF_HOUR=1 plays 30. */
export const MINUTES = process.env.HALF_HOUR === '1' ? 30 : 9

/** Bytes in use once all that nobody holds any more was collected. */
export async function retained(): Promise<number> {
  // Buffers that were collected are swept by a thread of their own: it gets its turn between.
  for (let round = 0; round < 3; round++) {
    await new Promise(resolve => setTimeout(resolve, 10))
    collect()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/**
 * MB by which the least of the last third of the minutes is above the least of the third before, of one reading a minute
 * for {@link MINUTES}; said aloud. Freed buffers are swept late, so single minutes stand out: a leak raises the least of
 * several.
 */
export function growthOf(what: string, marks: readonly number[]): number {
  const third = MINUTES / 3
  const growth = (Math.min(...marks.slice(2 * third)) - Math.min(...marks.slice(third, 2 * third))) / 2 ** 20
  const held = (marks.at(-1) ?? 0) / 2 ** 20
  console.info(
    `${what}, ${MINUTES} minutes: ${growth.toFixed(3)} MB more in the last ${third}, ${held.toFixed(1)} MB in use.`,
  )
  return growth
}
