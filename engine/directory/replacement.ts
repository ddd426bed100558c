/** A new directory in the place of the last one: when it may take it, and how it is written. */
import { open, rename, rm } from 'node:fs/promises'
import { Directory, type Host } from './directory.ts'
import { eligibleOffers } from './eligible.ts'

export interface DirectoryFile {
  /** ISO date of its making. */
  readonly date: string
  /** Where it was read from. */
  readonly root: string
  readonly hosts: readonly Host[]
}

/**
 * Why a new directory may not take the last one's place; null when it may. A tree that is half there gives a
 * directory that is half there, and nobody would notice: hosts come and go one by one, so less than half of those
 * there were is somebody's mistake.
 * @param hosts as they come from the tree, or from a file
 */
export function whyNotSane(hosts: readonly Host[], today: string, last: Directory | null): string | null {
  const directory = new Directory(today, hosts)
  if (hosts.length === 0) return 'no host in it offers anything'
  if (directory.kinds.every(kind => eligibleOffers(directory, kind, today).length === 0))
    return 'no host in it takes strangers without an account'
  const before = last?.hosts.length ?? 0
  if (hosts.length * 2 < before)
    return `it has ${hosts.length} hosts, less than half of the ${before} there were`
  return null
}

/** Whole or not at all: a reader never meets half a file. Throws when the disk refuses. */
export async function writeDirectory(file: string, content: DirectoryFile): Promise<void> {
  const unfinished = `${file}.${process.pid}.part`
  try {
    const handle = await open(unfinished, 'w')
    try {
      await handle.writeFile(`${JSON.stringify(content, null, 1)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}
