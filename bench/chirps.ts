/** Chirps into a microphone, looked for in an ear: how long the way is, and whether all of them came. */
import { type Cables, cableRate } from '../test/world/cables.ts'
import { chirp, findPeaks, join, silence } from '../test/world/signal.ts'

export interface Delay {
  readonly sent: number
  readonly heard: number
  readonly medianMs: number
  readonly p10Ms: number
  readonly p90Ms: number
}

/** In the band that every voice codec keeps. */
const call = chirp({ fromHz: 300, toHz: 3000, seconds: 0.25, rate: cableRate, amplitude: 0.6 })
const LONGEST_MS = 800
/** A codec and a canceller change a chirp's shape, but not beyond this likeness. */
const THRESHOLD = 0.35

/** Rounds of five chirps until the way counts as settled, at most. */
const MOST_ROUNDS = 6

/** Sends chirps until one round of them was heard whole: programs that just started stumble. Throws when none is. */
export async function settleDelay(cables: Cables, from: string, to: string): Promise<void> {
  for (let round = 1; ; round++) {
    try {
      if ((await measureDelay(cables, from, to, 5)).heard >= 5) return
    } catch (error) {
      if (round === MOST_ROUNDS) throw error
    }
    if (round === MOST_ROUNDS) return
  }
}

/** Throws when fewer than half of the chirps were heard. */
export async function measureDelay(cables: Cables, from: string, to: string, count: number): Promise<Delay> {
  // Uneven pauses, so that no period of any buffer hides in the figures.
  const train = Array.from({ length: count }, (_, i) => join(call, silence(0.7 + 0.013 * (i % 9), cableRate)))
  const recording = await cables.recordAll()
  await cables.play(join(silence(0.5, cableRate), ...train), `mic${from}`)
  await new Promise(resolve => setTimeout(resolve, LONGEST_MS))
  const sound = await recording.stop()
  const find = (device: string) =>
    findPeaks(sound.get(device) ?? new Int16Array(), call, {
      rate: cableRate,
      threshold: THRESHOLD,
      minGapMs: 400,
    })
  const [sent, heard] = [find(`mic${from}`), find(`out${to}`)]
  const delays = sent
    .flatMap(at => {
      const next = heard.find(other => other >= at)
      return next === undefined ? [] : [((next - at) * 1000) / cableRate]
    })
    .filter(ms => ms < LONGEST_MS)
    .sort((a, b) => a - b)
  if (delays.length < count / 2) throw new Error(`of ${count} chirps only ${delays.length} were heard`)
  const at = (share: number) => Math.round((delays[Math.floor((delays.length - 1) * share)] ?? 0) * 10) / 10
  return { sent: sent.length, heard: delays.length, medianMs: at(0.5), p10Ms: at(0.1), p90Ms: at(0.9) }
}
