/** The one way out of the app: what may be opened in the person's own browser or mail program. */
import { pageUrl } from '../bridge/invitation.ts'
import type { Log } from './log-file.ts'
import { createRateLimit } from './rate-limit.ts'

const LONGEST_MAIL_LINK = 8192

/** Fields a mail link may fill in. Some programs know `attach` too, which could send a file away. */
const MAIL_FIELDS = new Set(['subject', 'body', 'cc'])

/** An address made safe to hand to the system: http, https or mailto, written anew; else null. */
export function externalUrl(text: string): string | null {
  if (!/^mailto:/i.test(text)) return pageUrl(text)
  if (text.length > LONGEST_MAIL_LINK || !URL.canParse(text)) return null
  const { pathname, search } = new URL(text)
  const fields = search
    .slice(1)
    .split('&')
    .filter(field => MAIL_FIELDS.has((field.split('=')[0] ?? '').toLowerCase()))
  const link = `mailto:${pathname}${fields.length > 0 ? `?${fields.join('&')}` : ''}`
  // What a command line could read as more than one word
  return link.replace(/[\s"'<>\\^`{|}]/g, encodeCharacter)
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/**
 * Opens addresses outside, at most five in ten seconds: a hostile pad could otherwise flood the screen
 * with browser windows. Gives false when it refused or the system did. Addresses are not logged: to know
 * a pad's address is to have the pad.
 */
export function createExternalOpener(parts: {
  open: (url: string) => Promise<void>
  log: Log
}): (text: string) => Promise<boolean> {
  const limit = createRateLimit(5, 10_000)
  return async text => {
    const url = externalUrl(text)
    if (url === null) {
      parts.log('refused to open an address outside: not http, https or mailto')
      return false
    }
    if (!limit.take()) {
      parts.log('refused to open an address outside: too many at once')
      return false
    }
    try {
      await parts.open(url)
      return true
    } catch (error) {
      parts.log(`the system could not open an address: ${error instanceof Error ? error.name : 'unknown'}`)
      return false
    }
  }
}
