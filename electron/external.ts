/** The one way out of the desktop app, into the person's own browser or mail program. */
import { externalUrl } from '../bridge/external-link.ts'
import type { Log } from './log-file.ts'
import { createRateLimit } from './rate-limit.ts'

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
