/** The memory of what a person made or joined. Addresses open things: they are kept here and told to no log. */
import { randomUUID } from 'node:crypto'
import { isEndNear, type PastedPlace, type Place, type PlaceAddress } from '../../bridge/places.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { KeptList } from '../kept-list.ts'
import { addressKey, hostOf } from './address.ts'
import type { ImportedPlace } from './export.ts'
import {
  cleanTitle,
  endOf,
  type KeptPlace,
  MOST_ADDRESSES,
  MOST_PLACES,
  readAddresses,
  readPlace,
  toPlace,
} from './place-schema.ts'

/** What the directory knows of the host of a pasted address. */
export type AboutPasted = Pick<PlaceAddress, 'software' | 'hostName' | 'exports' | 'lifetimeDays'>

/** `leftOut`: more than fit. */
export interface TakenOver {
  readonly added: number
  readonly known: number
  readonly leftOut: number
}

export class Places {
  readonly #kept: KeptList<KeptPlace>
  readonly #now: () => number

  /**
   * @param file absolute path of places.json
   * @param now ms since 1970
   * Throws `disk-refused`, as all that changes something does.
   */
  constructor(file: string, now: () => number = Date.now) {
    this.#kept = new KeptList({ file, read: readPlace, most: MOST_PLACES })
    this.#now = now
  }

  /** Where a file went that could not be read in whole; null = all was read. */
  get setAside(): string | null {
    return this.#kept.setAside
  }

