/** Asks drawn candidates one after the other, gently and fairly, until one is well. */

/** Time as the asking sees it: the computer's, or a simulation's. */
export interface Scheduler {
  /** ms, from any beginning */
  now(): number
  /** Runs it once; the answer calls it off. */
  after(ms: number, run: () => void): () => void
}

export const realTime: Scheduler = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

interface Answer {
  readonly well: boolean
}

/** One that was asked: its answer, or `silent` when it had not answered before it was over. */
export interface Tried<C, A extends Answer> {
  readonly candidate: C
  /** ms after the first was asked */
  readonly askedAtMs: number
  readonly answer: A | 'silent'
}

export interface Asked<C, A extends Answer> {
  readonly chosen: { readonly candidate: C; readonly answer: A & { readonly well: true } } | null
  /** In the order they were asked in, the chosen one among them. */
  readonly tried: readonly Tried<C, A>[]
  /** From the first question to the choice, ms. */
  readonly afterMs: number
}

/** The next one is asked when the one before has not answered well within this. */
const NEXT_AFTER_MS = 150
/**
 * So long a host keeps its turn: a later one's answer waits for it. A far host answers over HTTPS in four
 * round trips, 400 ms across an ocean; without this the near ones would get all.
 */
export const TURN_MS = 400
const MOST_ASKED = 6
/** Whatever the question's own time limit is, nobody is waited for longer. */
const GIVE_UP_MS = 5000

interface Slot<C, A> {
  readonly candidate: C
  readonly askedAt: number
  readonly turnMs: number
  answer: A | null
  gaveUp: boolean
}

/**
 * The first in order that is well. The first is asked at once, the next one only when all before it have
 * failed or had 150 ms, six at most. Of several that are well the first in order is taken; one that has not
 * answered in its turn (400 ms) is passed by, but still taken if nobody better comes. So nobody loses a
 * visitor to another one that is not at least 150 ms quicker. Bounded: all six silent takes 5.75 s.
 * @param ask may reject only by a mistake in the program: the whole asking then rejects.
 *   Its signal ends when the choice is made.
 * @param turnMs the turn of a candidate, when it is another than 400 ms
 */
export function askInOrder<C, A extends Answer>(
  ordered: readonly C[],
  ask: (candidate: C, signal: AbortSignal) => Promise<A>,
  time: Scheduler = realTime,
  turnMs: (candidate: C) => number = () => TURN_MS,
): Promise<Asked<C, A>> {
  const candidates = ordered.slice(0, MOST_ASKED)
  const slots: Slot<C, A>[] = []
  const over = new AbortController()
  const began = time.now()
  return new Promise((resolve, reject) => {
    let callOff = () => {}

    const finish = (chosen: Asked<C, A>['chosen']) => {
      callOff()
      over.abort()
      const tried = slots.map(({ candidate, askedAt, answer }) => ({
        candidate,
        askedAtMs: askedAt - began,
        answer: answer ?? ('silent' as const),
      }))
      resolve({ chosen, tried, afterMs: time.now() - began })
    }

    const askNext = (candidate: C) => {
      const slot: Slot<C, A> = {
        candidate,
        askedAt: time.now(),
        turnMs: turnMs(candidate),
        answer: null,
        gaveUp: false,
      }
      slots.push(slot)
      ask(candidate, over.signal).then(
        answer => {
          if (over.signal.aborted || slot.gaveUp) return
          slot.answer = answer
          step()
        },
        error => {
          callOff()
          over.abort()
          reject(error)
        },
      )
    }

    /** Looks at where things stand, does what is due, and sets the clock for the next look. */
    const step = () => {
      callOff()
      const now = time.now()
      const waiting = slots.filter(slot => slot.answer === null && !slot.gaveUp)
      for (const slot of waiting) slot.gaveUp = now - slot.askedAt >= GIVE_UP_MS
      // The first that is well, or that still has its turn: nobody behind it is looked at.
      const front = slots.find(
        ({ answer, gaveUp, askedAt, turnMs: turn }) =>
          answer?.well === true || (answer === null && !gaveUp && now - askedAt < turn),
      )
      if (front?.answer?.well === true) {
        finish({ candidate: front.candidate, answer: front.answer as A & { well: true } })
        return
      }
      const pending = waiting.filter(slot => !slot.gaveUp)
      const someoneIsWell = slots.some(({ answer }) => answer?.well === true)
      const next = candidates[slots.length]
      if (
        next !== undefined &&
        !someoneIsWell &&
        pending.every(({ askedAt }) => now - askedAt >= NEXT_AFTER_MS)
      ) {
        askNext(next)
        step()
        return
      }
      if (pending.length === 0) {
        finish(null)
        return
      }
      const looks = pending.flatMap(({ askedAt, turnMs: turn }) =>
        [NEXT_AFTER_MS, turn, GIVE_UP_MS].map(ms => askedAt + ms - now).filter(ms => ms > 0),
      )
      callOff = time.after(Math.min(...looks), step)
    }
    step()
  })
}
