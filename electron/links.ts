/**
 * Links that the system hands to the app: on the command line, from a second start, or from macOS. Any
 * page of the web can make one, so they are hostile: bounded, of a known scheme, and only ever text for
 * the page, which shows what they mean before anything happens. They may hold a password: never log one.
 */

const SCHEMES: readonly string[] = ['mumble:', 'jitsi-meet:', 'chatiere:']
const LONGEST_LINK = 8192

/** A link the app knows, written anew; null for anything else. */
export function systemLink(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > LONGEST_LINK) return null
  if (/\p{Cc}/u.test(text) || !URL.canParse(text)) return null
  const url = new URL(text)
  return SCHEMES.includes(url.protocol) && url.hostname !== '' ? url.href : null
}

/** The first link among a start's arguments. Chromium adds and reorders arguments, so all are looked at. */
export function linkIn(argv: readonly string[]): string | null {
  for (const argument of argv.slice(1)) {
    const link = systemLink(argument)
    if (link !== null) return link
  }
  return null
}

/** What one start tells the other that already runs. */
export interface SecondStart {
  readonly link: string | null
}

/** The link of a second start: what it says itself, else what its command line held. */
export function linkOfSecondStart(said: unknown, argv: readonly string[]): string | null {
  const link = typeof said === 'object' && said !== null && 'link' in said ? systemLink(said.link) : null
  return link ?? linkIn(argv)
}

export interface LinkRouter {
  /** Takes a link from the system; false when it is none of ours. */
  offer(text: unknown): boolean
  /** The page listens: it gets the waiting link now, and every later one. */
  attach(deliver: (link: string) => void): void
  /** The page is gone: links wait again. */
  detach(): void
}

/** Only the last link waits: two meetings at once make no sense. */
export function createLinkRouter(): LinkRouter {
  let waiting: string | null = null
  let deliver: ((link: string) => void) | null = null
  const flush = () => {
    if (deliver === null || waiting === null) return
    const link = waiting
    waiting = null
    deliver(link)
  }
  return {
    offer(text) {
      const link = systemLink(text)
      if (link === null) return false
      waiting = link
      flush()
      return true
    },
    attach(listener) {
      deliver = listener
      flush()
    },
    detach() {
      deliver = null
    },
  }
}
