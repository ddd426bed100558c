import { MissingPackages } from './system-packages.ts'
import { NeedsRoot } from './trixie.ts'

/**
 * Why a part of the world can't be had here, in words for a skipped test; undefined when it can.
 * @throws whatever else goes wrong: that is a failure, not a reason to skip.
 */
export async function whyNot(attempt: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt()
    return undefined
  } catch (error) {
    if (error instanceof MissingPackages || error instanceof NeedsRoot) return error.message
    throw error
  }
}
