/** Addresses of services: what is loaded, and what is handed out. Pure. */
import { pageUrl } from '../../bridge/invitation.ts'
import { markerColor } from '../meeting/face.ts'
import { guestParameters, padAddress } from '../meeting/pad-address.ts'

/** The address to load: a pad greets the person by name. One that may not be opened stays; the view refuses it. */
export function guestAddress(url: string, userName: string, language: string): string {
  return padAddress(url, { userName, language, color: markerColor(userName) }) ?? url
}

/** An address that a view told, made safe to copy and to open; null for what is no page, such as about:blank. */
export function checkedAddress(told: string): string | null {
  return pageUrl(told)
}

interface Known {
  /** The address as it was asked for. */
  readonly asked: string
  /** What was loaded for it. */
  readonly opened: string
  /** What is handed out so far. */
  readonly shared: string
}

/** Where a page is now, as it may be handed out: without the person's name and colour, which we added. */
export function shareableUrl(address: string, { asked, opened, shared }: Known): string {
  if (address === opened) return shared
  const now = new URL(address)
  const own = new Set(URL.canParse(asked) ? new URL(asked).searchParams.keys() : [])
  const added = guestParameters.filter(name => now.searchParams.has(name) && !own.has(name))
  const loaded = URL.canParse(opened) ? new URL(opened).searchParams : new URLSearchParams()
  let changed = false
  for (const name of added) {
    // A site's own parameter of that name has another value, or no other than ours: ours goes.
    if (loaded.get(name) !== now.searchParams.get(name)) continue
    now.searchParams.delete(name)
    changed = true
  }
  return changed ? now.href : address
}
