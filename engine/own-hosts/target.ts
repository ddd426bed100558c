/** What a typed or pasted address may mean: pages to ask, folders in which a site may live, a Mumble server. */
import { DEFAULT_MUMBLE_PORT, pageUrl, readLink } from '../../bridge/invitation.ts'
import type { ServerAddress } from '../mumble/control-channel.ts'

export interface Target {
  /** Sites it may be, each a list of folders, the likeliest first; a site is asked when the one before is not there. */
  readonly sites: readonly { readonly bases: readonly string[]; readonly typedFolder: boolean }[]
  readonly mumble: ServerAddress | null
  /** It can hardly be anything but Mumble. */
  readonly mumbleFirst: boolean
}

/** With or without scheme, with a pad's path behind it or not. Null when it is no address. */
export function readTarget(text: string): Target | null {
  const trimmed = text.trim()
  if (/^mumble:\/\//i.test(trimmed)) {
    const link = readLink(trimmed)
    if (!link.ok || link.value.kind !== 'meeting') return null
    return { sites: [], mumble: link.value.invitation, mumbleFirst: true }
  }
  if (/^https?:\/\//i.test(trimmed)) {
    const url = pageUrl(trimmed)
    return url === null ? null : { sites: [siteOf(new URL(url))], mumble: null, mumbleFirst: false }
  }
  if (trimmed === '' || /^[a-z][a-z0-9+.-]*:\/\/|\s/i.test(trimmed)) return null
  const secure = pageUrl(`https://${trimmed}`)
  const plain = pageUrl(`http://${trimmed}`)
  if (secure === null || plain === null) return null
  const { hostname, pathname } = new URL(secure)
  // https hides its own port, http its own.
  const port = Number(new URL(secure).port || new URL(plain).port || DEFAULT_MUMBLE_PORT)
  return {
    sites: [siteOf(new URL(secure)), siteOf(new URL(plain))],
    mumble: pathname === '/' ? { host: hostname, port } : null,
    mumbleFirst: /:64738\/?$/.test(trimmed),
  }
}

function siteOf({ origin, pathname }: URL): Target['sites'][number] {
  // Etherpad's pads and Lufi's files: the site is what is in front.
  const marker = pathname.match(/^(.*?\/)[pr]\//)?.[1]
  if (marker !== undefined) return { bases: [`${origin}${marker}`], typedFolder: false }
  const folder = pathname.replace(/[^/]*$/, '')
  // The root first: what a call's or a poll's own page shows would else pass for the site's front page.
  const second = folder === '/' ? `${pathname.replace(/\/$/, '')}/` : folder
  return {
    bases: [...new Set([`${origin}/`, `${origin}${second}`])],
    typedFolder: pathname !== '/' && pathname.endsWith('/'),
  }
}
