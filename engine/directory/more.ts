/** What else the collective offers: services of kinds that Chatière does not make by itself. */
import type { MoreList, MoreListing } from '../../bridge/host-facts.ts'
import type { Directory, Host, OtherService } from './directory.ts'
import { isActive, isOver } from './eligible.ts'
import { byName, hasWords, softwareKey, wordsOf } from './list.ts'
import { findSoftware } from './software.ts'

export interface MoreFilter {
  /** By any of its names; null lets everybody through. */
  readonly software: string | null
  /** Words that all occur in the service's name, software or address, or its host's name; case and accents don't matter. */
  readonly text: string
}

/**
 * By software, then by host; each address once, at the first host of the directory that has it. Hosts that are
 * paused or have ended are left out.
 * @param today ISO date
 */
export function listMore(directory: Directory, filter: MoreFilter, today: string): MoreList {
  const offered = new Map<string, MoreListing>()
  for (const host of directory.hosts) {
    if (!isActive(host) || isOver(host.ended, today)) continue
    for (const other of host.others ?? []) {
      const key = bare(other.url)
      if (!offered.has(key)) offered.set(key, toListing(host, other))
    }
  }
  const all = [...offered.values()]
  const software = filter.software === null ? null : softwareKey(filter.software)
  const words = wordsOf(filter.text)
  const found = all.filter(
    listing =>
      (software === null || softwareKey(listing.software) === software) &&
      hasWords([listing.name, listing.software, listing.hostName, listing.url], words),
  )
  const names = all.map(listing => listing.software).filter(name => name !== '')
  // A software that we have no name for is written in as many ways as there are hosts.
  const spellings = new Map(names.map(name => [softwareKey(name), name]))
  return { services: found.sort(inOrder), software: [...spellings.values()].sort(byName.compare) }
}

function toListing(host: Host, { name, software, url }: OtherService): MoreListing {
  const { id: hostId, name: hostName, country, chatons } = host
  return { hostId, hostName, country, chatons, name, software: findSoftware(software).name || software, url }
}

/** What does not tell its software comes last. */
function inOrder(a: MoreListing, b: MoreListing): number {
  if ((a.software === '') !== (b.software === '')) return a.software === '' ? 1 : -1
  return (
    byName.compare(a.software, b.software) ||
    byName.compare(a.hostName, b.hostName) ||
    byName.compare(a.name, b.name)
  )
}

/** The same address, however it is written. */
function bare(url: string): string {
  return new URL(url).href.replace(/#.*$/, '').replace(/\/$/, '')
}
