/** Which addresses lead into somebody's own network: a directory written by strangers may not point there. */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { type AddressPlace, placeOfHostName, placeOfIp } from '../../bridge/private-address.ts'

/** Who may be asked: everybody's hosts only; this computer's too (demo, tests); also the network around it. */
export type Reach = 'public' | 'loopback' | 'anywhere'

/** `mumble://host[:port]` and no more: of a whole server, not of one of its rooms. */
export function isMumbleServer(address: string): boolean {
  return address.length <= 300 && /^mumble:\/\/[a-z0-9.-]+(?::\d{1,5})?\/?$/i.test(address)
}

/** As {@link placeOfHostName}, of an http, https or mumble address; null when it has no host. */
export function placeOfAddress(address: string): AddressPlace | null {
  // Borrowing https makes 2130706433 and 0x7f.1 show as the 127.0.0.1 that they are.
  const asPage = address.replace(/^mumble:/i, 'https:')
  return URL.canParse(asPage) ? placeOfHostName(new URL(asPage).hostname) : null
}

export function isWithin(reach: Reach, place: AddressPlace): boolean {
  return reach === 'anywhere' || place === 'public' || (reach === 'loopback' && place === 'loopback')
}

/** Thrown by {@link findAddresses}: the name leads into a private network. */
export class PrivateAddressError extends Error {
  readonly code = 'EPRIVATE'

  constructor(host: string) {
    super(`${host} leads into a private network`)
    this.name = 'PrivateAddressError'
  }
}

/** Looks a name up; as `dns.lookup` for all its addresses. */
export type Resolve = (name: string) => Promise<LookupAddress[]>

const systemResolve: Resolve = name => lookup(name, { all: true })

/**
 * What a name stands for. One private address among public ones refuses them all: a name that changes its
 * mind between two look-ups would else get in. Throws what `dns.lookup` throws, and {@link PrivateAddressError}.
 */
export async function findAddresses(
  host: string,
  reach: Reach,
  resolve: Resolve = systemResolve,
): Promise<LookupAddress[]> {
  const name = host.replace(/^\[|\]$/g, '')
  if (!isWithin(reach, placeOfHostName(name))) throw new PrivateAddressError(name)
  const found = await resolve(name)
  if (!found.every(({ address }) => isWithin(reach, placeOfIp(address)))) throw new PrivateAddressError(name)
  return found
}

/**
 * How far an address of the person's own may lead, one they typed or kept: into their own network when its name
 * leads there by itself (a school's or a company's names often do), never by a redirect of a public host.
 * A name that cannot be looked up counts as public: whoever asks it then says so.
 */
export async function reachOfOwn(host: string, resolve: Resolve = systemResolve): Promise<Reach> {
  const name = host.replace(/^\[|\]$/g, '')
  const looks = placeOfHostName(name)
  const found = looks === 'public' ? await resolve(name).catch(() => []) : []
  const places = [looks, ...found.map(({ address }) => placeOfIp(address))]
  if (places.includes('private')) return 'anywhere'
  return places.includes('loopback') ? 'loopback' : 'public'
}
