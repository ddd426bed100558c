/** What a person has made or joined, kept so that it can be found again: the portal they came by has no memory. */
import * as v from 'valibot'
import { type ServiceKind, serviceKindSchema } from './services.ts'

/** One address of a place: a meeting has several (room, pad), a lone pad one. */
export interface PlaceAddress {
  readonly kind: ServiceKind
  /** The whole final address, with its fragment: the key of an encrypted paste lives there. */
  readonly url: string
  readonly software: string
  readonly hostId: string | null
  readonly hostName: string
  /** The forms it can be saved in, such as `txt`, `csv`; empty = none. */
  readonly exports: readonly string[]
  /** Days after the last change until the host deletes it; null = the host does not say. */
  readonly lifetimeDays: number | null
}

export interface Place {
  readonly id: string
  readonly title: string
  readonly addresses: readonly PlaceAddress[]
  /** ISO 8601 moments. */
  readonly made: string
  readonly lastOpened: string
  /** The day (ISO date) on which the host may delete it, counted from the last opening; null = not known. */
  readonly endsOn: string | null
  readonly pinned: boolean
}

/** What is told of a place that is made on its own site, its address pasted back by the person. */
export const pastedPlaceSchema = v.object({
  kind: serviceKindSchema,
  title: v.pipe(v.string(), v.maxLength(200)),
  hostId: v.nullable(v.pipe(v.string(), v.maxLength(100))),
  url: v.pipe(v.string(), v.maxLength(8192)),
})
export type PastedPlace = v.InferOutput<typeof pastedPlaceSchema>

const DAY_MS = 24 * 60 * 60 * 1000
/** Whoever opens the app once a week still reads the warning in time. */
const NEAR_DAYS = 7

/** Is the end of a place so near that it is warned of: within a week, or a tenth of its life when that is longer? */
export function isEndNear(leftMs: number, lifetimeMs: number): boolean {
  return leftMs <= Math.max(NEAR_DAYS * DAY_MS, lifetimeMs / 10)
}

/** Why a form could not be saved. */
export const saveFailures = [
  // No answer
  'name-not-found',
  'refused',
  'unreachable',
  'silent',
  'certificate',
  'private-address',
  'unsafe-address',
  'redirects',
  'too-large',
  'broken',
  // An answer, and no file: 404 and 410, 401 and 403, 429, 5xx, any other status
  'not-there',
  'forbidden',
  'too-often',
  'host-trouble',
  'odd-answer',
  /** Not what this form looks like. */
  'wrong-content',
  /** Not to be had of this address. */
  'unknown-form',
  'disk',
] as const
export type SaveFailure = (typeof saveFailures)[number]

/** Files that a backup wrote, as absolute paths, and what could not be saved. */
export interface Backup {
  readonly folder: string
  readonly files: readonly string[]
  readonly failed: readonly { readonly url: string; readonly form: string; readonly status: SaveFailure }[]
  /** Addresses of documents in which nobody has written yet: there is nothing to save. */
  readonly empty: readonly string[]
}
