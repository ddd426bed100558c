/**
 * Where the app's own page lives, and how to tell it from everything else. Node gives `'null'` as the
 * origin of an address with a scheme of our own, so scheme and host are compared instead.
 */

export const APP_SCHEME = 'chatiere'
const APP_HOST = 'app'
const CALL_HOST = 'call'

/** The call page, in the partitions of calls only. */
export const CALL_PAGE_URL = `${APP_SCHEME}://${CALL_HOST}/index.html`

export interface AppOrigin {
  readonly protocol: string
  readonly host: string
  /** The address of the page to load. */
  readonly startUrl: string
}

/** `devServer`: the page's address while developing (see start-options.ts); null = the built page. */
export function appOrigin(devServer: URL | null): AppOrigin {
  return devServer === null
    ? { protocol: `${APP_SCHEME}:`, host: APP_HOST, startUrl: `${APP_SCHEME}://${APP_HOST}/` }
    : { protocol: devServer.protocol, host: devServer.host, startUrl: devServer.href }
}

/** Does this address belong to the app's own page? Anything unreadable does not. */
export function isAppUrl(origin: AppOrigin, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === origin.protocol && host === origin.host
}

/** Does this address belong to the call page? It has an origin of its own: a room next to it may not be ours. */
export function isCallPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === `${APP_SCHEME}:` && host === CALL_HOST
}

/** The origin of a web address such as `https://meet.example.org`; null for what is not http or https. */
export function webOrigin(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, origin } = new URL(url)
  return protocol === 'http:' || protocol === 'https:' ? origin : null
}
