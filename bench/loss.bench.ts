/**
 * Speech over lossy lines: our app to our app, then Debian's native Mumble client to itself, on one real server and
 * the same cables. One person talks, one listens through a relay that loses and delays, the same and with the same seed
 * for both programs. What is heard is held against what the very same packets say when none is lost or late
 * (`packet-listener.ts`, weightedSegmentalSnr): whatever differs is the line's work and how the listener's program took
 * it. Then the line stands still for half a second, twice.
 */
import { buildApp } from '../build/app-build.ts'
import { leftAlone } from '../test/e2e/person.ts'
import { enterByLink, makeMeeting } from '../test/e2e/plays.ts'
import { type Stage, setStage } from '../test/e2e/stage.ts'
import { cableRate } from '../test/world/cables.ts'
import { installWorld } from '../test/world/install.ts'
import { type Line, perfectLine } from '../test/world/line.ts'
import { startNativeClient } from '../test/world/native-client.ts'
import { type Relay, startRelay } from '../test/world/relay.ts'
import { bestLag, join, type Pcm, silence } from '../test/world/signal.ts'
import { speech } from '../test/world/speech.ts'
import { type Delay, followDelay, weightedSegmentalSnr } from '../test/world/speech-quality.ts'
import {
  browserPackages,
  ensureSystemPackages,
  nativeClientPackages,
  serverPackages,
  soundPackages,
} from '../test/world/system-packages.ts'
import { readWav } from '../test/world/wav.ts'
import { listenToPackets } from './packet-listener.ts'
import { talk } from './voices.ts'

const SEED = 1
const JITTER_MS = 30
/** Mean length of a row of losses. In time, because what spoils a network lasts; packets differ in length. */
const BURST_MS = 60
const STALL_MS = 500
/** Two stalls, this far apart: what one leaves behind must not add up with the next. The first comes this late. */
const STALL_EVERY_MS = 5000
const FIRST_STALL_MS = 2000
/** A delay this little above the usual one is the usual one, ms. */
const BACK_WITHIN_MS = 25
/** How late a piece may be heard, against a good line. */
const MOST_LATE_MS = 900
/** Seconds of speech before the measured words. */
const LEAD_S = 4
/** Pieces that must be found for a take to count; and takes, because a machine at its limit may swallow one. */
const LEAST_PIECES = 30
const MOST_TRIES = 3

/** Our own sentences: every French sound, and the hard beginnings that loss swallows. */
const sentences = [
  'Le chat roux dort près du poêle pendant que la pluie frappe aux carreaux.',
  'Trois bons amis partagent du pain, du fromage et quelques figues.',
  'Qui veut garder la parole la demande, puis attend son tour.',
  'Une brise fraîche gonfle les voiles blanches au large du vieux phare.',
  'Demain matin, chacun lira son passage, puis nous voterons ensemble.',
]

/** A talks, B listens over a bad line. */
interface Trial {
  readonly name: 'ours' | 'native'
  /** A's name in the room. */
  readonly talkerName: string
  /** Between the server and B. */
  readonly relay: Relay
  /** Length of its packets. */
  readonly packetMs: number
}

interface Trouble {
  readonly name: string
  readonly percent: number
  readonly bursty: boolean
}

/** From the first word on, in step. */
interface Heard {
  /** What the packets say, at the moments when it was said. */
  readonly sent: Pcm
  /** What B's ear heard. */
  readonly heard: Pcm
}

const troubles: readonly Trouble[] = [
  { name: 'no loss', percent: 0, bursty: false },
  { name: '5 % random', percent: 5, bursty: false },
  { name: '10 % random', percent: 10, bursty: false },
  { name: '20 % random', percent: 20, bursty: false },
  { name: '5 % in bursts', percent: 5, bursty: true },
  { name: '10 % in bursts', percent: 10, bursty: true },
  { name: '20 % in bursts', percent: 20, bursty: true },
]

/** With `--short` on the command line: two points and the stall. */
const short = process.argv.includes('--short')

