/** A GET to a stranger's server: only to http and https, a few redirects at most, into the networks it may reach. */

export type GetFailure =
  /** No such name. */
  | 'not-found'
  /** Nobody listens there. */
  | 'refused'
  /** No whole answer in time. */
  | 'silent'
  /** Its certificate is not valid for it. */
  | 'certificate'
  /** It leads to something else than http and https, down from https, to where it may not, or round in circles. */
  | 'unsafe-address'
  /** More bytes than allowed. */
  | 'too-large'
  /** Hung up, or spoke something else than HTTP. */
  | 'broken'

/** Why a GET failed; `cause` is the system's error, when there is one. */
export class GetError extends Error {
  readonly failure: GetFailure

  constructor(failure: GetFailure, cause?: unknown) {
    super(failure, cause === undefined ? undefined : { cause })
    this.name = 'GetError'
    this.failure = failure
  }
}

/** May a machine of this name be asked? Asked before every request, redirects included. */
export type MayAsk = (host: string) => Promise<boolean>

/** For addresses that the person typed: their own network is theirs. */
export const anyHost: MayAsk = async () => true

export interface GetOptions {
  readonly fetch: typeof fetch
  readonly mayAsk: MayAsk
  /** Ends the answer's body too. */
  readonly signal: AbortSignal
  readonly headers?: Readonly<Record<string, string>>
}

const MOST_REDIRECTS = 5

/** The answer after redirects, its body unread, and where it came from. Throws {@link GetError}. */
export async function carefulGet(
  address: string,
  { fetch, mayAsk, signal, headers = {} }: GetOptions,
): Promise<{ response: Response; url: URL }> {
  let url = safeUrl(address)
  for (let hops = 0; hops <= MOST_REDIRECTS && url !== null; hops++) {
    if (!(await mayAsk(url.hostname))) break
    const request = { redirect: 'manual', signal, headers: { 'user-agent': 'Chatiere', ...headers } } as const
    const response = await fetch(url, request).catch(error => {
      throw explained(error, signal)
    })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return { response, url }
    await discard(response)
    const next = safeUrl(location, url)
    url = url.protocol === 'https:' && next?.protocol === 'http:' ? null : next
  }
  throw new GetError('unsafe-address')
}

/** The body in parts, `most` bytes at most. Throws {@link GetError}; the connection is closed either way. */
export async function* boundedBody(
  response: Response,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await discard(response)
    throw new GetError('too-large')
  }
  let size = 0
  try {
    // Leaving the loop cancels the body.
    for await (const part of response.body ?? []) {
      size += part.length
      if (size > most) throw new GetError('too-large')
      yield part
    }
  } catch (error) {
    throw explained(error, signal)
  }
}

/** Closes the connection without reading on. */
export async function discard(response: Response): Promise<void> {
  // A body that broke already cannot be closed, and need not be.
  await response.body?.cancel().catch(() => undefined)
}

function safeUrl(text: string, base?: URL): URL | null {
  if (!URL.canParse(text, base?.href)) return null
  const url = new URL(text, base?.href)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' ? url : null
}

function explained(error: unknown, signal: AbortSignal): GetError {
  if (error instanceof GetError) return error
  if (signal.aborted) return new GetError('silent', error)
  const { cause } = error as { cause?: { code?: string } }
  return new GetError(failureOf(cause?.code ?? ''), error)
}

function failureOf(code: string): GetFailure {
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'not-found'
  if (/^E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|NETDOWN|HOSTDOWN|ADDRNOTAVAIL)$/.test(code)) return 'refused'
  if (/TIMEOUT|TIMEDOUT/.test(code)) return 'silent'
  if (/CERT|UNABLE_TO|SELF_SIGNED/.test(code)) return 'certificate'
  return 'broken'
}
