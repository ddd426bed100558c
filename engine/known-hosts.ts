/** The directory as the engine uses it: the newest one there is, refreshed once a week where an address is known. */
import { join } from 'node:path'
import { realTime } from './directory/ask.ts'
import type { Directory } from './directory/directory.ts'
import { LatestDirectory, readDirectoryAddress } from './directory/latest.ts'
import { doWeekly } from './directory/weekly.ts'
import type { DirectoryTurn, Storage } from './storage.ts'

export interface KnownHosts {
  /** Throws `directory-unreadable`. */
  current(): Promise<Directory>
  /** Nothing is fetched from now on. */
  stop(): void
}

export interface KnownHostsParts {
  /** Absolute path of the directory shipped with the app. */
  readonly shipped: string
  /** Absolute path. */
  readonly dataFolder: string
  /** Of the file that is fetched; null = never. */
  readonly address: string | null
  readonly storage: Storage
}

export function openKnownHosts({ shipped, dataFolder, address, storage }: KnownHostsParts): KnownHosts {
  const safe = address === null ? null : readDirectoryAddress(address)
  if (address !== null && safe === null)
    console.error('the address of the directory cannot be used: https, without user name, query or fragment')
  const latest = new LatestDirectory({ shipped, kept: join(dataFolder, 'directory.json'), address: safe })
  if (safe === null) return { current: () => latest.current(), stop: () => {} }
  const stop = doWeekly({
    run: () => refresh(latest),
    turn: {
      // Another address has a turn of its own.
      get: () => (storage.directoryTurn?.address === safe ? storage.directoryTurn.at : 0),
      set: at => keepTurn(storage, { address: safe, at }),
    },
    time: { ...realTime, now: Date.now },
  })
  return { current: () => latest.current(), stop }
}

function keepTurn(storage: Storage, turn: DirectoryTurn): void {
  try {
    storage.directoryTurn = turn
  } catch (error) {
    // Without a disk it is asked for again after the next start, no more.
    console.error(
      'the turn of the directory could not be kept:',
      (error as NodeJS.ErrnoException).code ?? error,
    )
  }
}

async function refresh(latest: LatestDirectory): Promise<boolean> {
  try {
    const refreshed = await latest.refresh(new Date().toISOString().slice(0, 10))
    if (refreshed.outcome === 'refused') console.error(`the directory was not refreshed: ${refreshed.why}`)
    return refreshed.outcome !== 'refused'
  } catch (error) {
    console.error('the directory was not refreshed:', (error as NodeJS.ErrnoException).code ?? error)
    return false
  }
}