export default async function loss(say: (line: string) => void): Promise<object> {
  const needed = [...serverPackages, ...soundPackages, ...browserPackages, ...nativeClientPackages]
  await ensureSystemPackages(needed, 'to measure beside the native Mumble client')
  await installWorld()
  await buildApp(say)
  const words = readWav(await speech(sentences, { voice: 'fr' })).samples
  const points = short ? troubles.filter(({ name }) => /^no loss|^10 % random/.test(name)) : troubles
  const stage = await setStage('1.3', ['A', 'B'], { relayed: false })
  try {
    const ours = await measureOurs(stage, words, points, say)
    const native = await measureNative(stage, words, points, say)
    const margins = points.map((_, i) => (ours.snrDb[i] ?? 0) - (native.snrDb[i] ?? 0))
    const at10 = points.findIndex(({ percent, bursty }) => percent === 10 && !bursty)
    return {
      worstMarginDb: rounded(Math.min(...margins)),
      at10: { oursDb: ours.snrDb[at10], nativeDb: native.snrDb[at10] },
      maxDelayMs: ours.maxDelayMs,
    }
  } finally {
    await stage.stop()
  }
}

type Say = (line: string) => void

async function measureOurs(stage: Stage, words: Pcm, points: readonly Trouble[], say: Say): Promise<Result> {
  const relay = await startRelay({ targetPort: stage.server.port, seed: SEED })
  const options = {
    settings: { transmission: 'always', evenVoices: false },
    canBeLeftAlone: true,
  } as const
  const [anna, basile] = [await stage.person('A', options), await stage.person('B', options)]
  try {
    const link = await makeMeeting(anna, { title: 'Mesure', name: 'Anna' })
    const worse = link.replace(String(stage.server.port), String(relay.port))
    await enterByLink(basile, { link: worse, name: 'Basile' })
    const trial = { name: 'ours', talkerName: 'Anna', relay, packetMs: 10 } as const
    return await leftAlone([anna, basile], () => measure(stage, trial, words, points, say))
  } finally {
    await Promise.all([anna.close(), basile.close()])
    await relay.stop()
  }
}

async function measureNative(
  stage: Stage,
  words: Pcm,
  points: readonly Trouble[],
  say: Say,
): Promise<Result> {
  const relay = await startRelay({ targetPort: stage.server.port, seed: SEED })
  const enter = (name: string, port: number) =>
    startNativeClient({ name, port, sound: stage.cables.env(name) })
  const clients = [await enter('A', stage.server.port), await enter('B', relay.port)]
  try {
    const trial = { name: 'native', talkerName: 'A', relay, packetMs: 20 } as const
    return await measure(stage, trial, words, points, say)
  } finally {
    await Promise.all(clients.map(client => client.stop()))
    await relay.stop()
  }
}

interface Result {
  /** dB for each point. */
  readonly snrDb: readonly number[]
  /** ms that a piece of speech took at most, from microphone to ear, over lossy lines. */
  readonly maxDelayMs: number
}

async function measure(
  stage: Stage,
  trial: Trial,
  words: Pcm,
  points: readonly Trouble[],
  say: Say,
): Promise<Result> {
  const { name, relay } = trial
  // Gain control and canceller learn the voice, and the jitter buffers the line, before anything counts.
  await speakAndHear(stage, trial, words, say)
  const snrDb: number[] = []
  let maxDelayMs = 0
  for (const point of points) {
    relay.shape({ down: { ...lineOf(point, trial.packetMs), jitterMs: JITTER_MS } })
    const { sent, heard } = await speakAndHear(stage, trial, words, say)
    const delays = followDelay(sent, heard, { rate: cableRate, mostMs: MOST_LATE_MS })
    const snr = rounded(weightedSegmentalSnr(sent, heard, { rate: cableRate, delays }))
    const latest = Math.max(0, ...delays.map(({ laterMs }) => laterMs))
    maxDelayMs = Math.max(maxDelayMs, latest)
    snrDb.push(snr)
    say(`${name}: ${point.name}: ${snr} dB, ${rounded(middleOf(delays))} ms, at most ${rounded(latest)} ms`)
  }
  relay.shape({ down: perfectLine })
  const { backMs, mostMs, leftMs } = await stalls(stage, trial, words, say)
  say(
    `${name}: stalls of ${STALL_MS} ms: back after ${backMs} ms, at most ${mostMs} ms later than usual, ${leftMs} ms in the end`,
  )
  return { snrDb, maxDelayMs: rounded(maxDelayMs) }
}

