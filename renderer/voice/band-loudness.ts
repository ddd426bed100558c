/** A sound as loudness by band, every 10 ms, less its own short mean: the beats of its syllables. */
import { SAMPLE_RATE, UNIT } from './audio-format.ts'

/** Middles of the bands in Hz: where speech lives, and what a laptop's loudspeaker gives. */
const MIDDLES = [350, 550, 850, 1250, 1800, 2500, 3400] as const
/** Middle over width. */
const QUALITY = 3
export const BANDS = MIDDLES.length
/** Mean square of -70 dBFS: what is softer in a band is taken for silence, an echo so soft troubles nobody. */
const SILENCE = 1e-7
/** Share by which the mean moves every 10 ms: 0.1 s. */
const FORGETTING = 0.1

export class BandLoudness {
  /** For each band, how far the last 10 ms are above the mean, in powers of ten. */
  readonly beats = new Float32Array(BANDS)
  readonly #filters = MIDDLES.map(middle => bandPass(middle))
  /** Two samples of memory for each band. */
  readonly #states = new Float64Array(BANDS * 2)
  readonly #energies = new Float64Array(BANDS)
  readonly #means = new Float64Array(BANDS).fill(Math.log10(SILENCE))
  #gathered = 0

  /** Samples until the next 10 ms are full. */
  get room(): number {
    return UNIT - this.#gathered
  }

  /** Takes `length` samples from `start`, at most {@link room}; `beats` change when 10 ms are full. Null is silence. */
  add(samples: Float32Array | null, start: number, length: number): void {
    if (samples !== null) {
      for (let band = 0; band < BANDS; band++) this.#filter(samples, start, length, band)
    }
    this.#gathered += length
    if (this.#gathered < UNIT) return
    this.#gathered = 0
    for (let band = 0; band < BANDS; band++) {
      const loudness = Math.log10((this.#energies[band] ?? 0) / UNIT + SILENCE)
      const mean = this.#means[band] ?? 0
      this.beats[band] = loudness - mean
      this.#means[band] = mean + (loudness - mean) * FORGETTING
      this.#energies[band] = 0
    }
  }

  reset(): void {
    this.beats.fill(0)
    this.#states.fill(0)
    this.#energies.fill(0)
    this.#means.fill(Math.log10(SILENCE))
    this.#gathered = 0
  }

  #filter(samples: Float32Array, start: number, length: number, band: number): void {
    const { gain, a1, a2 } = this.#filters[band] ?? { gain: 0, a1: 0, a2: 0 }
    let z1 = this.#states[band * 2] ?? 0
    let z2 = this.#states[band * 2 + 1] ?? 0
    let energy = 0
    for (let i = start; i < start + length; i++) {
      const input = (samples[i] ?? 0) * gain
      const output = input + z1
      z1 = z2 - a1 * output
      z2 = -input - a2 * output
      energy += output * output
    }
    // Not a number would stay for good.
    const sound = Number.isFinite(z1 + z2 + energy)
    this.#states[band * 2] = sound ? z1 : 0
    this.#states[band * 2 + 1] = sound ? z2 : 0
    this.#energies[band] = (this.#energies[band] ?? 0) + (sound ? energy : 0)
  }
}

/** A band-pass of the second order with 0 dB in its middle (R. Bristow-Johnson's Audio EQ Cookbook). */
function bandPass(middle: number): { readonly gain: number; readonly a1: number; readonly a2: number } {
  const w = (2 * Math.PI * middle) / SAMPLE_RATE
  const alpha = Math.sin(w) / (2 * QUALITY)
  return { gain: alpha / (1 + alpha), a1: (-2 * Math.cos(w)) / (1 + alpha), a2: (1 - alpha) / (1 + alpha) }
}
