/** Which addresses may be kept, opened and written into pages, and which two are the same place. */
import { pageUrl, readLink, writeInvitation } from '../../bridge/invitation.ts'

/** As in bridge/places.ts, in characters. */
const LONGEST_ADDRESS = 8192

/**
 * An address made safe: http, https (bridge's {@link pageUrl}, fragment kept) or a Mumble link without user name
 * and password. Null for all else.
 */
export function placeUrl(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST_ADDRESS) return null
  const url = /^mumble:\/\//i.test(trimmed) ? mumbleUrl(trimmed) : pageUrl(trimmed)
  // Percent signs can make it longer than what is read again.
  return url !== null && url.length <= LONGEST_ADDRESS ? url : null
}

function mumbleUrl(text: string): string | null {
  const link = readLink(text)
  return link.ok && link.value.kind === 'meeting' ? writeInvitation(link.value.invitation) : null
}

/** Two addresses with the same key are one place: a Mumble link's title and pad may change, its room may not. */
export function addressKey(url: string): string {
  const link = /^mumble:/i.test(url) ? readLink(url) : null
  if (link === null || !link.ok || link.value.kind !== 'meeting') return url
  return writeInvitation({ ...link.value.invitation, title: null, padUrl: null })
}

/** The name of the machine behind an address, with its port when it has one; empty when there is none. */
export function hostOf(url: string): string {
  // "mumble:" is not a special scheme for URL: borrowing https gives the host.
  const asPage = url.replace(/^mumble:/i, 'https:')
  return URL.canParse(asPage) ? new URL(asPage).host : ''
}
