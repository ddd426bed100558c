import { type Complex, powerOfTwo, transform } from './fft.ts'

/** One channel of 16-bit samples. */
export type Pcm = Int16Array

export interface Band {
  fromHz: number
  toHz: number
}

/** Where speech lives; a voice codec leaves little of what is outside. */
export const voiceBand: Band = { fromHz: 150, toHz: 4000 }

/**
 * Where in `heard` the whole `reference` is found best.
 * @param options.rate samples per second of both.
 * @param options.maxLagMs how late it may be, ms; `minLagMs` (default 0) may be below 0.
 * @param options.band compares only these frequencies, e.g. `voiceBand`.
 * @returns the lag in ms, and the likeness there: 1 = the same wave (louder or softer), 0 = nothing of it.
 */
export function bestLag(
  reference: Pcm,
  heard: Pcm,
  options: { rate: number; maxLagMs: number; minLagMs?: number; band?: Band },
): { lagMs: number; correlation: number } {
  const products = correlate(reference, heard, options.rate, options.band)
  const fromLag = Math.ceil(((options.minLagMs ?? 0) * options.rate) / 1000)
  const toLag = Math.floor((options.maxLagMs * options.rate) / 1000)
  let best = { lag: 0, correlation: 0 }
  for (let lag = fromLag; lag <= toLag; lag++) {
    const correlation = products.at(lag)
    if (correlation > best.correlation) best = { lag, correlation }
  }
  return { lagMs: (best.lag * 1000) / options.rate, correlation: best.correlation }
}

/**
 * Every place where `shape` begins in `heard`, in samples, in order.
 * @param options.threshold likeness in 0..1 that counts as found.
 * @param options.minGapMs two finds are at least this far apart; the likest wins.
 */
export function findPeaks(
  heard: Pcm,
  shape: Pcm,
  options: { rate: number; threshold: number; minGapMs: number; band?: Band },
): number[] {
  const products = correlate(shape, heard, options.rate, options.band)
  const gap = Math.round((options.minGapMs * options.rate) / 1000)
  const found: { at: number; correlation: number }[] = []
  for (let at = 0; at + shape.length <= heard.length; at++) {
    const correlation = products.at(at)
    if (correlation < options.threshold) continue
    const last = found.at(-1)
    if (last === undefined || at - last.at >= gap) found.push({ at, correlation })
    else if (correlation > last.correlation) found[found.length - 1] = { at, correlation }
  }
  return found.map(({ at }) => at)
}

/** Loudness relative to full scale, dB: 0 = a full-scale square wave, -3 = a full-scale sine, -Infinity = digital silence. */
export function rmsDbfs(samples: Pcm): number {
  let sum = 0
  for (const sample of samples) sum += (sample / 32768) ** 2
  return 10 * Math.log10(sum / Math.max(samples.length, 1))
}

/** A tone that climbs evenly from one frequency to another, swelling and fading (Hann window). `amplitude` in 0..1 of full scale. */
export function chirp(options: Band & { seconds: number; rate: number; amplitude?: number }): Pcm {
  const { fromHz, toHz, seconds, rate } = options
  const peak = (options.amplitude ?? 0.6) * 32767
  return Int16Array.from({ length: Math.round(seconds * rate) }, (_, i) => {
    const t = i / rate
    const phase = 2 * Math.PI * (fromHz * t + ((toHz - fromHz) * t * t) / (2 * seconds))
    return Math.sin(phase) * Math.sin((Math.PI * t) / seconds) ** 2 * peak
  })
}

/** Silence, in 16-bit samples. */
export function silence(seconds: number, rate: number): Pcm {
  return new Int16Array(Math.round(seconds * rate))
}

/** One after the other. */
export function join(...parts: Pcm[]): Pcm {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Normalised cross-correlation, by lag in samples; the absolute value, because a program may turn the wave over. */
function correlate(
  reference: Pcm,
  heard: Pcm,
  rate: number,
  band: Band | undefined,
): { at(lag: number): number } {
  const size = powerOfTwo(reference.length + heard.length)
  const a = spectrum(reference, size, rate, band)
  const b = spectrum(heard, size, rate, band)
  const product: Complex = { re: new Float64Array(size), im: new Float64Array(size) }
  for (let i = 0; i < size; i++) {
    const ar = a.re[i] as number
    const ai = a.im[i] as number
    const br = b.re[i] as number
    const bi = b.im[i] as number
    product.re[i] = ar * br + ai * bi
    product.im[i] = ar * bi - ai * br
  }
  transform(product, 'inverse')
  transform(a, 'inverse')
  transform(b, 'inverse')
  const referenceEnergy = a.re.subarray(0, reference.length).reduce((sum, x) => sum + x * x, 0)
  const energyBefore = runningEnergy(b.re.subarray(0, heard.length))
  const energyUpTo = (n: number) => energyBefore[Math.min(Math.max(n, 0), heard.length)] as number
  // Where there is next to no sound, the quotient of two roundings would look like a find: below -90 dBFS is silence.
  const floor = reference.length * (32768 * 10 ** (-90 / 20)) ** 2

  return {
    at: lag => {
      const heardEnergy = energyUpTo(lag + reference.length) - energyUpTo(lag)
      if (heardEnergy < floor || referenceEnergy === 0) return 0
      const sum = product.re[(lag + size) % size] as number
      return Math.min(1, Math.abs(sum) / Math.sqrt(referenceEnergy * heardEnergy))
    },
  }
}

function spectrum(samples: Pcm, size: number, rate: number, band: Band | undefined): Complex {
  const signal: Complex = { re: new Float64Array(size), im: new Float64Array(size) }
  signal.re.set(samples)
  transform(signal)
  if (band === undefined) return signal
  for (let i = 0; i < size; i++) {
    const hz = (Math.min(i, size - i) * rate) / size
    if (hz >= band.fromHz && hz <= band.toHz) continue
    signal.re[i] = 0
    signal.im[i] = 0
  }
  return signal
}

/** Element n = the sum of the squares of the first n samples. */
function runningEnergy(samples: Float64Array): Float64Array {
  const sums = new Float64Array(samples.length + 1)
  for (let i = 0; i < samples.length; i++) sums[i + 1] = (sums[i] as number) + (samples[i] as number) ** 2
  return sums
}
