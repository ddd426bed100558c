/** The whole list, for those who would rather choose themselves. */
import type { Directory, Host } from './directory.ts'
import type { DirectoryKind } from './kinds.ts'
import { findSoftware } from './software.ts'

export interface ListFilter {
  readonly kind?: DirectoryKind
  /** ISO code of two capitals. */
  readonly country?: string
  /** By any of its names. */
  readonly software?: string
  /** Words that all occur in a host's name, description, website or software; case and accents don't matter. */
  readonly text?: string
}

/**
 * Hosts that fit, by name. Kind and software must fit one and the same service; what a host offers beside
 * its services counts for the software and the words.
 */
export function listHosts(directory: Directory, filter: ListFilter): Host[] {
  const words = fold(filter.text ?? '').split(/\s+/).filter(word => word !== '')
  const software = filter.software === undefined ? null : softwareKey(filter.software)
  const fits = (host: Host) => {
    if (filter.country !== undefined && host.country !== filter.country) return false
    const services = filter.kind === undefined ? [...host.services, ...(host.others ?? [])] : host.services
    const offered = services.some(
      service =>
        (filter.kind === undefined || ('kind' in service && service.kind === filter.kind)) &&
        (software === null || softwareKey(service.software) === software),
    )
    return offered && hasWords(host, words)
  }
  return directory.hosts.filter(fits).sort((a, b) => byName.compare(a.name, b.name))
}

const byName = new Intl.Collator('fr', { sensitivity: 'base', numeric: true })

/** One spelling for all names of a known software. */
function softwareKey(name: string): string {
  const { id } = findSoftware(name)
  return id === 'unknown' ? `?${fold(name)}` : id
}

function hasWords(host: Host, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = fold(
    [
      host.name,
      host.description ?? '',
      host.website ?? '',
      ...host.services.flatMap(({ software, url }) => [software, url]),
      ...(host.others ?? []).flatMap(({ name, software, url }) => [name, software, url]),
    ].join(' '),
  )
  return words.every(word => text.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
