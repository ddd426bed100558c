/**
 * Who finds a host that is well at the first click, what it costs, and whether the load is fair: a million
 * people in virtual time, the shipped directory's pads and weights, the choosing code of the app itself. Beside
 * it, in the same worlds with the same seed, the two ways that people were sent to pads in 2020.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { shippedDirectory } from '../build/places.ts'
import { type Directory, readDirectory } from '../engine/directory/directory.ts'
import { drawOrder, noWishes } from '../engine/directory/draw.ts'
import { eligibleOffers, type Offer } from '../engine/directory/eligible.ts'
import { FailureMemory } from '../engine/directory/failures.ts'
import type { ServiceAnswer } from '../engine/directory/health.ts'
import { listHosts } from '../engine/directory/list.ts'
import { chooseOffer } from '../engine/directory/offer-choice.ts'
import { seededRandom } from '../test/world/random.ts'
import { VirtualTime } from './virtual-time.ts'

const SEED = 20200316 // the day Framapad began to send people to volunteers
/** Which hosts are dead or slow is drawn anew in each world: no figure hangs on one lucky draw. */
const WORLDS = 10
const PEOPLE_PER_WORLD = 100_000
/** People who click at the same moment; only the memory they take hangs on it. */
const AT_ONCE = 2000
const DEAD_SHARE = 0.3
const SLOW_SHARE = 0.1
const WELL_MS = 40
/** Drowning: it answers, but nobody would want to work there. */
const SLOW_MS = [1000, 3000] as const
/** A well host across an ocean: four round trips of 90 ms. */
const FAR_MS = 360

/** Both ways of 2020 looked at their hosts now and then: random-redirect every 600 s (Framapad's is not known). */
const RECHECK_S = 600
/** random-redirect's patience; a host that answers later counts as offline. */
const RECHECK_TIMEOUT_MS = 500
/** Assumed, no source tells: how long a host is down. Shorter makes looking now and then worse. */
const MEAN_OUTAGE_S = 3600

interface Server {
  readonly offer: Offer
  readonly state: 'well' | 'slow' | 'dead'
  /** Until it answers; a silent dead one never does. */
  readonly answersMs: number | null
  readonly answer: ServiceAnswer
  /** For how long it has been dead or slow. */
  readonly sinceS: number
}

/** How many people a way sent to a host that lives, and how many of them to one that is well. */
interface Arrivals {
  alive: number
  well: number
}

interface Tally {
  people: number
  probes: number
  /** How many waited how long for the choice. */
  addedMs: Map<number, number>
  maxLoadOverShare: number
  /** Share of people with a host that lives, in the unluckiest world. */
  worstWorld: number
  ours: Arrivals
  /** A list that nobody looks after, drawn from evenly. */
  unchecked: Arrivals
  random: Arrivals
  framapad: Arrivals
}

function emptyTally(): Tally {
  const none = () => ({ alive: 0, well: 0 })
  return {
    people: 0,
    probes: 0,
    addedMs: new Map(),
    maxLoadOverShare: 0,
    worstWorld: 1,
    ours: none(),
    unchecked: none(),
    random: none(),
    framapad: none(),
  }
}

export default async function pickHost(say: (line: string) => void): Promise<object> {
  const directory = await readDirectory(shippedDirectory)
  const offers = eligibleOffers(directory, 'pad', directory.date)
  say(`${offers.length} pad servers of ${new Set(offers.map(({ host }) => host.id)).size} hosts`)
  const random = seededRandom(SEED)
  const tally = emptyTally()
  for (let world = 1; world <= WORLDS; world++) {
    const servers = makeWorld(offers, random)
    const loads = await people(servers, random, tally)
    const over = Math.max(...loadOverShare(servers, loads, 'well'))
    tally.maxLoadOverShare = Math.max(tally.maxLoadOverShare, over)
    peers(servers, random, tally)
    say(`world ${world} of ${WORLDS}: most loaded host has ${over.toFixed(3)} of its share`)
  }
  const far = await farHosts(offers, random)
  say('2,000 hosts, read and shown')
  const many = await with2000(directory, async file => ({
    list: await list2000(file),
    page: await page2000(file),
  }))
  const share = (count: number) => Math.round((count / tally.people) * 1e5) / 1e5
  return {
    firstClickSuccess: share(tally.ours.alive),
    maxLoadOverShare: rounded(tally.maxLoadOverShare),
    probesPerChoice: rounded(tally.probes / tally.people),
    addedMs: median(tally.addedMs),
    randomSuccess: share(tally.random.alive),
    framapad2020Success: share(tally.framapad.alive),
    // The same, when a slow host counts as a failure.
    firstClickWell: share(tally.ours.well),
    randomWell: share(tally.random.well),
    framapad2020Well: share(tally.framapad.well),
    uncheckedSuccess: share(tally.unchecked.alive),
    worstWorldSuccess: tally.worstWorld,
    addedMsP99: quantile(tally.addedMs, 0.99),
    farLoadOverShare: rounded(far),
    list2000Ms: many.list,
    // Null where no Chromium is installed.
    pageOpen2000Ms: many.page?.openMs ?? null,
    pageFilter2000Ms: many.page?.filterMs ?? null,
    people: tally.people,
  }
}

