/**
 * Links that come from outside the app: from the system, on the command line, or from a second start. Any page of the
 * web can make one, so they are hostile: bounded, of a known scheme, and only ever text for the page, which shows what
 * they mean before anything happens. They may hold a password: never log one.
 */

/** `https:` for rooms and pads as people share them; the others are what the system hands over. */
const SCHEMES: readonly string[] = ['mumble:', 'jitsi-meet:', 'chatiere:', 'https:']
const LONGEST_LINK = 8192

/** A link the app takes, written anew; null for anything else. */
export function outsideLink(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > LONGEST_LINK) return null
  if (/\p{Cc}/u.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return SCHEMES.includes(url.protocol) && url.hostname !== '' ? url.href : null
}

const FRAGMENT = '#link='

/** Carries a link to the page within its address: a fragment is sent to no server, and written into no log. */
export function linkFragment(link: string): string {
  return `${FRAGMENT}${encodeURIComponent(link)}`
}

/** The other way round; null when the fragment holds none that the app takes. @param hash as `location.hash` */
export function linkInFragment(hash: string): string | null {
  if (!hash.startsWith(FRAGMENT)) return null
  try {
    return outsideLink(decodeURIComponent(hash.slice(FRAGMENT.length)))
  } catch {
    return null // a stray percent sign
  }
}
