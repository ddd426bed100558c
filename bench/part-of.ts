/**
 * How much of what is heard is one person's voice, whose wave we know: every tenth of a second the part of the heard
 * that has that wave (least squares, over all delays near the usual one). Another voice, noise and echo have next to
 * nothing in common with it.
 */
import { powerOfTwo, transform } from '../test/world/fft.ts'
import { bestLag, type Pcm, rmsDbfs, voiceBand } from '../test/world/signal.ts'

/** Where waves survive a codec and a suppressor. */
const BAND = { fromHz: 200, toHz: 2500 }
/** Every how many samples one is kept: the band needs no more. */
const THINNING = 6
const WINDOW_S = 0.1
/** Pieces by which the usual delay is told, and the likeness that makes it sure. */
const PIECE_S = 0.4
const SURE = 0.4
/** ms around the usual delay: a listener's buffer breathes. */
const AROUND_MS = 30
/** dBFS. Softer windows are pauses. */
const SPEECH_DBFS = -40

export interface Part {
  /** dB of the part over what was said. */
  readonly db: number
  /** Share of the heard's amplitude that is this voice: 1 = nothing else is heard while it speaks. */
  readonly likeness: number
  /** ms; null = not found anywhere, then the rest is by chance. */
  readonly lagMs: number | null
}

/** @param heard begins when `said` did. Both with `rate` samples a second. `mostMs`: the longest delay. */
export function partOf(said: Pcm, heard: Pcm, { rate, mostMs }: { rate: number; mostMs: number }): Part {
  const lagMs = usualLag(said, heard, rate, mostMs)
  const [a, b] = [inBand(said, rate), inBand(heard, rate)]
  const thin = rate / THINNING
  const window = Math.round(WINDOW_S * thin)
  const around = lagMs === null ? [0, mostMs] : [lagMs - AROUND_MS, lagMs + AROUND_MS]
  const [from, to] = around.map(ms => Math.max(0, Math.round((ms * thin) / 1000))) as [number, number]
  let [saidEnergy, heardEnergy, partEnergy] = [0, 0, 0]
  for (let at = 0; at + window <= a.length && at + window + to <= b.length; at += window) {
    const spoken = said.subarray(at * THINNING, (at + window) * THINNING)
    if (rmsDbfs(spoken) < SPEECH_DBFS) continue
    const own = energy(a, at, window)
    let [part, lag] = [0, from]
    for (let each = from; each <= to; each++) {
      const found = product(a, at, b, at + each, window) ** 2 / own
      if (found > part) [part, lag] = [found, each]
    }
    saidEnergy += own
    partEnergy += part
    heardEnergy += energy(b, at + lag, window)
  }
  return {
    db: 10 * Math.log10(partEnergy / saidEnergy),
    likeness: Math.sqrt(partEnergy / heardEnergy),
    lagMs,
  }
}

/** The middle of the delays of all pieces that are surely found. */
function usualLag(said: Pcm, heard: Pcm, rate: number, mostMs: number): number | null {
  const piece = PIECE_S * rate
  const lags: number[] = []
  for (let at = 0; at + piece <= said.length; at += piece) {
    const spoken = said.subarray(at, at + piece)
    const near = heard.subarray(at, at + piece + (mostMs * rate) / 1000)
    if (rmsDbfs(spoken) < SPEECH_DBFS || near.length < piece) continue
    const { lagMs, correlation } = bestLag(spoken, near, { rate, maxLagMs: mostMs, band: voiceBand })
    if (correlation >= SURE) lags.push(lagMs)
  }
  lags.sort((x, y) => x - y)
  return lags[lags.length >> 1] ?? null
}

function inBand(sound: Pcm, rate: number): Float64Array {
  const size = powerOfTwo(sound.length)
  const wave = { re: new Float64Array(size), im: new Float64Array(size) }
  wave.re.set(sound)
  transform(wave)
  for (let i = 0; i < size; i++) {
    const hz = (Math.min(i, size - i) * rate) / size
    if (hz >= BAND.fromHz && hz <= BAND.toHz) continue
    wave.re[i] = 0
    wave.im[i] = 0
  }
  transform(wave, 'inverse')
  return Float64Array.from(
    { length: Math.floor(sound.length / THINNING) },
    (_, i) => wave.re[i * THINNING] ?? 0,
  )
}

function energy(sound: Float64Array, at: number, length: number): number {
  return product(sound, at, sound, at, length)
}

function product(a: Float64Array, atA: number, b: Float64Array, atB: number, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += (a[atA + i] ?? 0) * (b[atB + i] ?? 0)
  return sum
}
