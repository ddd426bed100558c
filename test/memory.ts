/** What a long run leaves behind. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

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
 * MB by which the least of the last ten minutes is above the least of the ten before, of one reading a minute for half
 * an hour; said aloud. Freed buffers are swept late, so single minutes stand out: a leak raises the least of ten.
 */
export function growthOf(what: string, marks: readonly number[]): number {
  const growth = (Math.min(...marks.slice(20)) - Math.min(...marks.slice(10, 20))) / 2 ** 20
  const held = (marks.at(-1) ?? 0) / 2 ** 20
  console.info(
    `${what}, 30 minutes: ${growth.toFixed(3)} MB more in the last ten, ${held.toFixed(1)} MB in use.`,
  )
  return growth
}
