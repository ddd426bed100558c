/** What the engine told unasked, until somebody has read it. Pure. */
import type { Problem, ProblemCode } from '../../bridge/problems.ts'

export interface Notice {
  readonly id: number
  readonly problem: Problem
}

/** More than these at once help nobody: the oldest goes. Counted apart for the meeting and for the app. */
const MOST_NOTICES = 3

/** Told of what the app keeps on this computer, in a meeting or not: they outlive every meeting. */
const appCodes: ReadonlySet<ProblemCode> = new Set([
  'kept-set-aside',
  'places-full',
  'own-hosts-full',
  'disk-refused',
])

/** Is it the app's, and not the meeting's? */
export function isOfApp({ problem }: Notice): boolean {
  return appCodes.has(problem.code)
}

/** The same again takes the place of the one before: said twice it is no other news. */
export function withNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  const others = notices.filter(each => !isSame(each.problem, notice.problem))
  const likes = others.filter(each => isOfApp(each) === isOfApp(notice))
  const tooMany = likes.slice(0, Math.max(0, likes.length + 1 - MOST_NOTICES))
  return [...others.filter(each => !tooMany.includes(each)), notice]
}

/** Without what was told of a meeting. */
export function afterMeeting(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter(isOfApp)
}

function isSame(one: Problem, other: Problem): boolean {
  const facts = Object.entries(one.facts)
  return (
    one.code === other.code &&
    facts.length === Object.keys(other.facts).length &&
    facts.every(([name, value]) => other.facts[name] === value)
  )
}
