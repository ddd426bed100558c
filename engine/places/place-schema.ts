/** What a place must look like, wherever it comes from: our own file, the page, somebody's export. */
import * as v from 'valibot'
import type { Place, PlaceAddress } from '../../bridge/places.ts'
import { serviceKindSchema } from '../../bridge/services.ts'
import { placeUrl } from './address.ts'

export const MOST_PLACES = 5000
/** A meeting has a room, a pad, a sheet, a call, and a few more. */
export const MOST_ADDRESSES = 20
/** Characters, as in bridge/places.ts. */
const LONGEST_TITLE = 200
const DAY_MS = 86_400_000

/** One line without signs that hide or turn text around. May be empty. */
export function cleanTitle(text: string): string {
  const line = text
    .toWellFormed()
    // Bidirectional overrides make a name read as another one.
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  if (line.length <= LONGEST_TITLE) return line
  // A cut must not fall into the middle of a sign of two units.
  return line
    .slice(0, LONGEST_TITLE)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
}

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

const titleSchema = v.pipe(text(2000), v.transform(cleanTitle), v.nonEmpty())

/** A moment that a calendar of four-digit years holds, also a lifetime later. */
const momentSchema = v.pipe(
  text(40),
  v.transform(moment => new Date(moment)),
  v.check(date => date.getTime() > Date.UTC(2000, 0) && date.getTime() < Date.UTC(2200, 0)),
  v.transform(date => date.toISOString()),
)

const addressSchema = v.object({
  kind: serviceKindSchema,
  url: v.pipe(v.string(), v.transform(placeUrl), v.string()),
  software: text(100),
  hostId: v.nullable(text(100)),
  hostName: text(200),
  exports: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]{1,10}$/))), v.maxLength(10)),
  lifetimeDays: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(36_500))),
})

const addressesSchema = v.pipe(v.array(addressSchema), v.minLength(1), v.maxLength(MOST_ADDRESSES))

/** As it lies in the file: without what follows from the rest. */
export type KeptPlace = Omit<Place, 'endsOn'>

const placeSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/)),
  title: titleSchema,
  addresses: addressesSchema,
  made: momentSchema,
  lastOpened: momentSchema,
  pinned: v.boolean(),
})

/** Null for what is no place. */
export function readPlace(entry: unknown): KeptPlace | null {
  const place = v.safeParse(placeSchema, entry, { abortEarly: true })
  return place.success ? place.output : null
}

/** Null when one of them is no address that may be kept. */
export function readAddresses(entries: readonly unknown[]): PlaceAddress[] | null {
  const addresses = v.safeParse(addressesSchema, entries, { abortEarly: true })
  return addresses.success ? addresses.output : null
}

/** The moment, in ms since 1970, at which the first of its hosts may delete it, and how long that was, in ms. */
export function endOf(place: KeptPlace): { readonly at: number; readonly lifetimeMs: number } | null {
  const lifetimes = place.addresses.map(({ lifetimeDays }) => lifetimeDays).filter(days => days !== null)
  if (lifetimes.length === 0) return null
  const lifetimeMs = Math.min(...lifetimes) * DAY_MS
  return { at: Date.parse(place.lastOpened) + lifetimeMs, lifetimeMs }
}

export function toPlace(kept: KeptPlace): Place {
  const end = endOf(kept)
  return { ...kept, endsOn: end === null ? null : new Date(end.at).toISOString().slice(0, 10) }
}
