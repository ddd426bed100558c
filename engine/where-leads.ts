/**
 * Where an address leads, told before its page is opened: a link, an invitation or the description of a room may come
 * from anybody, and must not open the router or the printer of whoever follows it.
 */
import type { Leads } from '../bridge/engine-api.ts'
import type { Place } from '../bridge/places.ts'
import type { Directory } from './directory/directory.ts'
import { isKnownOrigin } from './known-origin.ts'
import { type Resolve, reachOfOwn } from './network/network-address.ts'

/** @param url a page's; what is none leads nowhere, which counts as `public` */
export async function whereLeads(
  url: string,
  { hosts, places, resolve }: Pick<Directory, 'hosts'> & { places: readonly Place[]; resolve?: Resolve },
): Promise<Leads> {
  if (!URL.canParse(url)) return 'public'
  const { hostname, origin } = new URL(url)
  if ((await reachOfOwn(hostname, resolve)) === 'public') return 'public'
  // A meeting that was joined brings the address of its pad along: only what a place is kept for counts.
  const kept = places.some(({ addresses: [main] }) => main !== undefined && originOf(main.url) === origin)
  return kept || isKnownOrigin(origin, hosts) ? 'own' : 'private'
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}
