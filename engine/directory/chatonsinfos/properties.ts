/**
 * A ChatonsInfos file: lines `path = value`, `#` before a remark. Written by hand by a hundred administrators,
 * so whatever can be read is read, and what cannot is told, never thrown.
 */
import { knownKeys, sectionNames } from './keys.ts'

/** A value longer than this is no name, address or description. */
const LONGEST_VALUE = 4000
const MOST_LINES = 20_000

export interface Properties {
  /** By path, in lower case, misspelt ones under the path that was meant. No empty values. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** Lines that are neither a remark nor `path = value`. */
  readonly unreadableLines: number
}

/** Bytes into text: UTF-8 or UTF-16 by their mark, else UTF-8, else the old Western European encoding. */
export function decodeText(bytes: Uint8Array): string {
  const [a, b] = bytes
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    return new TextDecoder(a === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes) // never fails: every byte is some letter
  }
}

/** Never throws, whatever the text. */
export function parseProperties(text: string): Properties {
  const values = new Map<string, string[]>()
  let unreadableLines = 0
  for (const raw of text.split(/\r\n?|\n|\u2028|\u2029/, MOST_LINES)) {
    const line = raw.replace(/\p{Cc}|\uFEFF/gu, ' ').trim()
    // `[Section]` is only ever a heading in a remark that lost its sign.
    if (line === '' || /^[#!;]|^\[[^\]]*\]$/.test(line)) continue
    const { path, value } = splitLine(line) ?? {}
    if (path === undefined || value === undefined) {
      unreadableLines += 1
      continue
    }
    if (value === '') continue
    const known = values.get(path)
    if (known === undefined) values.set(path, [value])
    else known.push(value)
  }
  return { values: rightSpelling(values), unreadableLines }
}

/** The last value of a path that is not empty; null when there is none. */
export function lastValue({ values }: Properties, path: string): string | null {
  return values.get(path)?.at(-1) ?? null
}

/** All values of all paths in a section, in the order of the file: `subs` gives the children. */
export function valuesIn({ values }: Properties, section: string): string[] {
  return [...values].flatMap(([path, list]) => (path.startsWith(`${section}.`) ? list : []))
}

function splitLine(line: string): { path: string; value: string } | null {
  const [, path = '', value = ''] = line.match(/^([^=]{1,200})=(.*)$/) ?? []
  const clean = path
    .toLowerCase()
    .replace(/\s*\.\s*/g, '.')
    .trim()
  // A path has words and dots; an address or a sentence with a "=" in it has not.
  if (!/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_:/ -]+)+$/u.test(clean)) return null
  return { path: clean, value: unquote(value.trim()).slice(0, LONGEST_VALUE) }
}

/** Off with one pair of quotes around the whole, as scripts write them. */
function unquote(value: string): string {
  const [, inside] =
    value.match(/^(?:'(.*)'|"(.*)"|“(.*)”|‘(.*)’|«(.*)»)$/)?.filter(part => part !== undefined) ?? []
  return inside === undefined ? value : inside.trim()
}

/** A path that is one letter off a known one is taken for it, unless that one is there itself. */
function rightSpelling(values: Map<string, string[]>): Map<string, string[]> {
  const meant = new Map<string, string[]>()
  for (const [path, list] of values) if (isKnown(path)) meant.set(path, list)
  for (const [path, list] of values) {
    if (isKnown(path)) continue
    const right = knownPathNear(path) ?? path
    if (!meant.has(right)) meant.set(right, list)
  }
  return meant
}

function isKnown(path: string): boolean {
  return knownKeys.has(path) || path.startsWith('subs.')
}

function knownPathNear(path: string): string | null {
  const [section = '', ...rest] = path.split('.')
  const rightSection = sectionNames.find(name => name === section || isOneOff(name, section)) ?? section
  const corrected = [rightSection, ...rest].join('.')
  if (isKnown(corrected)) return corrected
  for (const known of knownKeys) if (isOneOff(known, corrected)) return known
  return null
}

/** One letter added, left out, wrong, or two neighbours swapped. */
function isOneOff(right: string, other: string): boolean {
  if (Math.abs(right.length - other.length) > 1 || right === other) return false
  let start = 0
  while (start < right.length && right[start] === other[start]) start += 1
  let end = 0
  const most = Math.min(right.length, other.length) - start
  while (end < most && right.at(-1 - end) === other.at(-1 - end)) end += 1
  const [mine, theirs] = [right.slice(start, right.length - end), other.slice(start, other.length - end)]
  if (mine.length <= 1 && theirs.length <= 1) return true
  return mine.length === 2 && theirs.length === 2 && mine[0] === theirs[1] && mine[1] === theirs[0]
}
