/**
 * When advice on one's own level is worth a word in the meeting: after it held through some speech that went out, and
 * then not again for a while. Pure; fed with each level report, some ten a second.
 */
import type { LevelAdvice } from '../voice/level-guide.ts'

/** Reports of speech with the same advice before it is told: 3 s. */
const LASTS = 30
/** Reports that it is shown for at least: 8 s, time to read. */
const SHOWN = 80
/** Reports of speech without it after which it has been heeded: 2 s. */
const HEEDED = 20
/** Reports after it is gone in which none is told: 2 min. Who could not help it has heard it by now. */
const REST = 1200

export interface OwnLevel {
  readonly advice: LevelAdvice | null
  /** Somebody speaks, and it goes out to the others. */
  readonly heard: boolean
  /** What is said goes nowhere, and is not meant to: muted, or a test of one's own. */
  readonly closed: boolean
}

export class LevelReminder {
  #shown: LevelAdvice | null = null
  #candidate: LevelAdvice | null = null
  /** Reports of speech for which the candidate held, or the shown one did not. */
  #count = 0
  #shownFor = 0
  #rest = 0

  /** What to show after this report; null = nothing. */
  read({ advice, heard, closed }: OwnLevel): LevelAdvice | null {
    if (this.#shown !== null) this.#whileShown(advice, heard, closed)
    else if (this.#rest > 0) this.#rest--
    else if (heard) this.#weigh(advice)
    return this.#shown
  }

  #whileShown(advice: LevelAdvice | null, heard: boolean, closed: boolean): void {
    this.#shownFor++
    if (heard) this.#count = advice === this.#shown ? 0 : this.#count + 1
    // Nobody who is not heard needs to be heard better.
    if (!closed && (this.#shownFor < SHOWN || this.#count < HEEDED)) return
    this.#shown = null
    this.#candidate = null
    this.#count = 0
    this.#rest = REST
  }

  #weigh(advice: LevelAdvice | null): void {
    this.#count = advice !== null && advice === this.#candidate ? this.#count + 1 : 0
    this.#candidate = advice
    if (advice === null || this.#count < LASTS) return
    this.#shown = advice
    this.#count = 0
    this.#shownFor = 0
  }
}
