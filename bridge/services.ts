/** The kinds of service Chatière opens, and what a host of the directory looks like to the page. */
import * as v from 'valibot'

/**
 * What a person can ask for. `audio` a Mumble server; the others are pages: `video` a call, `pad` a text, `sheet` a
 * spreadsheet, `poll` a date poll, `notes` a board of sticky notes, `files` and `images` to share, `link` a shortener,
 * `paste` an encrypted text.
 */
export const serviceKinds = [
  'audio',
  'video',
  'pad',
  'sheet',
  'poll',
  'notes',
  'files',
  'images',
  'link',
  'paste',
] as const
export type ServiceKind = (typeof serviceKinds)[number]
export const serviceKindSchema = v.picklist(serviceKinds)

/** A service of a host, as far as the page needs it. */
export interface ServiceCard {
  readonly kind: ServiceKind
  readonly software: string
  readonly address: string
}

/** A host as it is shown before anything is made there. */
export interface HostCard {
  readonly id: string
  readonly name: string
  readonly website: string | null
  readonly country: string | null
  /** Member of the CHATONS collective; null = not known. */
  readonly chatons: boolean | null
  readonly services: readonly ServiceCard[]
  /** The day of the fact, ISO date; null = undated. */
  readonly asOf: string | null
}
