/** A list kept in one small JSON file, in a shape with a version: `{ "version": 1, "items": [...] }`. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { ProblemError } from '../bridge/problems.ts'
import { setAside } from './set-aside.ts'

/** Of the file. Thousands of places take a few megabytes; more than this is no list of ours. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024

const fileSchema = v.object({ version: v.literal(1), items: v.array(v.unknown()) })

export interface KeptListOptions<T> {
  /** Absolute path; its folder is made when missing. */
  readonly file: string
  /** Reads one entry, whatever it is; null = it is none. */
  readonly read: (entry: unknown) => T | null
  readonly most: number
}

export class KeptList<T extends { readonly id: string }> {
  readonly #file: string
  #items: readonly T[]
  /** Where a file went that could not be read in whole, as an absolute path; null = all was read. */
  readonly setAside: string | null

  /** Throws `disk-refused`. */
  constructor({ file, read, most }: KeptListOptions<T>) {
    this.#file = file
    const { items, movedTo } = onDisk(() => {
      mkdirSync(dirname(file), { recursive: true })
      const found = readItems(file, read, most)
      const movedTo = found.whole ? null : setAside(file)
      if (movedTo !== null && found.items.length > 0) writeItems(file, found.items)
      else if (movedTo !== null) rmSync(file)
      return { items: found.items, movedTo }
    })
    this.#items = items
    this.setAside = movedTo
  }

  get items(): readonly T[] {
    return this.#items
  }

  /** On disk when it returns. Throws `disk-refused`; all is as before then. */
  replace(items: readonly T[]): void {
    onDisk(() => writeItems(this.#file, items))
    this.#items = items
  }
}

function onDisk<R>(act: () => R): R {
  try {
    return act()
  } catch (error) {
    throw new ProblemError('disk-refused', {}, error)
  }
}

/** `whole` is false when something in the file could not be taken over. */
function readItems<T extends { readonly id: string }>(
  file: string,
  read: (entry: unknown) => T | null,
  most: number,
): { items: T[]; whole: boolean } {
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) return { items: [], whole: true }
  const parsed =
    size > LARGEST_FILE_BYTES ? null : v.safeParse(fileSchema, parseJson(readFileSync(file, 'utf8')))
  if (parsed === null || !parsed.success) return { items: [], whole: false }
  const items = new Map<string, T>()
  for (const entry of parsed.output.items) {
    const item = items.size < most ? read(entry) : null
    if (item !== null && !items.has(item.id)) items.set(item.id, item)
  }
  return { items: [...items.values()], whole: items.size === parsed.output.items.length }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // cut short, or not ours: the caller sets it aside
  }
}

/** First beside it, then in its place: a power failure leaves the old file or the new one, never half of one. */
function writeItems(file: string, items: readonly unknown[]): void {
  const beside = `${file}.new`
  try {
    // Addresses are what opens a pad: only their owner may read them.
    const handle = openSync(beside, 'w', 0o600)
    try {
      writeFileSync(handle, `${JSON.stringify({ version: 1, items }, null, 1)}\n`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(beside, file)
  } catch (error) {
    rmSync(beside, { force: true })
    throw error
  }
}
