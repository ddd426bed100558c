/** What was left out while reading a tree, and why: for people to read and for programs to count. */
import type { GetFailure } from '../../network/guarded-get.ts'

export type DropReason =
  | GetFailure
  // Files
  /** The server has no such file. */
  | 'not-found'
  /** The server answers with an error; `detail` is its number. */
  | 'http-error'
  /** A local file that cannot be read. */
  | 'file-unreadable'
  /** A local file beside or above the root's folder. */
  | 'outside-folder'
  /** A page, an empty file, or anything but `path = value` lines. */
  | 'not-properties'
  | 'no-class'
  /** A class that has no place there, or that is of no use here. */
  | 'class-unexpected'
  /** A file that leads back to itself. */
  | 'cycle'
  /** The same file, or the same service, again. */
  | 'duplicate'
  | 'too-deep'
  | 'too-many-files'
  | 'out-of-time'
  // Organisations and services
  | 'no-name'
  | 'no-address'
  | 'address-unreadable'
  | 'not-active'
  | 'ended'
  | 'signup'
  /** A voice server whose only address is a web page. */
  | 'web-only'
  | 'nothing-offered'
  // Values: the rest of the entry is used
  | 'value-unreadable'
  // Lists of facts
  | 'closed'
  | 'not-for-strangers'

export interface Dropped {
  readonly what: 'file' | 'organization' | 'service' | 'value'
  /** The address of the file it stands in. */
  readonly where: string
  /** Whose it is; null = not known. */
  readonly name: string | null
  readonly why: DropReason
  readonly detail: string | null
}

/** Of each reason; a tree can be made to fail a million times. */
const MOST_ROWS = 200

export class Report {
  readonly #rows: Dropped[] = []
  readonly #counts = new Map<DropReason, number>()

  add(dropped: Dropped): void {
    const count = (this.#counts.get(dropped.why) ?? 0) + 1
    this.#counts.set(dropped.why, count)
    if (count <= MOST_ROWS)
      this.#rows.push({
        ...dropped,
        where: shown(dropped.where),
        detail: shown(dropped.detail),
        name: shown(dropped.name),
      })
  }

  /** The first 200 of each reason. */
  get dropped(): readonly Dropped[] {
    return this.#rows
  }

  /** All of each reason. */
  get counts(): Readonly<Partial<Record<DropReason, number>>> {
    return Object.fromEntries(this.#counts)
  }
}

/** Made by strangers, and shown in a terminal: no control characters, no novel. */
function shown<T extends string | null>(text: T): T {
  return (text === null ? null : text.replace(/\p{C}/gu, '').slice(0, 300)) as T
}
