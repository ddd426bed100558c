/**
 * The newest directory there is: the one that the app was shipped with, or a later one of the same form that was
 * fetched from one address. A fetched one is a stranger's file, and kept only when it may take the last one's place.
 */
import { pageUrl } from '../../bridge/invitation.ts'
import { type GetFailure, guardedGet } from '../network/guarded-get.ts'
import { isWithin, placeOfAddress, type Reach } from '../network/network-address.ts'
import { Directory, type Host, parseDirectory, readDirectory } from './directory.ts'
import { whyNotSane, writeDirectory } from './replacement.ts'

/** A hundred times the directory of 2026; people on a phone's line pay by the megabyte. */
const LARGEST_DOWNLOAD_BYTES = 4 * 1024 * 1024
/** Nobody waits for it. */
const TIMEOUT_MS = 60_000

export interface LatestDirectoryOptions {
  /** Absolute path of the directory shipped with the app. */
  readonly shipped: string
  /** Absolute path at which the last good fetched one is kept. */
  readonly kept: string
  /** As {@link readDirectoryAddress} gives it; null = nothing is fetched, and what was fetched before is not used. */
  readonly address: string | null
}

export type Refreshed =
  | { readonly outcome: 'taken'; readonly date: string }
  /** What there is is as new. */
  | { readonly outcome: 'current' }
  /** In words, for a log. */
  | { readonly outcome: 'refused'; readonly why: string }

/**
 * The address of a directory file, made safe: https, or http on this computer; without a user name, a query or a
 * fragment, so that it says nothing of who asks. Null for all else.
 */
export function readDirectoryAddress(text: string): string | null {
  const page = pageUrl(text)
  const url = page === null ? null : new URL(page)
  if (url === null || url.search !== '' || url.hash !== '' || url.href.length > 2000) return null
  const place = placeOfAddress(url.href)
  const fits = place === 'loopback' || (place === 'public' && url.protocol === 'https:')
  return fits ? url.href : null
}

export class LatestDirectory {
  readonly #options: LatestDirectoryOptions
  #current: Promise<Directory> | null = null

  constructor(options: LatestDirectoryOptions) {
    this.#options = options
  }

  /** Throws `directory-unreadable` when there is none; the next call tries the disk again. */
  current(): Promise<Directory> {
    this.#current ??= this.#read().catch(error => {
      this.#current = null
      throw error
    })
    return this.#current
  }

  /**
   * Fetches the file and takes it when it is newer, whole and sane; else all is as before. Only the file's plain
   * address is sent: no cookie, no ETag, nothing that tells two people apart. Throws only when the disk refuses.
   * @param today ISO date
   */
  async refresh(today: string): Promise<Refreshed> {
    const { address, kept } = this.#options
    if (address === null) return refused('no address')
    const fetched = await fetchDirectory(address)
    if (typeof fetched === 'string') return refused(fetched)
    const current = await this.current().catch(() => null)
    if (current !== null && isDay(fetched.date) && fetched.date <= current.date) return { outcome: 'current' }
    const why = whyNotDated(fetched, today) ?? whyNotSane(fetched.hosts, today, current)
    if (why !== null) return refused(why)
    await writeDirectory(kept, { date: fetched.date, root: address, hosts: fetched.hosts })
    this.#current = Promise.resolve(fetched)
    return { outcome: 'taken', date: fetched.date }
  }

  async #read(): Promise<Directory> {
    const { address, kept, shipped } = this.#options
    // A file that is not there, or cannot be read, is fetched again in its turn.
    const fetched = address === null ? null : await readDirectory(kept).catch(() => null)
    const usable = fetched?.root === address ? fetched : null
    try {
      const own = await readDirectory(shipped)
      // An update of the app may have brought a newer one.
      return usable !== null && usable.date > own.date ? usable : own
    } catch (error) {
      if (usable !== null) return usable
      throw error
    }
  }
}

/** The directory, with the hosts that it may name; or why there is none. */
async function fetchDirectory(
  address: string,
): Promise<Directory | GetFailure | `http-${number}` | 'unreadable'> {
  const reach: Reach = placeOfAddress(address) === 'loopback' ? 'loopback' : 'public'
  const got = await guardedGet(address, { reach, timeoutMs: TIMEOUT_MS, maxBytes: LARGEST_DOWNLOAD_BYTES })
  if (!got.ok) return got.why
  if (got.status !== 200) return `http-${got.status}`
  try {
    const { date, hosts } = parseDirectory(new TextDecoder('utf-8', { fatal: true }).decode(got.body))
    return new Directory(date, onlyWithin(hosts, reach), address)
  } catch {
    return 'unreadable' // cut short, or something else
  }
}

/** The shipped file may name this computer's own services, for the demo; a stranger's may not. */
export function onlyWithin(hosts: readonly Host[], reach: Reach): Host[] {
  const allowed = (url: string) => {
    const place = placeOfAddress(url)
    return place === null || isWithin(reach, place)
  }
  return hosts.filter(host => addressesIn(host).every(allowed))
}

/** Every text of an entry that begins as an address does. */
function addressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^(?:https?|mumble):/i.test(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(addressesIn) : []
}

function isDay(date: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date))
}

/** A date far ahead would keep every later file out. */
function whyNotDated({ date }: Directory, today: string): string | null {
  if (!isDay(date)) return 'it has no date'
  // East of here it may be tomorrow.
  return Date.parse(date) > Date.parse(today) + 86_400_000 ? 'it is from the future' : null
}

function refused(why: string): Refreshed {
  return { outcome: 'refused', why }
}
