/** The shipped directory as a file: what stays of the last one in a new one. */
import { type Directory, type Host, readDirectory, type Service } from '../engine/directory/directory.ts'

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
