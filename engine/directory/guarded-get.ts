/**
 * One GET to a stranger's server, with every bound set: where it may lead, how long, how much, how many
 * redirects. Names are looked up once and the connection goes to what was checked, not to a second look-up.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { findAddresses, isWithin, placeOfHost, type Reach } from './network-address.ts'

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
  /** Hung up, or spoke something else than HTTP. */
  | 'broken'

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

const MOST_REDIRECTS = 5

/** Never throws. An aborted request counts as `silent`. */
export async function guardedGet(address: string, options: GetOptions): Promise<Got> {
  const time = AbortSignal.timeout(Math.max(1, Math.ceil(options.timeoutMs)))
  const signal = options.signal === undefined ? time : AbortSignal.any([options.signal, time])
  let url = checkedUrl(address)
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    if (url === null) return { ok: false, why: 'unsafe-address' }
    if (!isWithin(options.reach, placeOfHost(url.hostname))) return { ok: false, why: 'private-address' }
    const step = await getOnce(url, options, signal)
    if (!('location' in step)) return step
    const next: URL | null = checkedUrl(step.location, url)
    if (next !== null && url.protocol === 'https:' && next.protocol === 'http:')
      return { ok: false, why: 'unsafe-address' }
    url = next
  }
  return { ok: false, why: 'redirects' }
}

function checkedUrl(text: string, base?: URL): URL | null {
  if (!URL.canParse(text, base?.href)) return null
  const url = new URL(text, base?.href)
  const fits =
    (url.protocol === 'https:' || url.protocol === 'http:') && url.username === '' && url.password === ''
  return fits ? url : null
}

function getOnce(url: URL, options: GetOptions, signal: AbortSignal): Promise<Got | { location: string }> {
  const lookup: LookupFunction = (host, wanted, done) => {
    findAddresses(host, options.reach).then(
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
    rejectUnauthorized: placeOfHost(url.hostname) !== 'loopback',
  }
  return new Promise(resolve => {
    const sent = url.protocol === 'https:' ? httpsRequest(url, settings) : httpRequest(url, settings)
    sent.on('error', error => resolve({ ok: false, why: failureOf(error, signal) }))
    sent.on('response', response => {
      const status = response.statusCode ?? 0
      const { location } = response.headers
      if (status >= 300 && status < 400 && location !== undefined) {
        response.destroy()
        resolve({ location })
        return
      }
      readBody(response, options.maxBytes).then(
        body => {
          const type = (response.headers['content-type'] ?? '').replace(/;.*$/s, '').trim().toLowerCase()
          resolve(
            body === null ? { ok: false, why: 'too-large' } : { ok: true, status, type, body, url: url.href },
          )
        },
        error => resolve({ ok: false, why: failureOf(error, signal) }),
      )
    })
    sent.end()
  })
}

/** Null when there is more than `maxBytes`; the connection is closed either way. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  if (maxBytes === 0) {
    response.destroy()
    return new Uint8Array()
  }
  const parts: Buffer[] = []
  let size = 0
  // Leaving the loop destroys the response.
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBytes) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
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
