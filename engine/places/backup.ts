/** Saves what is behind a place's addresses to the person's own disk, in a folder of its own. */
import type { FileHandle } from 'node:fs/promises'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backup, Place, PlaceAddress, SaveFailure } from '../../bridge/places.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { GetError, openGet } from '../network/guarded-get.ts'
import { type Reach, reachOfOwn } from '../network/network-address.ts'
import { placeUrl } from './address.ts'
import { exportHtml } from './export.ts'
import { BEGINNING_BYTES, exportUrl, isForm, isNothingYet } from './export-forms.ts'
import { exportWords, type Language } from './export-words.ts'
import { freeName, localDay, safeFileName } from './file-names.ts'

/** A pad with years of history weighs a few megabytes. */
const LARGEST_FILE_BYTES = 50 * 1024 * 1024
/** Per file. Big sheets are converted while we wait. */
const TIMEOUT_MS = 30_000
/** Folders of one day and title. */
const MOST_FOLDERS = 1000

export interface BackupOptions {
  /** Absolute path; made when missing. The backup is a new folder in it. */
  readonly folder: string
  readonly now: Date
  /** Of the page with the addresses. */
  readonly language: Language
  /** Default: as far as each address leads by itself, as the places are the person's own. */
  readonly reach?: Reach
  readonly largestFileBytes?: number
  /** Per file. */
  readonly timeoutMs?: number
}

/** What came of one form. */
type Saved = 'saved' | 'empty' | SaveFailure

/**
 * Saves every form of every address, the hosts side by side and each host's forms one after the other, and a small
 * page with the addresses. What fails is told in `failed`, what nobody has written in yet in `empty`; both leave no
 * file. Throws `disk-refused` when the folder cannot be made.
 */
export async function backUp(place: Place, options: BackupOptions): Promise<Backup> {
  const folder = await newFolder(
    options.folder,
    `${localDay(options.now)} ${safeFileName(place.title, 'Chatiere')}`,
  )
  const links = join(folder, `${exportWords[options.language].fileName}.html`)
  const page = exportHtml([place], options.language, options.now.getTime())
  await writeFile(links, page, { flag: 'wx' }).catch(error => {
    throw new ProblemError('disk-refused', {}, error)
  })

  const taken = new Set<string>([exportWords[options.language].fileName])
  const documents = place.addresses
    .filter(address => address.exports.length > 0)
    .map(address => {
      const name = freeName(documentName(address), taken)
      taken.add(name.toLowerCase())
      return { address, name }
    })
  const outcomes = await Promise.all(
    documents.map(async ({ address, name }) => {
      const saved: { file: string; url: string; form: string; outcome: Saved }[] = []
      const reach = options.reach ?? (await reachOfOwn(machineOf(address.url)))
      const from = { kind: address.kind, url: await ownAddress(address, reach, options) }
      // One after the other: hosts allow a few exports a minute.
      for (const form of address.exports) {
        const file = join(folder, `${name}.${form}`)
        const outcome = await save(from, form, file, reach, options)
        saved.push({ file, url: address.url, form, outcome })
        // Nothing of it can be had in another form.
        if (outcome === 'empty') break
      }
      return saved
    }),
  )
  const all = outcomes.flat()
  return {
    folder,
    files: [...all.filter(({ outcome }) => outcome === 'saved').map(({ file }) => file), links],
    failed: all.flatMap(({ url, form, outcome }) =>
      outcome === 'saved' || outcome === 'empty' ? [] : [{ url, form, status: outcome }],
    ),
    empty: all.filter(({ outcome }) => outcome === 'empty').map(({ url }) => url),
  }
}

/** `saved`: it lies on the disk, whole. */
async function save(
  address: Pick<PlaceAddress, 'kind' | 'url'>,
  form: string,
  file: string,
  reach: Reach,
  options: BackupOptions,
): Promise<Saved> {
  const safe = placeUrl(address.url)
  const from = safe === null ? null : exportUrl({ kind: address.kind, url: safe }, form)
  if (from === null) return 'unknown-form'
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  try {
    const answer = await openGet(from, { reach, signal })
    if (answer.status !== 200) {
      answer.close()
      return isNothingYet(address.kind, answer.status) ? 'empty' : failureOfStatus(answer.status)
    }
    const body = answer.body(options.largestFileBytes ?? LARGEST_FILE_BYTES)
    return await writeWhole(file, body, beginning => isForm(address.kind, form, answer.headers, beginning))
  } catch (error) {
    if (error instanceof GetError) return error.why
    if (isDiskError(error)) return 'disk'
    throw error
  }
}

/** What an HTTP status that is not 200 says of a file. */
function failureOfStatus(status: number): SaveFailure {
  if (status === 404 || status === 410) return 'not-there'
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 429) return 'too-often'
  return status >= 500 ? 'host-trouble' : 'odd-answer'
}

/**
 * Etherpad writes spaces and colons as "_" and sends a pad's page on to its own address, but an export nowhere:
 * its redirect is relative to the pad. So the page is asked first where its name has such signs.
 */
async function ownAddress(
  { kind, url }: PlaceAddress,
  reach: Reach,
  options: BackupOptions,
): Promise<string> {
  const safe = placeUrl(url)
  if (safe === null || kind !== 'pad' || !/(?:%20|%3a|:)[^/]*$/i.test(new URL(safe).pathname)) return url
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)
  try {
    const page = await openGet(safe, { reach, signal })
    page.close()
    return page.url.href
  } catch (error) {
    if (error instanceof GetError) return url // its exports fail for the same reason, and that is told
    throw error
  }
}

/** Under another name until it is whole and what it should be. */
async function writeWhole(
  file: string,
  body: AsyncIterable<Uint8Array>,
  fits: (beginning: Uint8Array) => boolean,
): Promise<'saved' | 'wrong-content'> {
  const partial = `${file}.part`
  const handle = await open(partial, 'wx')
  try {
    const beginning = await writeAll(handle, body)
    await handle.close()
    if (!fits(beginning)) return 'wrong-content'
    await rename(partial, file)
    return 'saved'
  } finally {
    // Both are over already when all went well.
    await handle.close()
    await rm(partial, { force: true })
  }
}

/** Gives the first bytes. */
async function writeAll(handle: FileHandle, body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  let beginning = Buffer.alloc(0)
  for await (const part of body) {
    if (beginning.length < BEGINNING_BYTES)
      beginning = Buffer.concat([beginning, part.subarray(0, BEGINNING_BYTES - beginning.length)])
    await handle.writeFile(part)
  }
  return beginning
}

/** The host alone, without a port; empty when there is none. */
function machineOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : ''
}

function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}

/** What the document is called in its address, as a file's name. */
function documentName({ url, hostName }: PlaceAddress): string {
  const last = URL.canParse(url) ? new URL(url).pathname.split('/').findLast(part => part !== '') : undefined
  return safeFileName(decoded(last ?? hostName), 'document')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: as it is
  }
}

/** A folder that was not there before: nothing of an earlier backup is written over, no link is followed. */
async function newFolder(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true }).catch(error => {
    throw new ProblemError('disk-refused', {}, error)
  })
  for (let number = 1; ; number++) {
    const folder = join(parent, number === 1 ? name : `${name} ${number}`)
    try {
      await mkdir(folder)
      return folder
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST' || number === MOST_FOLDERS) throw new ProblemError('disk-refused', {}, error)
    }
  }
}
