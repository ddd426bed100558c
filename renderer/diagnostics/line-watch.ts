/** Asks once a second how the meeting's sound does, and judges it; sleeps outside of meetings. */
import { ownUser } from '../../bridge/room.ts'
import type { EngineLink } from '../engine-link/engine-link.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import type { VoiceControl } from '../meeting/voice-control.ts'
import { factsOf, type LineFacts, type LineSample, PEER_WINDOW } from './line-facts.ts'
import { assess, atFirst, type Judgement, judge, ofOthers, type Verdict, well } from './verdict.ts'

/** ms between two samples. */
const EVERY = 1000
/**
 * ms after a change of route within which losses are not counted: all that was sent while the other way was dead is
 * counted at once, by us at the first packet, by the server in its next answer, one each 5 s.
 */
const SETTLES = 6000
/** People whose lines are asked for: enough to tell ours from the server's. */
const MOST_PEERS = 8

export interface LineState {
  /** The newest; null = in no meeting, or no figures yet. */
  readonly sample: LineSample | null
  readonly facts: LineFacts | null
}

export interface LineWatch {
  readonly state: ReadableStore<LineState>
  readonly verdict: ReadableStore<Verdict>
  /** People whose own line is the trouble, by session. */
  readonly theirs: ReadableStore<ReadonlyMap<number, Verdict>>
}

const nothing: LineState = { sample: null, facts: null }
const nobody: ReadonlyMap<number, Verdict> = new Map()

export interface LineWatchMakings {
  readonly link: Pick<EngineLink, 'engine' | 'connection' | 'room'>
  readonly voice: Pick<VoiceControl, 'stats'>
  /** ms that only go forward; default: the page's clock. */
  readonly now?: () => number
}

export function createLineWatch({ link, voice, now = () => performance.now() }: LineWatchMakings): LineWatch {
  const state = createStore(nothing)
  const verdict = createStore(well)
  const theirs = createStore(nobody)
  let samples: LineSample[] = []
  let judged: Judgement = atFirst
  let persons = new Map<number, Judgement>()
  let timer: ReturnType<typeof setInterval> | null = null
  let expected = 0
  let route: LineSample['report']['route'] | null = null
  let routeChangedAt = Number.NEGATIVE_INFINITY

  const take = async () => {
    const at = now()
    // A window in the background is woken late on purpose.
    const hidden = typeof document !== 'undefined' && document.visibilityState === 'hidden'
    const pageLagMs = hidden ? 0 : Math.max(0, at - expected)
    expected = at + EVERY
    const answer = await link.engine.lineReport(sessionsToAsk())
    if (timer === null || !answer.ok || answer.value === null) return
    const sample: LineSample = { at, report: answer.value, voice: voice.stats(), pageLagMs }
    if (route !== null && sample.report.route !== route) routeChangedAt = at
    route = sample.report.route
    const settled = at - routeChangedAt >= SETTLES
    samples = settled ? [...samples.filter(each => at - each.at <= PEER_WINDOW), sample] : [sample]
    const [first, ...rest] = samples
    if (first === undefined) return
    const facts = factsOf([first, ...rest])
    state.set({ sample, facts })
    judged = judge(judged, assess(facts), at)
    verdict.set(judged.shown)
    judgePersons(facts, at)
  }

  const judgePersons = (facts: LineFacts, at: number) => {
    const found = ofOthers(facts)
    const next = new Map<number, Judgement>()
    for (const session of new Set([...found.keys(), ...persons.keys()])) {
      if (!link.room.get().users.has(session)) continue
      const judgement = judge(persons.get(session) ?? atFirst, found.get(session) ?? well, at)
      if (judgement.shown.level !== 'good' || judgement.pending !== null) next.set(session, judgement)
    }
    persons = next
    const shown = new Map(
      [...next]
        .filter(([, each]) => each.shown.level !== 'good')
        .map(([session, each]) => [session, each.shown]),
    )
    const before = theirs.get()
    const same =
      shown.size === before.size && [...shown].every(([session, each]) => before.get(session) === each)
    if (!same) theirs.set(shown)
  }

  /** Who spoke comes first: theirs is the trouble that is heard. */
  const sessionsToAsk = (): number[] => {
    const room = link.room.get()
    const own = ownUser(room)
    if (own === undefined) return []
    const here = new Set<number>()
    for (const { session, channelId } of room.users.values()) {
      if (channelId === own.channelId && session !== own.session) here.add(session)
    }
    const heard = (voice.stats()?.speakers ?? []).map(({ session }) => session).filter(each => here.has(each))
    return [...new Set([...heard, ...here])].slice(0, MOST_PEERS)
  }

  const forget = () => {
    samples = []
    route = null
    routeChangedAt = Number.NEGATIVE_INFINITY
    judged = atFirst
    persons = new Map()
    state.set(nothing)
    verdict.set(well)
    theirs.set(nobody)
  }

  const follow = () => {
    const joined = link.connection.get().phase === 'joined'
    if (joined === (timer !== null)) return
    if (timer !== null) clearInterval(timer)
    timer = null
    forget()
    if (!joined) return
    expected = now() + EVERY
    timer = setInterval(() => void take(), EVERY)
  }
  link.connection.subscribe(follow)
  follow()

  return { state, verdict, theirs }
}
