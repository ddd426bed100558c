/** The address of a pad, with what makes a person at home in it. Pure. */
import { pageUrl } from '../../bridge/invitation.ts'

export interface PadGuest {
  readonly userName: string
  readonly language: string
  /** '#rrggbb', light: the pad paints it behind dark words. */
  readonly color: string
}

/** What is added to the address of a pad, and is nobody else's business. */
export const guestParameters = ['userName', 'lang', 'userColor'] as const

/**
 * The address to open for a page beside the meeting. Etherpad, known by its `/p/<name>` path, takes the
 * reader's name, colour and language as query parameters; any other page gets its address as it is: a
 * name is told only to who can use it. What the link says already is left alone.
 *
 * Null when the address is none that may be opened.
 */
export function padAddress(url: string, guest: PadGuest): string | null {
  const checked = pageUrl(url)
  if (checked === null) return null
  const address = new URL(checked)
  if (!isEtherpad(address)) return checked
  const added: Record<(typeof guestParameters)[number], string> = {
    userName: guest.userName,
    lang: guest.language,
    userColor: guest.color,
  }
  for (const name of guestParameters) {
    const value = added[name]
    if (value !== '' && !address.searchParams.has(name)) address.searchParams.set(name, value)
  }
  return address.href
}

/** The host's name to show, without the port's noise: the address itself is hidden in a view. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

/** What a page is, as far as its address tells; null = of none of our kinds, as far as we know. */
export function pageKind(url: string): 'pad' | null {
  return URL.canParse(url) && isEtherpad(new URL(url)) ? 'pad' : null
}

function isEtherpad(address: URL): boolean {
  return /\/p\/[^/]+\/?$/.test(address.pathname)
}
