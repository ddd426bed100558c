/** Links that the system hands to the app: on the command line, from a second start, or from macOS. */
import { outsideLink } from '../bridge/outside-link.ts'

/** The first link among a start's arguments. Chromium adds and reorders arguments, so all are looked at. */
export function linkIn(argv: readonly string[]): string | null {
  for (const argument of argv.slice(1)) {
    const link = outsideLink(argument)
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
  const link = typeof said === 'object' && said !== null && 'link' in said ? outsideLink(said.link) : null
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
      const link = outsideLink(text)
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
