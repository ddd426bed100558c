/** Asks a stranger's server a few small questions: never more, never for longer, never for bigger answers than set here. */
import { placeOfHostName } from '../../bridge/private-address.ts'
import { GetError, type OpenAnswer, openGet } from '../network/guarded-get.ts'
import { isWithin, type Reach, reachOfOwn } from '../network/network-address.ts'
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
  /** Default: as far as the address leads by itself, private networks too, as the person typed it. */
  readonly reach?: Reach
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
  #reach: Reach | null
  readonly #began = performance.now()
  #left = MOST_REQUESTS

  constructor(options: AskOptions) {
    this.#options = options
    this.#reach = options.reach ?? null
  }

  /** The answer, and where it came from after redirects; or why there was none. Nothing is asked twice. */
  async get(address: string): Promise<{ answer: Answer; url: URL } | string> {
    if (!this.#mayGoOn()) return 'no-more-requests'
    if (this.tried.some(({ asked }) => asked === address)) return 'no-match'
    const note = { asked: address, outcome: 'no-match' }
    this.tried.push(note)
    try {
      const answer = await openGet(address, {
        reach: await this.#reachFrom(new URL(address).hostname),
        signal: this.#timeout(),
        beforeRequest: () => this.#countRequest(),
      })
      if (answer.status !== 200) note.outcome = `http-${answer.status}`
      const body = await readBeginning(answer)
      return { answer: { status: answer.status, headers: answer.headers, body }, url: answer.url }
    } catch (error) {
      if (!(error instanceof GetError)) throw error
      note.outcome = error.why
      return error.why
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
    const allowed = isWithin(await this.#reachFrom(host), placeOfHostName(host))
    const outcome = allowed ? await ask(this.#timeout()) : 'private-address'
    this.tried.push({ asked, outcome: outcome ?? 'match' })
    return outcome === null
  }

  /** Redirects count as questions, too. */
  #countRequest(): void {
    if (this.#left <= 0) throw new GetError('redirects')
    this.#left--
  }

  /** As the first address has it, which the person typed: where it sends us on to may go no further. */
  async #reachFrom(host: string): Promise<Reach> {
    this.#reach ??= await reachOfOwn(host)
    return this.#reach
  }

  #mayGoOn(): boolean {
    return this.#left > 0 && performance.now() - this.#began < PATIENCE_MS
  }

  #timeout(): AbortSignal {
    return AbortSignal.timeout(this.#options.timeoutMs ?? TIMEOUT_MS)
  }
}

/** Text, cut where it gets long: what a page is known by is at its beginning. */
async function readBeginning(answer: OpenAnswer): Promise<string> {
  if (/^(?:image|audio|video|font)\//i.test(answer.headers.get('content-type') ?? '')) {
    answer.close()
    return ''
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body(Number.POSITIVE_INFINITY)) {
    parts.push(part.subarray(0, MOST_BODY_BYTES - size))
    size += part.length
    if (size >= MOST_BODY_BYTES) break
  }
  return Buffer.concat(parts).toString('utf8')
}
