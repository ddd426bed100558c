/**
 * Pages of hosts reach the public network only: not the router, not the printer, not a program on this computer. The
 * app's page may say of a host nearby that the person knows it; then it, and nothing else there, is within reach.
 *
 * A name is looked up just before Chromium looks it up itself, so a name that changes its mind in between
 * (DNS rebinding) gets past this check. What it finds is then still refused: Chromium asks for the permissions
 * `local-network` and `loopback-network` at the connection, and permissions.ts gives them to nobody.
 */
import { placeOfHostName, placeOfIp } from '../bridge/private-address.ts'

/** How long an answer counts, in ms: shorter than any name's own time, longer than a page's burst of requests. */
const FRESH_MS = 30_000

/** A page can ask for endless names. */
const MOST_NAMES = 500

/** The addresses of a name; rejects when there are none. */
export type ResolveName = (name: string) => Promise<readonly string[]>

/** `inside`: a private network, by the look of a name or by one of its addresses. */
type Place = 'inside' | 'outside'

export interface NetworkGuard {
  /** The person knows this host, which is nearby. `host`: with its port, as in an address. */
  allow(host: string): void
  /** May a page of the session ask for this address? What is no network address may. */
  mayReach(url: string): Promise<boolean>
}

export function createNetworkGuard(resolve: ResolveName): NetworkGuard {
  const known = new Map<string, { readonly place: Promise<Place>; readonly until: number }>()
  const nearby = new Set<string>()

  function find(name: string): Promise<Place> {
    if (placeOfHostName(name) !== 'public') return Promise.resolve('inside')
    const now = Date.now()
    const found = known.get(name)
    if (found !== undefined && found.until > now) return found.place
    const place = resolve(name).then(
      (addresses): Place =>
        addresses.some(address => placeOfIp(address) !== 'public') ? 'inside' : 'outside',
      // Nobody knows the name here: Chromium will say so itself, or a proxy knows it.
      (): Place => 'outside',
    )
    known.delete(name)
    known.set(name, { place, until: now + FRESH_MS })
    const oldest = known.keys().next().value
    if (known.size > MOST_NAMES && oldest !== undefined) known.delete(oldest)
    return place
  }

  return {
    allow(host) {
      nearby.add(host)
    },
    async mayReach(url) {
      if (!URL.canParse(url)) return false
      const { protocol, hostname, host } = new URL(url)
      if (!['http:', 'https:', 'ws:', 'wss:'].includes(protocol)) return true
      return nearby.has(host) || (await find(hostname)) === 'outside'
    },
  }
}
