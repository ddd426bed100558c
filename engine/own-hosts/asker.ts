/** Asks a stranger's server a few small questions: never more, never for longer, never for bigger answers than set here. */
import { anyHost, boundedBody, carefulGet, discard, GetError, type MayAsk } from '../places/careful-get.ts'
import type { Answer } from './detectors.ts'

/** Redirects included: nobody's server is knocked at more often for one typed address. */
export const MOST_REQUESTS = 8
/** Enough of a front page to know it by. */
const MOST_BODY_BYTES = 256 * 1024
/** Per request: somebody waits at a screen. */
const TIMEOUT_MS = 4000
/** After this no new question is asked. */
const PATIENCE_MS = 15_000

export interface AskOptions {
  /** Default: every host, private networks too, as the person typed the address. */
  readonly mayAsk?: MayAsk
  readonly fetch?: typeof fetch
  /** Per request. */
  readonly timeoutMs?: number
}

/** What was asked, and how that went: `match`, `no-match`, `http-404` and its like, or why there was no answer. */
export interface Attempt {
  readonly asked: string
  readonly outcome: string
}

/** Asks, within all bounds, and remembers what was asked. */
export class Asker {
  readonly tried: { asked: string; outcome: string }[] = []
  readonly #options: AskOptions
  readonly #began = performance.now()
  #left = MOST_REQUESTS

  constructor(options: AskOptions) {
    this.#options = options
  }

  /** The answer, and where it came from after redirects; or why there was none. Nothing is asked twice. */
  async get(address: string): Promise<{ answer: Answer; url: URL } | string> {
    if (!this.#mayGoOn()) return 'no-more-requests'
    if (this.tried.some(({ asked }) => asked === address)) return 'no-match'
    const note = { asked: address, outcome: 'no-match' }
    this.tried.push(note)
    const signal = this.#timeout()
    try {
      const { response, url } = await carefulGet(address, {
        fetch: (...request) => this.#countedFetch(...request),
        mayAsk: this.#options.mayAsk ?? anyHost,
        signal,
      })
      if (response.status !== 200) note.outcome = `http-${response.status}`
      const body = await readBeginning(response, signal)
      return { answer: { status: response.status, headers: response.headers, body }, url }
    } catch (error) {
      if (!(error instanceof GetError)) throw error
      note.outcome = error.failure
      return error.failure
    }
  }

  /** @param ask gives null for a match, else why not. False too when there are no more requests left. */
  async count(
    asked: string,
    host: string,
    ask: (signal: AbortSignal) => Promise<string | null>,
  ): Promise<boolean> {
    if (!this.#mayGoOn()) return false
    this.#left--
    const allowed = await (this.#options.mayAsk ?? anyHost)(host)
    const outcome = allowed ? await ask(this.#timeout()) : 'unsafe-address'
    this.tried.push({ asked, outcome: outcome ?? 'match' })
    return outcome === null
  }

  async #countedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
    if (this.#left <= 0) throw new GetError('unsafe-address')
    this.#left--
    return (this.#options.fetch ?? fetch)(...request)
  }

  #mayGoOn(): boolean {
    return this.#left > 0 && performance.now() - this.#began < PATIENCE_MS
  }

  #timeout(): AbortSignal {
    return AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS)
  }
}

/** Text, cut where it gets long: what a page is known by is at its beginning. */
async function readBeginning(response: Response, signal: AbortSignal): Promise<string> {
  const type = response.headers.get('content-type') ?? ''
  if (/^(?:image|audio|video|font)\//i.test(type)) {
    await discard(response)
    return ''
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of boundedBody(response, Number.POSITIVE_INFINITY, signal)) {
    parts.push(part.subarray(0, MOST_BODY_BYTES - size))
    size += part.length
    if (size >= MOST_BODY_BYTES) break
  }
  return Buffer.concat(parts).toString('utf8')
}