function lineOf({ percent, bursty }: Trouble, packetMs: number): Partial<Line> {
  const share = percent / 100
  if (!bursty) return { dropProbability: share, burst: undefined }
  const leaveProbability = packetMs / BURST_MS
  const enterProbability = (leaveProbability * share) / (1 - share)
  return { dropProbability: 0, burst: { enterProbability, leaveProbability, dropProbability: 1 } }
}

/** Says something first, so that the listener notices the line, and then the words, which are measured. */
async function speakAndHear(
  stage: Stage,
  trial: Trial,
  words: Pcm,
  say: Say,
  during: () => Promise<void> = async () => {},
): Promise<Heard> {
  const end = silence(1.2, cableRate)
  // Other words than those that are measured, which must be found in one place only.
  const lead = await talk('en', LEAD_S)
  const before = join(silence(0.3, cableRate), lead, silence(0.5, cableRate))
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const packets = await listenToPackets(stage.server.port, trial.talkerName)
    const recording = await stage.cables.recordAll()
    await Promise.all([stage.cables.play(join(before, words, end), 'micA'), during()])
    const recorded = await recording.stop()
    const decoded = await packets.stop()
    const device = (name: string) => recorded.get(name) ?? new Int16Array()
    const firstWord = (sound: Pcm) =>
      Math.round((bestLag(words, sound, { rate: cableRate, maxLagMs: 12_000 }).lagMs * cableRate) / 1000)
    const sent = decoded.subarray(firstWord(decoded))
    const heard = device('outB').subarray(firstWord(device('micA')))
    const found = followDelay(words, sent, { rate: cableRate, mostMs: 100 })
    if (found.length >= LEAST_PIECES) return { sent, heard }
    say(`${trial.name}: hardly anything was said to the server, once more`)
  }
  throw new Error(`${trial.name}: nothing was said to the server, ${MOST_TRIES} times`)
}

/** ms: half of the pieces came sooner. */
function middleOf(delays: readonly Delay[]): number {
  const later = delays.map(({ laterMs }) => laterMs).sort((a, b) => a - b)
  return later[later.length >> 1] ?? Number.NaN
}

/** The line stands still twice: how late speech got, when it was as before, and what was left at the end. */
async function stalls(stage: Stage, trial: Trial, words: Pcm, say: Say) {
  const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
  const { sent, heard } = await speakAndHear(stage, trial, words, say, async () => {
    await wait(300 + LEAD_S * 1000 + 500 + FIRST_STALL_MS)
    for (let i = 0; i < 2; i++) {
      // What comes later queues up behind the packets of these 20 ms.
      trial.relay.shape({ down: { delayMs: STALL_MS } })
      await wait(20)
      trial.relay.shape({ down: { delayMs: 0 } })
      await wait(STALL_EVERY_MS)
    }
  })
  const delays = followDelay(sent, heard, { rate: cableRate, mostMs: MOST_LATE_MS })
  const usualMs = middleOf(delays)
  const later = delays.map(({ laterMs }) => laterMs - usualMs)
  return {
    backMs: backAfter(delays, usualMs),
    mostMs: rounded(Math.max(0, ...later)),
    leftMs: rounded(later.at(-1) ?? Number.NaN),
  }
}

/**
 * ms from the end of a stall to the first piece from which on all are on time; the worse of the two. Pieces said
 * faster to catch up are not found at all: a pause in the words may make this longer than it was, never shorter.
 */
function backAfter(delays: readonly Delay[], usualMs: number): number {
  const waits = [0, 1].map(i => {
    const stallMs = FIRST_STALL_MS + i * STALL_EVERY_MS
    const after = delays.filter(({ atMs }) => atMs > stallMs && atMs < stallMs + STALL_EVERY_MS)
    const lastLate = after.findLastIndex(({ laterMs }) => laterMs > usualMs + BACK_WITHIN_MS)
    const onTime = after[lastLate + 1]
    return onTime === undefined ? STALL_EVERY_MS : onTime.atMs - stallMs - STALL_MS
  })
  return rounded(Math.max(0, ...waits))
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
