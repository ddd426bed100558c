/**
 * A GET to a stranger's server, with every bound set: where it may lead, how long, how much, how many redirects.
 * Names are looked up once and the connection goes to what was checked, not to a second look-up.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { placeOfHostName } from '../../bridge/private-address.ts'
import { findAddresses, isWithin, type Reach } from './network-address.ts'

export type GetFailure =
  /** No such name. */
  | 'name-not-found'
  /** Nobody listens there. */
  | 'refused'
  /** No way leads there from here. */
  | 'unreachable'
  /** No whole answer in time. */
  | 'silent'
  /** Its certificate is not valid for it. */
  | 'certificate'
  /** It leads into a private network. */
  | 'private-address'
  /** Neither http nor https, or a user name in it, or from https down to http. */
  | 'unsafe-address'
  /** Redirected in a circle, or too often. */
  | 'redirects'
  /** More bytes than asked for. */
  | 'too-large'
  /** Hung up, or spoke something else than HTTP, or in a coding that nobody asked for. */
  | 'broken'

/** Why a GET failed; `cause` is the system's error, when there is one. */
export class GetError extends Error {
  readonly why: GetFailure

  constructor(why: GetFailure, cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause })
    this.name = 'GetError'
    this.why = why
  }
}

export interface OpenOptions {
  /** Where it may lead, redirects included. */
  readonly reach: Reach
  /** Ends the body too. */
  readonly signal: AbortSignal
  /** Called before every request, redirects included; what it throws ends the GET. */
  readonly beforeRequest?: () => void
}

/** An answer whose body was not read yet: read it, or close it. */
export interface OpenAnswer {
  /** HTTP status, after redirects. */
  readonly status: number
  readonly headers: Headers
  /** Where it came from in the end. */
  readonly url: URL
  /** In parts, `most` bytes at most. Throws {@link GetError}; the connection is closed either way. */
  body(most: number): AsyncGenerator<Uint8Array>
  /** Closes the connection without reading on. */
  close(): void
}

const MOST_REDIRECTS = 5

/** Follows redirects, each judged as the first address was. Throws {@link GetError}. */
export async function openGet(address: string, options: OpenOptions): Promise<OpenAnswer> {
  let url = checkedUrl(address)
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    if (url === null) throw new GetError('unsafe-address')
    if (!isWithin(options.reach, placeOfHostName(url.hostname))) throw new GetError('private-address')
    options.beforeRequest?.()
    const response = await send(url, options)
    const { location } = response.headers
    const status = response.statusCode ?? 0
    if (status < 300 || status > 399 || location === undefined) return opened(response, url, options.signal)
    response.destroy()
    const next: URL | null = checkedUrl(location, url)
    url = url.protocol === 'https:' && next?.protocol === 'http:' ? null : next
  }
  throw new GetError('redirects')
}

export type Got =
  | {
      readonly ok: true
      /** HTTP status, after redirects. */
      readonly status: number
      /** Lower case, without parameters; empty when not told. */
      readonly type: string
      readonly body: Uint8Array
      /** Where it came from in the end. */
      readonly url: string
    }
  | { readonly ok: false; readonly why: GetFailure }

export interface GetOptions {
  readonly reach: Reach
  /** In all, redirects included. */
  readonly timeoutMs: number
  /** 0 = the head is enough, the body is not read. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/** As {@link openGet}, read to its end. Never throws. An aborted request counts as `silent`. */
export async function guardedGet(address: string, options: GetOptions): Promise<Got> {
  const time = AbortSignal.timeout(Math.max(1, Math.ceil(options.timeoutMs)))
  const signal = options.signal === undefined ? time : AbortSignal.any([options.signal, time])
  try {
    const answer = await openGet(address, { reach: options.reach, signal })
    const parts: Uint8Array[] = []
    if (options.maxBytes === 0) answer.close()
    else for await (const part of answer.body(options.maxBytes)) parts.push(part)
    const type = (answer.headers.get('content-type') ?? '').replace(/;.*$/s, '').trim().toLowerCase()
    return { ok: true, status: answer.status, type, body: Buffer.concat(parts), url: answer.url.href }
  } catch (error) {
    if (error instanceof GetError) return { ok: false, why: error.why }
    throw error
  }
}

function checkedUrl(text: string, base?: URL): URL | null {
  if (!URL.canParse(text, base?.href)) return null
  const url = new URL(text, base?.href)
  const fits =
    (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''
  return fits ? url : null
}

function send(url: URL, { reach, signal }: OpenOptions): Promise<IncomingMessage> {
  const lookup: LookupFunction = (host, wanted, done) => {
    findAddresses(host, reach).then(
      found => {
        const [first] = found
        if (first === undefined) done(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
        else if (wanted.all === true) done(null, found)
        else done(null, first.address, first.family)
      },
      error => done(error, '', 0),
    )
  }
  const settings: RequestOptions & { rejectUnauthorized: boolean } = {
    agent: false,
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Chatiere' },
    lookup,
    signal,
    // This computer's own servers make their own certificates, and nobody stands between.
    rejectUnauthorized: placeOfHostName(url.hostname) !== 'loopback',
  }
  return new Promise((resolve, reject) => {
    const sent = url.protocol === 'https:' ? httpsRequest(url, settings) : httpRequest(url, settings)
    sent.on('error', error => reject(new GetError(failureOf(error, signal), error)))
    sent.on('response', resolve)
    sent.end()
  })
}

function opened(response: IncomingMessage, url: URL, signal: AbortSignal): OpenAnswer {
  const headers = new Headers()
  for (const [name, values] of Object.entries(response.headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  // Whoever closes it early does not care how it ends.
  response.on('error', () => undefined)
  return {
    status: response.statusCode ?? 0,
    headers,
    url,
    body: most => bodyOf(response, headers, most, signal),
    close: () => response.destroy(),
  }
}

async function* bodyOf(
  response: IncomingMessage,
  headers: Headers,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let size = 0
  try {
    if (Number(headers.get('content-length') ?? 0) > most) throw new GetError('too-large')
    if (!/^(?:identity)?$/i.test(headers.get('content-encoding')?.trim() ?? '')) throw new GetError('broken')
    for await (const part of response as AsyncIterable<Buffer>) {
      size += part.length
      if (size > most) throw new GetError('too-large')
      yield part
    }
  } catch (error) {
    throw error instanceof GetError ? error : new GetError(failureOf(error, signal), error)
  } finally {
    response.destroy()
  }
}

/** What a socket's error means. @param signal of the request; once it has ended, the error is its doing */
export function failureOf(error: unknown, signal: AbortSignal): GetFailure {
  if (signal.aborted) return 'silent'
  const { code = '' } = error as { code?: string }
  if (code === 'EPRIVATE') return 'private-address'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'EAI_FAIL' || code === 'EAI_NODATA')
    return 'name-not-found'
  if (code === 'ECONNREFUSED') return 'refused'
  if (/^E(?:HOSTUNREACH|NETUNREACH|NETDOWN|HOSTDOWN|ADDRNOTAVAIL)$/.test(code)) return 'unreachable'
  if (code === 'ETIMEDOUT') return 'silent'
  if (/CERT|SIGNATURE|ALTNAME|UNABLE_TO|SELF_SIGNED|CA_/.test(code)) return 'certificate'
  return 'broken'
}