/** Dead ones refuse or stay silent, half and half; slow ones answer after one to three seconds. */
function makeWorld(offers: readonly Offer[], random: () => number): Server[] {
  const shuffled = drawOrder(
    offers.map(offer => ({ offer, weight: 1 })),
    random,
  )
  const dead = Math.round(offers.length * DEAD_SHARE)
  const slow = dead + Math.round(offers.length * SLOW_SHARE)
  return shuffled.map(({ offer }, place) => {
    const sinceS = -Math.log(1 - random()) * MEAN_OUTAGE_S
    if (place < dead) {
      const answersMs = place % 2 === 0 ? WELL_MS : null
      return {
        offer,
        state: 'dead',
        answersMs,
        answer: { well: false, inMs: WELL_MS, why: 'refused' },
        sinceS,
      }
    }
    const inMs = place < slow ? Math.round(SLOW_MS[0] + random() * (SLOW_MS[1] - SLOW_MS[0])) : WELL_MS
    const state = place < slow ? 'slow' : 'well'
    return { offer, state, answersMs: inMs, answer: { well: true, inMs, people: null }, sinceS }
  })
}

/** Everybody's first click. Gives how many each server got. */
async function people(
  servers: readonly Server[],
  random: () => number,
  tally: Tally,
): Promise<ReadonlyMap<Offer, number>> {
  const byOffer = new Map(servers.map(server => [server.offer, server]))
  const offers = servers.map(({ offer }) => offer)
  const loads = new Map<Offer, number>()
  const before = tally.ours.alive
  for (let done = 0; done < PEOPLE_PER_WORLD; done += AT_ONCE) {
    const time = new VirtualTime()
    const probe = (offer: Offer) =>
      new Promise<ServiceAnswer>(resolve => {
        const { answersMs = null, answer } = byOffer.get(offer) ?? {}
        if (answersMs !== null && answer !== undefined) time.after(answersMs, () => resolve(answer))
      })
    const choices = Array.from({ length: AT_ONCE }, () =>
      // Nobody has a past yet: it is the first click.
      chooseOffer(offers, noWishes, { random, time, probe, failures: new FailureMemory(() => time.now()) }),
    )
    await time.pass()
    for (const { chosen, tried, afterMs } of await Promise.all(choices)) {
      tally.probes += tried.length
      tally.addedMs.set(afterMs, (tally.addedMs.get(afterMs) ?? 0) + 1)
      if (chosen === null) continue
      loads.set(chosen, (loads.get(chosen) ?? 0) + 1)
      arrive(tally.ours, byOffer.get(chosen))
    }
  }
  tally.people += PEOPLE_PER_WORLD
  tally.worstWorld = Math.min(tally.worstWorld, (tally.ours.alive - before) / PEOPLE_PER_WORLD)
  return loads
}

function arrive(arrivals: Arrivals, server: Server | undefined): void {
  if (server !== undefined && server.state !== 'dead') arrivals.alive += 1
  if (server?.state === 'well') arrivals.well += 1
}

/** Well = answers in its turn. What each server in this state got, over its weight's share among all that are well. */
function loadOverShare(
  servers: readonly Server[],
  loads: ReadonlyMap<Offer, number>,
  state: Server['state'],
  sharing: readonly Server['state'][] = ['well'],
): number[] {
  const weights = servers.filter(server => sharing.includes(server.state))
  const all = weights.reduce((sum, { offer }) => sum + offer.weight, 0)
  return servers
    .filter(server => server.state === state)
    .map(({ offer }) => (loads.get(offer) ?? 0) / PEOPLE_PER_WORLD / (offer.weight / all))
}

