/** Deletes all that a host keeps on this computer. */
import type { Session } from 'electron'
import { describeError, type Log } from './log-file.ts'
import { partitionOf } from './view-place.ts'
import type { Views } from './views.ts'

/** The members of a session that are used here. */
export type WipedSession = Pick<
  Session,
  'closeAllConnections' | 'clearData' | 'clearStorageData' | 'clearAuthCache' | 'clearCodeCaches'
>

interface WipeParts {
  readonly sessionOf: (partition: string) => WipedSession
  readonly log: Log
}

/** With the host's views ended, or they would write it all anew; they are opened again. Resolves to whether all of it went. */
export async function wipeHost(
  origin: string,
  parts: WipeParts & { readonly views: Pick<Views, 'renew'> },
): Promise<boolean> {
  let wiped = false
  await parts.views.renew(origin, async () => {
    wiped = await wipeHostData(origin, parts)
  })
  return wiped
}

/** Of both its partitions: pages and calls. Resolves to whether all of it went; @param origin as `https://pad.example.org` */
async function wipeHostData(origin: string, parts: WipeParts): Promise<boolean> {
  const outcomes = await Promise.all(
    (['pad', 'call'] as const)
      .map(async use => {
        const session = parts.sessionOf(partitionOf(origin, use))
        // First, or an answer on its way would leave a cookie behind.
        await session.closeAllConnections()
        await Promise.all([
          session.clearData(),
          session.clearStorageData(),
          session.clearAuthCache(),
          session.clearCodeCaches({}),
        ])
      })
      .map(wiped =>
        wiped.then(
          () => true,
          (error: unknown) => {
            parts.log(`a host's data could not be deleted: ${describeError(error)}`)
            return false
          },
        ),
      ),
  )
  return outcomes.every(outcome => outcome)
}
