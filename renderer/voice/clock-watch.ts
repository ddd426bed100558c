/**
 * Notices a sound graph that says "running" and stands still, and a computer that slept. Pure; fed once a second.
 * Generous on purpose: a busy machine, a window in the background or a held-up page are no reason to open anew.
 */

/** ms by which the sound moves between two looks at least, if it moves at all. */
const LEAST_STEP = 50
/** ms without it, and looks in that time, from which the graph is dead. */
const STILL_FOR = 5000
const STILL_LOOKS = 4
/** ms between two looks, by the clock on the wall, from which the computer slept. */
const SLEPT_FOR = 15_000

export interface Clocks {
  /** ms of sound rendered. */
  readonly soundMs: number
  /** ms of a clock that only goes forward; it may stand still while the computer sleeps. */
  readonly pageMs: number
  /** ms since 1970. */
  readonly wallMs: number
  /** The browser says that the graph is running. */
  readonly runs: boolean
}

export class ClockWatch {
  #last: Clocks | null = null
  /** When the sound moved last, by the page's clock, and looks since. */
  #movedAt = 0
  #looks = 0

  /** `still` once for each time that the graph dies. */
  read(now: Clocks): 'well' | 'still' | 'slept' {
    const last = this.#last
    this.#last = now
    if (last === null || !now.runs || !last.runs || now.soundMs - last.soundMs >= LEAST_STEP) {
      this.#moves(now)
    } else this.#looks++
    if (last !== null && now.wallMs - last.wallMs >= SLEPT_FOR) {
      this.#moves(now)
      return 'slept'
    }
    if (this.#looks < STILL_LOOKS || now.pageMs - this.#movedAt < STILL_FOR) return 'well'
    this.#looks = Number.NEGATIVE_INFINITY
    return 'still'
  }

  #moves({ pageMs }: Clocks): void {
    this.#movedAt = pageMs
    this.#looks = 0
  }
}
