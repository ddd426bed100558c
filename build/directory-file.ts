/** The shipped directory as a file: what stays of the last one, when a new one may take its place, writing. */
import { open, rename, rm } from 'node:fs/promises'
import { Directory, type Host, readDirectory, type Service } from '../engine/directory/directory.ts'
import { eligibleOffers } from '../engine/directory/eligible.ts'

export interface DirectoryFile {
  /** ISO date of its making. */
  readonly date: string
  /** Where it was read from. */
  readonly root: string
  readonly hosts: readonly Host[]
}

/** The directory that is there now; null when there is none that can be read. */
export function lastGood(file: string): Promise<Directory | null> {
  return readDirectory(file).catch(() => null)
}

/**
 * What the last directory knows and a tree does not tell: how much load a host asked for, how long pads live,
 * how a site names them; by the service's address. And hosts that no tree speaks for, put there by hand.
 */
export function carryOver(hosts: readonly Host[], last: Directory | null): Host[] {
  const weights = new Map(last?.hosts.map(host => [host.id, host.weight]))
  const known = new Map(
    last?.hosts.flatMap(host => host.services.map(service => [bare(service.url), service] as const)),
  )
  const carried = hosts.map(host => ({
    ...host,
    weight: weights.get(host.id) ?? host.weight,
    services: host.services.map(service => withFacts(service, known.get(bare(service.url)))),
  }))
  const taken = new Set(carried.map(host => host.id))
  const byHand = (last?.hosts ?? []).filter(
    // A host with a source was in a tree once; a member that is in it no more has left.
    host => host.source === undefined && host.chatons !== true && !taken.has(host.id),
  )
  return [...carried, ...byHand]
}

function withFacts(service: Service, before: Service | undefined): Service {
  if (before === undefined || before.kind !== service.kind) return service
  // Not its weight: whoever was only listed says now, in its own words, whom it takes.
  const { lifetimeDays, limits, template, features } = before
  const facts = Object.fromEntries(
    Object.entries({ lifetimeDays, limits, template, features }).filter(([, fact]) => fact !== undefined),
  )
  return { ...facts, ...service }
}

function bare(url: string): string {
  return url.replace(/^https?:\/\//i, '').replace(/\/$/, '')
}

/**
 * Why a new directory may not take the last one's place; null when it may. A tree that is half there gives a
 * directory that is half there, and nobody would notice.
 * @param hosts as they come from the tree
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
