/**
 * Which addresses lead into somebody's own network, by the registries of special-purpose addresses (IANA,
 * RFC 6890 and its updates). Pure: for shells, where pages of hosts ask for whatever they like.
 */

/** Where an address leads: out to the public, to this computer, or into a private network. */
export type AddressPlace = 'public' | 'loopback' | 'private'

/** Four numbers: the URL parser takes shorter forms too, which nobody writes for a good reason. */
const DOTTED = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** First address and prefix length. */
const privateIpv4: readonly (readonly [string, number])[] = [
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
]
const privateIpv6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
]

/**
 * By the look of the name alone; a public name may still lead inside.
 * @param host a URL's host name, IPv6 in brackets or not
 */
export function placeOfHostName(host: string): AddressPlace {
  const name = host.replace(/\.$/, '').toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback'
  if (isAddress(name)) return placeOfIp(name)
  // Names without a dot and these endings are given out by routers and companies, never by registries.
  if (!name.includes('.') || /\.(?:local|localdomain|internal|lan|home|corp|intranet|arpa)$/.test(name)) {
    return 'private'
  }
  return 'public'
}

/** @param ip an IPv4 or IPv6 address, in brackets or not; anything else counts as private */
export function placeOfIp(ip: string): AddressPlace {
  const bits = addressBits(ip.replace(/^\[|\]$/g, '').replace(/%.*$/, '')) // a zone such as fe80::1%eth0
  if (bits === null) return 'private'
  if (bits.length === 32) {
    if (bits.startsWith('01111111')) return 'loopback'
    return within(bits, privateIpv4) ? 'private' : 'public'
  }
  const inside = embeddedIpv4(bits)
  if (inside !== null) return placeOfIp(inside)
  if (/^0{127}1$/.test(bits)) return 'loopback'
  return within(bits, privateIpv6) ? 'private' : 'public'
}

function isAddress(name: string): boolean {
  return DOTTED.test(name) || name.includes(':')
}

/**
 * The IPv4 address behind a mapped one (`::ffff:0:0/96`) or a NAT64 one (RFC 6052), which networks without
 * IPv4 give for every old host.
 */
function embeddedIpv4(bits: string): string | null {
  const prefix = bits.slice(0, 96)
  const mapped = `${'0'.repeat(80)}${'1'.repeat(16)}`
  if (prefix !== mapped && prefix !== addressBits('64:ff9b::')?.slice(0, 96)) return null
  return [96, 104, 112, 120].map(from => Number.parseInt(bits.slice(from, from + 8), 2)).join('.')
}

function within(bits: string, nets: readonly (readonly [string, number])[]): boolean {
  return nets.some(([net, prefix]) => bits.startsWith((addressBits(net) ?? '-').slice(0, prefix)))
}

/** 32 or 128 characters, `0` or `1`; null for what is no address. The URL parser spells addresses one way. */
function addressBits(ip: string): string | null {
  const literal = ip.includes(':') ? `[${ip}]` : ip
  if (!(DOTTED.test(ip) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(ip)) || !URL.canParse(`http://${literal}/`))
    return null
  const spelled = new URL(`http://${literal}/`).hostname
  if (!spelled.startsWith('[')) {
    const bytes = spelled.split('.').map(Number)
    return bytes.length === 4 && bytes.every(byte => byte >= 0 && byte <= 255) ? binary(bytes, 8) : null
  }
  const [head = '', tail] = spelled.slice(1, -1).split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16))
  const [before, after] = [groups(head), groups(tail ?? '')]
  return binary([...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after], 16)
}

function binary(parts: readonly number[], width: number): string {
  return parts.map(part => part.toString(2).padStart(width, '0')).join('')
}
