/** Something done once a week, in the background, however often and however long the app runs. */
import type { Scheduler } from './ask.ts'

/** After the start of the app, when whoever waits for a screen has it. */
const AFTER_START_MS = 10 * 60_000
const WEEK_MS = 7 * 86_400_000
/** After a time that did not go well. */
const DAY_MS = 86_400_000

export interface Weekly {
  /** Never throws; false = it did not go well, and is done again tomorrow. */
  readonly run: () => Promise<boolean>
  /** When it may be done again, in ms since 1970, kept over restarts; 0 = at any time. */
  readonly turn: { get(): number; set(at: number): void }
  /** `now` in ms since 1970. */
  readonly time: Scheduler
}

/** Starts it; the answer ends it. */
export function doWeekly({ run, turn, time }: Weekly): () => void {
  let callOff = () => {}
  let over = false
  const plan = () => {
    const left = turn.get() - time.now()
    // A clock that was set back must not make years of a week.
    callOff = time.after(Math.max(AFTER_START_MS, left > WEEK_MS ? 0 : left), () => void take())
  }
  const take = async () => {
    // First: an app that dies of it does not ask at every start.
    turn.set(time.now() + DAY_MS)
    if (await run()) turn.set(time.now() + WEEK_MS)
    if (!over) plan()
  }
  plan()
  return () => {
    over = true
    callOff()
  }
}
