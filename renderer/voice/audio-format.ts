/** The one format inside the voice path: 48 kHz mono float. Mumble's Opus knows no other rate. */
export const SAMPLE_RATE = 48_000

/** Samples in 10 ms: the unit of Mumble's frame numbers, and our packet. */
export const UNIT = 480

/** Length of a {@link UNIT} in ms. */
export const UNIT_MS = 10

export function samplesToMs(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE
}

export function msToSamples(ms: number): number {
  return Math.round((ms * SAMPLE_RATE) / 1000)
}

/** An amplitude (1 = full scale) in dBFS, never below -120 so that digital silence stays a number. */
export function toDecibels(amplitude: number): number {
  return Math.max(-120, 20 * Math.log10(Math.max(amplitude, 1e-6)))
}

/** Root mean square of `length` samples from `start`. 0 for none. */
export function rootMeanSquare(samples: Float32Array, start: number, length: number): number {
  let sum = 0
  for (let i = start; i < start + length; i++) {
    const value = samples[i] ?? 0
    sum += value * value
  }
  return length > 0 ? Math.sqrt(sum / length) : 0
}

/** Copies `count` samples; null is silence. */
export function copySamples(
  from: Float32Array | null,
  start: number,
  to: Float32Array,
  at: number,
  count: number,
): void {
  if (from === null) to.fill(0, at, at + count)
  else if (count === from.length) to.set(from, at)
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i] ?? 0
}

/** Nothing but exact zeros. */
export function isSilent(samples: Float32Array): boolean {
  for (let i = 0; i < samples.length; i++) if (samples[i] !== 0) return false
  return true
}
