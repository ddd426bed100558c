/** Where the files of a tree are: on web servers, and on this computer when the root itself is. */
import { open, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { type Got, guardedGet } from '../../network/guarded-get.ts'
import { placeOfAddress, type Reach } from '../../network/network-address.ts'
import { readAddress } from './records.ts'
import type { DropReason } from './report.ts'

export type Location =
  | { readonly in: 'web'; readonly url: string }
  | { readonly in: 'folder'; readonly path: string }

export interface Source {
  readonly root: Location
  /** What addresses in the tree may lead to. */
  readonly reach: Reach
  /** Local files outside of it are not read; null when the root is on the web. */
  readonly folder: string | null
}

export type FileRead =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly location: Location }
  | { readonly ok: false; readonly why: DropReason; readonly detail: string | null }

/** @param root an http or https URL, or a file's path */
export function sourceOf(root: string): Source {
  if (/^https?:\/\//i.test(root)) {
    const url = URL.canParse(root) ? new URL(root).href : root
    return {
      root: { in: 'web', url },
      reach: placeOfAddress(url) === 'loopback' ? 'loopback' : 'public',
      folder: null,
    }
  }
  const path = resolve(root)
  return { root: { in: 'folder', path }, reach: 'loopback', folder: dirname(path) }
}

/** The same for the same file, however its address is written. */
export function keyOf(location: Location): string {
  return location.in === 'folder' ? location.path : location.url.replace(/#.*$/, '')
}

/** The file that a line `subs.x = text` means, or why none. Files of the web never lead to files of ours. */
export function childOf(
  parent: Location,
  text: string,
  { reach }: Source,
): { readonly location: Location } | { readonly why: DropReason } {
  if (!/^[a-z][a-z0-9+.-]+:/i.test(text)) {
    // A bare name would be a guess: "pads.properties" is a path to whoever writes it, and a host to a URL.
    if (parent.in === 'web' || text.startsWith('//')) return { why: 'address-unreadable' }
    return { location: { in: 'folder', path: resolve(dirname(parent.path), text) } }
  }
  const read = readAddress(text, reach)
  if ('why' in read) return read
  return read.url.startsWith('mumble:')
    ? { why: 'unsafe-address' }
    : { location: { in: 'web', url: read.url } }
}

export interface FileBounds {
  readonly bytes: number
  readonly ms: number
}

/** Never throws. `location` is where it was in the end, after redirects. */
export function readLocation(location: Location, source: Source, bounds: FileBounds): Promise<FileRead> {
  return location.in === 'web'
    ? readWeb(location.url, source, bounds)
    : readFolder(location.path, source, bounds)
}

async function readWeb(url: string, { reach }: Source, bounds: FileBounds): Promise<FileRead> {
  const got: Got = await guardedGet(url, { reach, timeoutMs: bounds.ms, maxBytes: bounds.bytes })
  if (!got.ok) return { ok: false, why: got.why, detail: null }
  if (got.status >= 400 || got.status < 200) {
    const gone = got.status === 404 || got.status === 410
    return { ok: false, why: gone ? 'not-found' : 'http-error', detail: String(got.status) }
  }
  return { ok: true, bytes: got.body, location: { in: 'web', url: got.url } }
}

async function readFolder(path: string, { folder }: Source, bounds: FileBounds): Promise<FileRead> {
  try {
    const inside = folder === null ? '..' : relative(await realpath(folder), await realpath(path))
    if (inside.startsWith('..') || isAbsolute(inside))
      return { ok: false, why: 'outside-folder', detail: null }
    await using file = await open(path)
    const facts = await file.stat()
    // A device or a pipe may never end.
    if (!facts.isFile()) return { ok: false, why: 'file-unreadable', detail: 'not a file' }
    if (facts.size > bounds.bytes) return { ok: false, why: 'too-large', detail: String(facts.size) }
    return { ok: true, bytes: await file.readFile(), location: { in: 'folder', path } }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    return { ok: false, why: code === 'ENOENT' ? 'not-found' : 'file-unreadable', detail: code }
  }
}
