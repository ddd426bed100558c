/** Which addresses lead into somebody's own network: a directory written by strangers may not point there. */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Who may be asked: everybody's hosts only; this computer's too (demo, tests); also the network around it. */
export type Reach = 'public' | 'loopback' | 'anywhere'

/** Where an address leads: out to the public, to this computer, or into a private network. */
export type Place = 'public' | 'loopback' | 'private'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

// The special-purpose registries of IANA (RFC 6890 and its updates): nobody's public host lives there.
const notPublic = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const)
  notPublic.addSubnet(net, prefix, 'ipv6')

/** @param ip an IPv4 or IPv6 address without brackets; anything else counts as private. */
export function placeOfIp(ip: string): Place {
  const bare = ip.replace(/%.*$/, '') // a zone such as fe80::1%eth0
  const family = isIP(bare)
  if (family === 0) return 'private'
  const type = family === 6 ? 'ipv6' : 'ipv4'
  const inside = family === 6 ? translatedIpv4(bare) : null
  if (inside !== null) return placeOfIp(inside)
  if (loopback.check(bare, type)) return 'loopback'
  return notPublic.check(bare, type) ? 'private' : 'public'
}

/** The IPv4 address behind a NAT64 one (RFC 6052), which networks without IPv4 give for every old host. */
function translatedIpv4(ip: string): string | null {
  const found = new URL(`https://[${ip}]`).hostname.match(/^\[64:ff9b::(?:([0-9a-f]+):)?([0-9a-f]*)\]$/)
  if (found === null) return null
  const [a, b] = [Number.parseInt(found[1] ?? '0', 16), Number.parseInt(found[2] || '0', 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}

/**
 * By the look of the name alone; a public name may still lead inside, see {@link findAddresses}.
 * @param host a URL's host name, IPv6 in brackets or not
 */
export function placeOfHost(host: string): Place {
  const name = host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (isIP(name) !== 0) return placeOfIp(name)
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  // Names without a dot and these endings are given out by routers and companies, never by registries.
  if (!name.includes('.') || /\.(?:local|localdomain|internal|lan|home|corp|intranet|arpa)$/.test(name))
    return 'private'
  return 'public'
}

/** `mumble://host[:port]` and no more: of a whole server, not of one of its rooms. */
export function isMumbleServer(address: string): boolean {
  return address.length <= 300 && /^mumble:\/\/[a-z0-9.-]+(?::\d{1,5})?\/?$/i.test(address)
}

/** As {@link placeOfHost}, of an http, https or mumble address; null when it has no host. */
export function placeOfAddress(address: string): Place | null {
  // Borrowing https makes 2130706433 and 0x7f.1 show as the 127.0.0.1 that they are.
  const asPage = address.replace(/^mumble:/i, 'https:')
  return URL.canParse(asPage) ? placeOfHost(new URL(asPage).hostname) : null
}

export function isWithin(reach: Reach, place: Place): boolean {
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
  if (!isWithin(reach, placeOfHost(name))) throw new PrivateAddressError(name)
  const found = await resolve(name)
  if (!found.every(({ address }) => isWithin(reach, placeOfIp(address)))) throw new PrivateAddressError(name)
  return found
}