/**
 * The ways of 2020, for as many people. Facts they copy: random-redirect picks evenly among those that answered
 * a known file with 200 within 0.5 s at its last look, at most 600 s ago; Framapad's page drew by weight and
 * drew again while its last check's list had the host as failed. Both in their best light: hosts that came back
 * since the last look are not missed, and Framapad's look is as frequent as the other's.
 */
function peers(servers: readonly Server[], random: () => number, tally: Tally): void {
  const all = servers.reduce((sum, { offer }) => sum + offer.weight, 0)
  const even = () => servers[Math.floor(random() * servers.length)]
  const byWeight = () => {
    let left = random() * all
    return servers.find(({ offer }) => {
      left -= offer.weight
      return left < 0
    })
  }
  const until = (draw: () => Server | undefined, fits: (server: Server) => boolean) => {
    for (;;) {
      const server = draw()
      if (server !== undefined && fits(server)) return server
    }
  }
  for (let person = 0; person < PEOPLE_PER_WORLD; person++) {
    const lookedS = random() * RECHECK_S
    const wasDown = ({ state, sinceS }: Server) => state === 'dead' && sinceS > lookedS
    const wasSlow = ({ state, sinceS, answersMs }: Server) =>
      state === 'slow' && sinceS > lookedS && (answersMs ?? 0) > RECHECK_TIMEOUT_MS
    arrive(
      tally.unchecked,
      until(even, () => true),
    )
    arrive(
      tally.random,
      until(even, server => !wasDown(server) && !wasSlow(server)),
    )
    arrive(
      tally.framapad,
      until(byWeight, server => !wasDown(server)),
    )
  }
}

/** Hosts that are well and far must get their visitors too: their load over their share, among all that live. */
async function farHosts(offers: readonly Offer[], random: () => number): Promise<number> {
  const servers = makeWorld(offers, random).map(
    (server): Server =>
      server.state === 'slow'
        ? { ...server, answersMs: FAR_MS, answer: { well: true, inMs: FAR_MS, people: null } }
        : server,
  )
  const loads = await people(servers, random, emptyTally())
  const shares = loadOverShare(servers, loads, 'slow', ['well', 'slow'])
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

/** Reading a directory of 2,000 hosts from disk and filtering it three times, ms; the median of nine. */
async function list2000(file: string): Promise<number> {
  const everybody = { kind: null, country: null, software: null, text: '' }
  const took = new Map<number, number>()
  for (let round = 0; round < 9; round++) {
    const began = performance.now()
    const read = await readDirectory(file)
    listHosts(read, { ...everybody, kind: 'pad' })
    listHosts(read, { ...everybody, country: 'FR', software: 'jitsi' })
    listHosts(read, { ...everybody, text: 'rés neutre' })
    const ms = Math.round(performance.now() - began)
    took.set(ms, (took.get(ms) ?? 0) + 1)
  }
  return median(took)
}

/** Hands out a file with the directory's own hosts over and over, each copy with a name of its own. */
async function with2000<T>(directory: Directory, use: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-bench-'))
  const file = join(folder, 'directory.json')
  const hosts = Array.from({ length: 2000 }, (_, i) => {
    const host = directory.hosts[i % directory.hosts.length]
    return { ...host, id: `${host?.id}-${i}`, name: `${host?.name} ${i}` }
  })
  try {
    await writeFile(file, JSON.stringify({ date: directory.date, hosts }))
    return await use(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In a process of its own: the page's tools know a DOM. Null where no Chromium is installed. */
async function page2000(file: string): Promise<{ openMs: number; filterMs: number } | null> {
  const script = join(import.meta.dirname, 'page-list.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, file])
  return JSON.parse(stdout)
}

function median(counts: ReadonlyMap<number, number>): number {
  return quantile(counts, 0.5)
}

/** @param counts how often each value was seen */
function quantile(counts: ReadonlyMap<number, number>, share: number): number {
  const values = [...counts.keys()].sort((a, b) => a - b)
  let left = [...counts.values()].reduce((sum, count) => sum + count, 0) * share
  return (
    values.find(value => {
      left -= counts.get(value) ?? 0
      return left <= 0
    }) ?? 0
  )
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
