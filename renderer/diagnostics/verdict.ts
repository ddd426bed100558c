/** Whose side the trouble is on, and why: a traffic light over the facts, slow to change its mind. Pure. */
import type { LineFacts, Loss, PeerFacts } from './line-facts.ts'

export type Level = 'good' | 'fair' | 'poor'
/** `server`: the host's machine or its line. `theirs`: another person's line. */
export type Side = 'none' | 'mine' | 'server' | 'theirs'

export type Reason =
  | 'well'
  | 'machine-busy'
  | 'line-loss'
  | 'uplink-loss'
  | 'downlink-loss'
  | 'slow-line'
  | 'uneven-line'
  | 'udp-blocked'
  | 'server-loss'
  | 'server-slow'
  | 'server-busy'
  | 'speaker-loss'

export interface Verdict {
  readonly level: Level
  readonly side: Side
  readonly reason: Reason
  /** Whose line it is, where it is theirs. */
  readonly session: number | null
}

export const well: Verdict = { level: 'good', side: 'none', reason: 'well', session: null }

const levels: readonly Level[] = ['good', 'fair', 'poor']

/**
 * From which figure on something is heard, and hurts. Loss: FEC mends a packet now and then, not every tenth.
 * Ping in ms: one way should stay under 150 ms from mouth to ear and must under 400 (ITU-T G.114); half of the round
 * trip, the other's half and both buffers come near these. Deviation in ms: what the jitter buffer adds for it is
 * some twice as much. Lag in ms: frames of 10 ms that come so late are waited for by everybody.
 */
const bounds = {
  loss: [0.03, 0.1],
  ping: [250, 400],
  deviation: [40, 120],
  crackles: [2, 6],
  engineLag: [100, 400],
} as const

/** Fewer lost packets say nothing: in silence only some ten pings are counted within the window. */
const LEAST_LOST = 3
/** ms by which TCP, which the server's main thread answers, is slower than UDP, which its voice thread answers. */
const BUSY_SERVER = 300
/** TCP pings, one each 5 s, without an answer while UDP is answered. */
const SILENT_SERVER = 2

/** What the facts alone say, this second: the worst; among equals what we can do something about comes first. */
export function assess(facts: LineFacts): Verdict {
  const all = [...ofMachine(facts), ...ofLine(facts), ...ofServer(facts), ...ofOthers(facts).values()]
  return all.reduce((worst, each) => (rank(each) > rank(worst) ? each : worst), well)
}

/** People whose own line loses their voice, however the rest does. */
export function ofOthers(facts: LineFacts): ReadonlyMap<number, Verdict> {
  const found = new Map<number, Verdict>()
  const add = (session: number, level: Level) => {
    if (level !== 'good') found.set(session, { level, side: 'theirs', reason: 'speaker-loss', session })
  }
  if (serverLoses(facts.peers, 'up')) return found
  for (const { session, up } of facts.peers) add(session, lossLevel(up))
  const known = new Set(facts.peers.map(({ session }) => session))
  // Where the server tells nothing of them: what is missing of their voice, and of nothing else that came to us.
  if (lossLevel(facts.down) !== 'good' || facts.route === 'tunnel') return found
  for (const { session, missing } of facts.speakers) if (!known.has(session)) add(session, lossLevel(missing))
  return found
}

function ofMachine({ crackles, engineLagMs }: LineFacts): Verdict[] {
  const level = worse(levelOf(crackles, bounds.crackles), levelOf(engineLagMs, bounds.engineLag))
  return level === 'good' ? [] : [mine(level, 'machine-busy')]
}

function ofServer(facts: LineFacts): Verdict[] {
  const verdicts: Verdict[] = []
  const { peers, route } = facts
  const [down, up] = [lossLevel(facts.down), lossLevel(facts.up)]
  if (down !== 'good' && serverLoses(peers, 'down')) verdicts.push(server(down, 'server-loss'))
  if (serverLoses(peers, 'up') && peers.length > 1) {
    const worst = peers.map(peer => lossLevel(peer.up)).reduce(worse)
    verdicts.push(server(worse(worst, up), 'server-loss'))
  }
  const slow = levelOf(facts.pingMs ?? 0, bounds.ping)
  if (slow !== 'good' && isSlowForAll(peers)) verdicts.push(server(slow, 'server-slow'))
  if (route === 'udp' && facts.unansweredPings >= SILENT_SERVER) verdicts.push(server('poor', 'server-busy'))
  else if (route === 'udp' && facts.tcpDelayMs >= BUSY_SERVER && down === 'good' && up === 'good') {
    verdicts.push(server('fair', 'server-busy'))
  }
  return verdicts
}

