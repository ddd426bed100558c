/** The whole list, for those who would rather choose themselves. */
import type { ServiceKind } from '../../bridge/services.ts'
import type { Directory, Host } from './directory.ts'
import { findSoftware } from './software.ts'

/** What is null or empty lets everybody through. */
export interface ListFilter {
  readonly kind: ServiceKind | null
  /** ISO code of two capitals. */
  readonly country: string | null
  /** By any of its names. */
  readonly software: string | null
  /** Words that all occur in a host's name, description, website or software; case and accents don't matter. */
  readonly text: string
}

/**
 * Hosts that fit, by name. Kind and software must fit one and the same service; what a host offers beside
 * its services counts for the software and the words.
 */
export function listHosts(directory: Directory, filter: ListFilter): Host[] {
  const words = wordsOf(filter.text)
  const software = filter.software === null ? null : softwareKey(filter.software)
  const fits = (host: Host) => {
    if (filter.country !== null && host.country !== filter.country) return false
    const services = filter.kind === null ? [...host.services, ...(host.others ?? [])] : host.services
    const offered = services.some(
      service =>
        (filter.kind === null || ('kind' in service && service.kind === filter.kind)) &&
        (software === null || softwareKey(service.software) === software),
    )
    return offered && hasWords(describedBy(host), words)
  }
  return directory.hosts.filter(fits).sort((a, b) => byName.compare(a.name, b.name))
}

/** What there is to filter by, in the whole directory, sorted: ISO codes, and one name of each software. */
export function listChoices(directory: Directory): { countries: string[]; software: string[] } {
  const countries = directory.hosts.flatMap(({ country }) => country ?? [])
  const names = directory.hosts
    .flatMap(host => [...host.services, ...(host.others ?? [])])
    .map(({ software }) => findSoftware(software).name || software)
    .filter(name => name !== '')
  const sorted = (values: readonly string[]) => [...new Set(values)].sort(byName.compare)
  return { countries: sorted(countries), software: sorted(names) }
}

/** As people look names up: case and accents don't matter, "pad 2" stands before "pad 10". */
export const byName = new Intl.Collator('fr', { sensitivity: 'base', numeric: true })

/** One spelling for all names of a known software. */
export function softwareKey(name: string): string {
  const { id } = findSoftware(name)
  return id === 'unknown' ? `?${fold(name)}` : id
}

function describedBy(host: Host): string[] {
  return [
    host.name,
    host.description ?? '',
    host.website ?? '',
    ...host.services.flatMap(({ software, url }) => [software, url]),
    ...(host.others ?? []).flatMap(({ name, software, url }) => [name, software, url]),
  ]
}

/** What somebody searches for, for {@link hasWords}. */
export function wordsOf(text: string): string[] {
  return fold(text)
    .split(/\s+/)
    .filter(word => word !== '')
}

/** Do all words occur in these texts, as {@link wordsOf} gives them? */
export function hasWords(texts: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = fold(texts.join(' '))
  return words.every(word => text.includes(word))
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
