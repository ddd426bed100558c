/** Who failed this person lately: set aside for a while, longer each time, and back by itself. */
import * as v from 'valibot'

/** A server that is restarted is back within minutes; one that fails again and again is asked once a day. */
const FIRST_REST_MS = 5 * 60_000
const LONGEST_REST_MS = 24 * 60 * 60_000
/** More than any directory's worth of failures of one person. */
const MOST_KEPT = 500

const keptSchema = v.record(
  v.pipe(v.string(), v.maxLength(2000)),
  v.object({
    /** In a row. */
    times: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    /** Milliseconds since 1970. */
    at: v.pipe(v.number(), v.minValue(0)),
  }),
)

/** As it is kept on disk: by the service's address. */
export type KeptFailures = v.InferOutput<typeof keptSchema>

export class FailureMemory {
  readonly #now: () => number
  readonly #failures: Map<string, { times: number; at: number }>

  /**
   * @param now milliseconds since 1970
   * @param kept what {@link toJSON} gave; anything else is nothing to remember
   */
  constructor(now: () => number = Date.now, kept: unknown = {}) {
    this.#now = now
    const checked = v.safeParse(keptSchema, kept)
    this.#failures = new Map(checked.success ? Object.entries(checked.output) : [])
  }

  failed(service: string): void {
    const before = this.#known(service)
    // The newest stands last, so that the oldest goes first.
    this.#failures.delete(service)
    this.#failures.set(service, { times: Math.min((before?.times ?? 0) + 1, 1000), at: this.#now() })
    const [oldest] = this.#failures.keys()
    if (this.#failures.size > MOST_KEPT && oldest !== undefined) this.#failures.delete(oldest)
  }

  succeeded(service: string): void {
    this.#failures.delete(service)
  }

  isSetAside(service: string): boolean {
    const known = this.#known(service)
    return known !== undefined && this.#now() < known.at + restMs(known.times)
  }

  toJSON(): KeptFailures {
    return Object.fromEntries([...this.#failures].filter(([service]) => this.#known(service) !== undefined))
  }

  /** Undefined when it never failed, or so long ago that it starts anew. */
  #known(service: string): { times: number; at: number } | undefined {
    const known = this.#failures.get(service)
    if (known === undefined) return undefined
    const age = this.#now() - known.at
    // A failure in the future: the clock was put back, and the note could last for years.
    return age >= 0 && age < restMs(known.times) + LONGEST_REST_MS ? known : undefined
  }
}

function restMs(times: number): number {
  return Math.min(FIRST_REST_MS * 2 ** (times - 1), LONGEST_REST_MS)
}