function ofLine(facts: LineFacts): Verdict[] {
  const verdicts: Verdict[] = []
  const { peers } = facts
  const up = serverLoses(peers, 'up') && peers.length > 1 ? 'good' : lossLevel(facts.up)
  const down = serverLoses(peers, 'down') ? 'good' : lossLevel(facts.down)
  if (up !== 'good' && down !== 'good') verdicts.push(mine(worse(up, down), 'line-loss'))
  else if (up !== 'good') verdicts.push(mine(up, 'uplink-loss'))
  else if (down !== 'good') verdicts.push(mine(down, 'downlink-loss'))
  const slow = levelOf(facts.pingMs ?? 0, bounds.ping)
  if (slow !== 'good' && !isSlowForAll(peers)) verdicts.push(mine(slow, 'slow-line'))
  const uneven = levelOf(facts.pingDeviationMs, bounds.deviation)
  if (uneven !== 'good') verdicts.push(mine(uneven, 'uneven-line'))
  if (facts.route === 'tunnel') verdicts.push(mine('fair', 'udp-blocked'))
  return verdicts
}

/** At least half of the others whose lines we know lose as well: it is not ours, and not one of theirs. */
function serverLoses(peers: readonly PeerFacts[], way: 'up' | 'down'): boolean {
  const losing = peers.filter(peer => lossLevel(peer[way]) !== 'good').length
  // One single line that loses its voice on the way up is that person's.
  return losing > 0 && losing >= peers.length / 2 && (way === 'down' || losing > 1)
}

/** The others have a long way to this server too: it is far from everybody, or slow. */
function isSlowForAll(peers: readonly PeerFacts[]): boolean {
  const known = peers.flatMap(({ pingMs }) => pingMs ?? [])
  return known.length > 0 && known.filter(ping => ping >= bounds.ping[0]).length > known.length / 2
}

function lossLevel({ lost, share }: Loss): Level {
  return lost < LEAST_LOST ? 'good' : levelOf(share, bounds.loss)
}

function levelOf(value: number, [fair, poor]: readonly [number, number]): Level {
  return value >= poor ? 'poor' : value >= fair ? 'fair' : 'good'
}

function mine(level: Level, reason: Reason): Verdict {
  return { level, side: 'mine', reason, session: null }
}

function server(level: Level, reason: Reason): Verdict {
  return { level, side: 'server', reason, session: null }
}

function rank({ level }: Pick<Verdict, 'level'>): number {
  return levels.indexOf(level)
}

function worse(a: Level, b: Level): Level {
  return rank({ level: a }) >= rank({ level: b }) ? a : b
}

/** What is shown, and since when the facts have been saying something else. */
export interface Judgement {
  readonly shown: Verdict
  readonly pending: { readonly isWorse: boolean; readonly since: number } | null
}

export const atFirst: Judgement = { shown: well, pending: null }

/** ms that something worse must last to be told: a single bad second is none of anybody's business. */
const WORSE_AFTER = 2000
/** ms that something better, or another reason, must last: a light that flickers is believed by nobody. */
const OTHERWISE_AFTER = 8000

/** Takes the verdict of one more second into account. `now` in ms. */
export function judge(before: Judgement, next: Verdict, now: number): Judgement {
  const { shown, pending } = before
  if (isSame(next, shown)) return pending === null ? before : { shown, pending: null }
  const isWorse = rank(next) > rank(shown)
  const since = pending?.isWorse === isWorse ? pending.since : now
  if (now - since >= (isWorse ? WORSE_AFTER : OTHERWISE_AFTER)) return { shown: next, pending: null }
  return { shown, pending: { isWorse, since } }
}

function isSame(a: Verdict, b: Verdict): boolean {
  return a.level === b.level && a.side === b.side && a.reason === b.reason && a.session === b.session
}
