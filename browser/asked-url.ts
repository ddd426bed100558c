/** The address in a request's first line. */
import type { IncomingMessage } from 'node:http'

/** Null for what is no address, such as `//`: any web page can make a browser send that to any port. */
export function askedUrl(request: IncomingMessage, origin: string): URL | null {
  const asked = request.url ?? '/'
  return URL.canParse(asked, origin) ? new URL(asked, origin) : null
}
