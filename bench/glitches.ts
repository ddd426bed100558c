/** Counts what went wrong in a stretch of continuous speech: heard from outside, and told by the listener's own part. */
import type { Page } from 'playwright-core'
import { bestLag, type Pcm, rmsDbfs, voiceBand } from '../test/world/signal.ts'

const RATE = 48_000
/** Long enough to tell one pitch period from the next, short enough to see one dropped packet pass. */
const WINDOW = 0.16 * RATE
const STEP = 0.08 * RATE
/** Softer pieces are pauses, where nothing can be told. */
const SPEECH_DBFS = -32
/** A listener's part calls 10 ms a pause when they are this much softer than the voice (PAUSE_LEVEL of speaker.ts), in dB. */
const PAUSE_DB = 20
/** Pieces of a window, of 10 ms. */
const PIECE = 0.01 * RATE
/** A lag that is not sure of itself says nothing. */
const LEAST_LIKENESS = 0.6
/** ms by which the delay of neighbouring windows may differ: less than any piece that is dropped or repeated. */
const SAME_DELAY = 3

export interface Jumps {
  /** Times that the delay jumped within speech: sound was dropped or repeated. */
  readonly jumps: number
  /** Times that it was another one after a pause, where catching up is not heard. */
  readonly pausesMoved: number
  /** Windows of speech of which nothing was heard. */
  readonly holes: number
  readonly medianMs: number
  readonly p10Ms: number
  readonly p90Ms: number
}

/** Both recorded in step, 48 kHz. */
export function findJumps(mouth: Pcm, ear: Pcm, longestMs: number): Jumps {
  const lags: number[] = []
  let holes = 0
  let jumps = 0
  let pausesMoved = 0
  let paused = false
  let before: number | null = null
  for (let at = 0; at + WINDOW + (longestMs * RATE) / 1000 <= ear.length; at += STEP) {
    const said = mouth.subarray(at, at + WINDOW)
    if (hasPause(said)) {
      paused = true
      continue
    }
    const heard = ear.subarray(at, at + WINDOW + (longestMs * RATE) / 1000)
    if (rmsDbfs(heard) < SPEECH_DBFS - 20) {
      holes++
      continue
    }
    const { lagMs, correlation } = bestLag(said, heard, { rate: RATE, maxLagMs: longestMs, band: voiceBand })
    if (correlation < LEAST_LIKENESS) continue
    lags.push(lagMs)
    if (before !== null && Math.abs(lagMs - before) > SAME_DELAY) {
      if (paused) pausesMoved++
      else jumps++
    }
    before = lagMs
    paused = false
  }
  lags.sort((a, b) => a - b)
  const share = (part: number) => Math.round((lags[Math.floor((lags.length - 1) * part)] ?? 0) * 10) / 10
  return { jumps, pausesMoved, holes, medianMs: share(0.5), p10Ms: share(0.1), p90Ms: share(0.9) }
}

function hasPause(said: Pcm): boolean {
  const level = rmsDbfs(said)
  if (level < SPEECH_DBFS) return true
  for (let at = 0; at < said.length; at += PIECE) {
    if (rmsDbfs(said.subarray(at, at + PIECE)) < level - PAUSE_DB) return true
  }
  return false
}

/** What a listener's playback tells of itself, summed over all voices. Units of 10 ms. */
export interface Told {
  readonly concealed: number
  readonly underruns: number
  readonly dropped: number
  /** ms taken out to bring the delay down. */
  readonly compressedMs: number
  /** Times the loudspeaker ran dry. */
  readonly crackles: number
  readonly jitterMs: number
  readonly bufferedMs: number
  /** The browser's own figure for its output, ms. */
  readonly outputMs: number
}

/** Runs in the page, where worklets tell the page what they tell. */
const listenIn = `(() => {
  window.contexts = []
  window.stats = {}
  const Plain = window.AudioWorkletNode
  window.AudioWorkletNode = class extends Plain {
    constructor(context, name, options) {
      super(context, name, options)
      window.contexts.push(context)
      this.port.addEventListener('message', ({ data }) => {
        if (data.type === 'stats') window.stats = data.stats
      })
    }
  }
})()`

const readOut = `(() => {
  const total = name => (window.stats.speakers ?? []).reduce((sum, each) => sum + (each[name] ?? 0), 0)
  const context = window.contexts.at(-1)
  return {
    concealed: total('concealed'),
    underruns: total('underruns'),
    dropped: total('dropped'),
    compressedMs: Math.round(total('compressedMs')),
    crackles: context?.playbackStats?.underrunEvents ?? 0,
    jitterMs: Math.round(total('jitterMs') * 10) / 10,
    bufferedMs: Math.round(total('bufferedMs') * 10) / 10,
    outputMs: Math.round((context?.outputLatency ?? 0) * 1000),
  }
})()`

/** Listens in on the page's sound part; to be called before the voice starts. */
export async function overhearStats(page: Page): Promise<void> {
  await page.evaluate(listenIn)
}

export async function readStats(page: Page): Promise<Told> {
  return (await page.evaluate(readOut)) as Told
}