  /** Pinned ones first, then by when they were last opened, the latest first. */
  list(): Place[] {
    return [...this.#kept.items].sort(byUse).map(toPlace)
  }

  /** Places that have every word of `text` in title, host or address; accents and capitals don't matter. */
  search(text: string): Place[] {
    const words = fold(text)
      .split(/\s+/)
      .filter(word => word !== '')
    return this.list().filter(place => {
      const searched = searchedText(place)
      return words.every(word => searched.includes(word))
    })
  }

  /** Places whose end is near; the next to end first. */
  endingSoon(now = this.#now()): Place[] {
    return this.#kept.items
      .flatMap(place => {
        const end = endOf(place)
        const leftMs = end === null ? -1 : end.at - now
        return end !== null && leftMs >= 0 && isEndNear(leftMs, end.lifetimeMs) ? [{ place, leftMs }] : []
      })
      .sort((a, b) => a.leftMs - b.leftMs)
      .map(({ place }) => toPlace(place))
  }

  /**
   * Keeps what was made or joined. The first address is the main one: a place that has it already is opened
   * again, takes the new addresses beside its own, and keeps its title. Beyond {@link MOST_PLACES} the one that
   * nobody opened for longest makes room, unless it is pinned.
   * Throws `link-unreadable` for an address that may not be kept, `places-full` when all there are are pinned.
   */
  keep({ title, addresses }: { title: string; addresses: readonly PlaceAddress[] }): Place {
    const checked = readAddresses(addresses)
    const main = checked?.[0]
    if (checked === null || main === undefined) throw new ProblemError('link-unreadable')
    const moment = this.#moment()
    const known = this.#withMainAddress(main.url)
    if (known !== undefined) {
      const merged = mergeAddresses(checked, known.addresses)
      return this.#put({ ...known, addresses: merged, lastOpened: moment })
    }
    const clean = cleanTitle(title)
    return this.#put({
      id: randomUUID(),
      title: clean === '' ? nameOf(main) : clean,
      addresses: checked,
      made: moment,
      lastOpened: moment,
      pinned: false,
    })
  }

  /** Keeps what was made on a site of its own, by the address that the person pasted. Throws `link-unreadable`. */
  keepPasted(pasted: PastedPlace, about: AboutPasted | null = null): Place {
    const url = pasted.url.trim()
    const { kind, hostId } = pasted
    const nothing: AboutPasted = {
      software: '',
      hostName: hostOf(url).slice(0, 200),
      exports: [],
      lifetimeDays: null,
    }
    // A Mumble link is joined, not pasted as a page.
    if (/^mumble:/i.test(url)) throw new ProblemError('link-unreadable')
    return this.keep({ title: pasted.title, addresses: [{ kind, url, hostId, ...(about ?? nothing) }] })
  }

  /** The person opened it just now: its lifetime starts anew. Null when there is no such place. */
  opened(id: string): Place | null {
    return this.#change(id, place => ({ ...place, lastOpened: this.#moment() }))
  }

  /** Throws `name-empty`. Null when there is no such place. */
  rename(id: string, title: string): Place | null {
    const clean = cleanTitle(title)
    if (clean === '') throw new ProblemError('name-empty')
    return this.#change(id, place => ({ ...place, title: clean }))
  }

  /** Null when there is no such place. */
  pin(id: string, pinned: boolean): Place | null {
    return this.#change(id, place => ({ ...place, pinned }))
  }

  /** Gives what {@link restore} needs to undo it; null when there is no such place. */
  forget(id: string): Place | null {
    const place = this.#kept.items.find(kept => kept.id === id)
    if (place === undefined) return null
    this.#kept.replace(this.#kept.items.filter(kept => kept !== place))
    return toPlace(place)
  }

  /**
   * Takes a forgotten place back as it was; if it was kept again meanwhile, that one stays as it is.
   * Throws `call-malformed` for what is no place, `places-full`.
   */
  restore(place: Place): Place {
    const checked = readPlace(place)
    const main = checked?.addresses[0]
    if (checked === null || main === undefined) throw new ProblemError('call-malformed')
    const known = this.#kept.items.find(({ id }) => id === checked.id) ?? this.#withMainAddress(main.url)
    return known === undefined ? this.#put(checked) : toPlace(known)
  }

  /** Takes places of an export over. Those that are known stay as they are; nothing of ours makes room for them. */
  takeOver(imported: readonly ImportedPlace[]): TakenOver {
    const { items, counts } = this.#withImported(imported)
    if (counts.added > 0) this.#kept.replace(items)
    return counts
  }

  /** What {@link takeOver} would do. */
  wouldTakeOver(imported: readonly ImportedPlace[]): TakenOver {
    return this.#withImported(imported).counts
  }

  #withImported(imported: readonly ImportedPlace[]): { items: KeptPlace[]; counts: TakenOver } {
    const items = [...this.#kept.items]
    const keys = new Set(items.map(mainKey))
    const counts = { added: 0, known: 0, leftOut: 0 }
    for (const place of imported) {
      const kept: KeptPlace = { ...place, id: randomUUID() }
      if (keys.has(mainKey(kept))) counts.known++
      else if (items.length >= MOST_PLACES) counts.leftOut++
      else {
        keys.add(mainKey(kept))
        items.push(kept)
        counts.added++
      }
    }
    return { items, counts }
  }

  #moment(): string {
    return new Date(this.#now()).toISOString()
  }

  #withMainAddress(url: string): KeptPlace | undefined {
    const key = addressKey(url)
    return this.#kept.items.find(place => mainKey(place) === key)
  }

  #change(id: string, change: (place: KeptPlace) => KeptPlace): Place | null {
    const place = this.#kept.items.find(kept => kept.id === id)
    return place === undefined ? null : this.#put(change(place))
  }

  /** In the place of the one with its id, or as a new one. */
  #put(place: KeptPlace): Place {
    const others = this.#kept.items.filter(({ id }) => id !== place.id)
    if (others.length >= MOST_PLACES) {
      const oldest = [...others].sort(byUse).at(-1)
      if (oldest === undefined || oldest.pinned) throw new ProblemError('places-full')
      others.splice(others.indexOf(oldest), 1)
    }
    this.#kept.replace([...others, place])
    return toPlace(place)
  }
}

function mainKey(place: KeptPlace): string {
  return addressKey(place.addresses[0]?.url ?? '')
}

/** The new ones first, then those of before that are not among them. */
function mergeAddresses(fresh: readonly PlaceAddress[], before: readonly PlaceAddress[]): PlaceAddress[] {
  const keys = new Set(fresh.map(({ url }) => addressKey(url)))
  return [...fresh, ...before.filter(({ url }) => !keys.has(addressKey(url)))].slice(0, MOST_ADDRESSES)
}

function byUse(a: KeptPlace, b: KeptPlace): number {
  if (a.pinned !== b.pinned) return a.pinned ? -1 : 1
  // ISO moments of one length: their order as text is their order in time.
  if (a.lastOpened !== b.lastOpened) return a.lastOpened < b.lastOpened ? 1 : -1
  return a.id < b.id ? -1 : 1
}

function nameOf(address: PlaceAddress): string {
  const name = cleanTitle(address.hostName)
  return name === '' ? hostOf(address.url) : name
}

function searchedText(place: Place): string {
  return fold(
    [place.title, ...place.addresses.flatMap(({ hostName, url }) => [hostName, url, readable(url)])].join(
      '\n',
    ),
  )
}

/** An address as people would type its words: "r%C3%A9union" as "réunion". */
function readable(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url // a stray percent sign: as it is
  }
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
}
