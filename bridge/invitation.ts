/**
 * An invitation is one plain Mumble link: any Mumble client opens it, ours reads the pad's address
 * from its `url` parameter too (the parameter is Mumble's own, documented for its links).
 *
 *   mumble://host[:port]/Room/Sub?title=Monday%20coffee&url=https%3A%2F%2Fpad.example%2Fp%2Fcoffee
 */
import { failed, type Outcome, problem, succeeded } from './problems.ts'
import type { ServiceKind } from './services.ts'

export const DEFAULT_MUMBLE_PORT = 64738

/** Longest link we read, in characters: a room of ten levels with 512-character names fits. */
const LONGEST_LINK = 8192

export interface Invitation {
  readonly host: string
  readonly port: number
  /** The room's path from the root; empty = wherever the server puts newcomers. */
  readonly path: readonly string[]
  readonly title: string | null
  readonly padUrl: string | null
}

/** What a pasted text turned out to be. A user name or a password in the link is handed on apart. */
export type ReadLink =
  | {
      readonly kind: 'meeting'
      readonly invitation: Invitation
      readonly userName: string | null
      readonly password: string | null
    }
  | { readonly kind: 'page'; readonly url: string }
  /** Something made at a service of a host that is known. `title`: what its address calls it; empty = it does not. */
  | {
      readonly kind: 'service'
      readonly url: string
      readonly service: ServiceKind
      readonly title: string
      readonly hostName: string
    }
  /** A room for a video call. `hostName`: as the directory knows the host; null = it does not. */
  | { readonly kind: 'call'; readonly url: string; readonly hostName: string | null }

/**
 * Reads what a person pasted: an invitation, an address of a page, or a whole message that holds one.
 * Gives `link-empty` or `link-unreadable` when there is none.
 */
export function readLink(text: string): Outcome<ReadLink> {
  const trimmed = text.trim()
  if (trimmed === '') return failed(problem('link-empty'))
  const candidate = findLink(trimmed.slice(0, LONGEST_LINK))
  if (candidate === null) return failed(problem('link-unreadable'))
  if (/^mumble:/i.test(candidate)) return readMumbleLink(candidate)
  return /^jitsi-meet:/i.test(candidate) ? readCallLink(candidate) : readPageLink(candidate)
}

function findLink(text: string): string | null {
  const found = text.match(/\b(?:mumble|jitsi-meet|https?):\/\/[^\s<>"'«»]+/i)
  // A sentence's own full stop or bracket is not part of the address.
  if (found) return found[0].replace(/[.,;:!?)\]]+$/, '')
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?$/i.test(text) ? `mumble://${text}` : null
}

function readMumbleLink(link: string): Outcome<ReadLink> {
  // "mumble:" is not a special scheme for URL: borrowing https gives host checks and IDN for free.
  const url = parseUrl(link.replace(/^mumble:/i, 'https:'))
  if (url === null || !isHostName(url.hostname)) return failed(problem('link-unreadable'))
  // https hides its own default port
  const port =
    url.port === ''
      ? /^[^/]*\/\/[^/]*:443(?:[/?]|$)/.test(link)
        ? 443
        : DEFAULT_MUMBLE_PORT
      : Number(url.port)
  const path = decodePath(url.pathname)
  const userName = decode(url.username)
  const password = decode(url.password)
  if (port === 0 || path === null || userName === null || password === null) {
    return failed(problem('link-unreadable'))
  }
  const title = url.searchParams.get('title')?.trim().slice(0, 200) ?? ''
  return succeeded({
    kind: 'meeting',
    invitation: {
      host: url.hostname,
      port,
      path,
      title: title === '' ? null : title,
      padUrl: pageUrl(url.searchParams.get('url') ?? ''),
    },
    userName: userName === '' ? null : userName,
    password: password === '' ? null : password,
  })
}

function readPageLink(link: string): Outcome<ReadLink> {
  const url = pageUrl(link)
  return url === null ? failed(problem('link-unreadable')) : succeeded({ kind: 'page', url })
}

/** `jitsi-meet://host/room`, as web pages of call hosts write it for an app. A room alone names no host. */
function readCallLink(link: string): Outcome<ReadLink> {
  const url = pageUrl(link.replace(/^jitsi-meet:/i, 'https:'))
  if (url === null || /^https:\/\/[^/]+\/(?:[?#]|$)/.test(url)) return failed(problem('link-unreadable'))
  return succeeded({ kind: 'call', url, hostName: null })
}

/** A page's address made safe to open: http or https, no user name or password in it; else null. */
export function pageUrl(text: string): string | null {
  if (text.length > LONGEST_LINK) return null
  const url = parseUrl(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null
  if (url.username !== '' || url.password !== '') return null
  return url.href
}

/** The link to hand out. Holds no password and no user name. */
export function writeInvitation(invitation: Invitation): string {
  const port = invitation.port === DEFAULT_MUMBLE_PORT ? '' : `:${invitation.port}`
  const path = invitation.path.map(encodePart).join('/')
  const query = [
    invitation.title === null ? null : `title=${encodePart(invitation.title)}`,
    invitation.padUrl === null ? null : `url=${encodePart(invitation.padUrl)}`,
  ].filter(part => part !== null)
  return `mumble://${invitation.host}${port}/${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** As encodeURIComponent, and also what would look like the sentence's own sign at a link's end. */
function encodePart(text: string): string {
  const sign = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(text).replace(/[!'()*]|\.$/g, sign)
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null // a stray percent sign: the link was cut or mangled
  }
}

function decodePath(pathname: string): string[] | null {
  const parts = pathname
    .split('/')
    .filter(part => part !== '')
    .map(decode)
  // Mumble's own limits: ten levels, 512 characters a name.
  if (parts.length > 10 || parts.some(part => part === null || part.length > 512)) return null
  return parts as string[]
}

function isHostName(host: string): boolean {
  return /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)$/i.test(host) && host.length <= 253
}
