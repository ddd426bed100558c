/**
 * How like what an ear got is to what a mouth said, and how late. A playout buffer shifts sound by a few
 * milliseconds in pauses, so the two are compared half a second at a time.
 */
import { bestLag, type Pcm, rmsDbfs, voiceBand } from '../world/signal.ts'

const RATE = 48_000
const WINDOW = RATE / 2
const STEP = RATE / 4
const LONGEST_DELAY_MS = 700
/** Softer windows are pauses. */
const SPEECH_DBFS = -35

export interface Likeness {
  /** Correlation at its best lag of the middle one of all windows: 1 = the same wave. */
  readonly correlation: number
  /** The middle one of all windows' best lags. */
  readonly delayMs: number
}

/** Both recorded in step, 48 kHz. Throws when the mouth said nothing. */
export function likeness(mouth: Pcm, ear: Pcm): Likeness {
  const found: { lagMs: number; correlation: number }[] = []
  for (let at = 0; at + WINDOW <= mouth.length; at += STEP) {
    const said = mouth.subarray(at, at + WINDOW)
    if (rmsDbfs(said) < SPEECH_DBFS) continue
    const heard = ear.subarray(at, at + WINDOW + (LONGEST_DELAY_MS * RATE) / 1000)
    found.push(bestLag(said, heard, { rate: RATE, maxLagMs: LONGEST_DELAY_MS, band: voiceBand }))
  }
  if (found.length === 0) throw new Error('nothing was said')
  return {
    correlation: median(found.map(({ correlation }) => correlation)),
    delayMs: median(found.map(({ lagMs }) => lagMs)),
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}
