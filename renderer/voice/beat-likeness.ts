/** How like one sound's beats are to another's of a while ago, for each distance in time. See band-loudness.ts. */
import { BANDS } from './band-loudness.ts'

/** Frames of 10 ms that are looked back on. */
const LAGS = 45
/** Share by which a sum shrinks with every 10 ms that count: half of it is the last 0.7 s. */
const MEMORY = 0.99
/** Mean beat of a band, in powers of ten, below which an earlier frame is hiss and does not count. */
const LEAST_BEAT = 0.05

export class BeatLikeness {
  /** The distance in frames at which both are the likest. */
  likest = 0
  /** The earlier sound's beats of the last LAGS frames, band by band; the newest at `#at`. */
  readonly #history = new Float32Array(LAGS * BANDS)
  #at = 0
  readonly #products = new Float64Array(LAGS)
  readonly #earlierEnergy = new Float64Array(LAGS)
  readonly #laterEnergy = new Float64Array(LAGS)

  /** Likeness at the likest distance: 1 = the same beats, 0 = nothing in common. */
  get likeness(): number {
    return this.#likenessAt(this.likest)
  }

  /** Takes the beats of the same 10 ms of both. False when the earlier sound was silent all the while. */
  add(later: Float32Array, earlier: Float32Array): boolean {
    this.#at = (this.#at + 1) % LAGS
    this.#history.set(earlier, this.#at * BANDS)
    let counts = false
    for (let lag = 0; lag < LAGS; lag++) counts = this.#compare(later, lag) || counts
    if (!counts) return false
    this.likest = 0
    for (let lag = 1; lag < LAGS; lag++) {
      if (this.#likenessAt(lag) > this.likeness) this.likest = lag
    }
    return true
  }

  reset(): void {
    this.likest = 0
    this.#history.fill(0)
    this.#products.fill(0)
    this.#earlierEnergy.fill(0)
    this.#laterEnergy.fill(0)
  }

  #compare(later: Float32Array, lag: number): boolean {
    const from = ((this.#at - lag + LAGS) % LAGS) * BANDS
    let product = 0
    let earlierEnergy = 0
    let laterEnergy = 0
    for (let band = 0; band < BANDS; band++) {
      const a = this.#history[from + band] ?? 0
      const b = later[band] ?? 0
      product += a * b
      earlierEnergy += a * a
      laterEnergy += b * b
    }
    if (earlierEnergy < LEAST_BEAT * LEAST_BEAT * BANDS) return false
    this.#products[lag] = (this.#products[lag] ?? 0) * MEMORY + product
    this.#earlierEnergy[lag] = (this.#earlierEnergy[lag] ?? 0) * MEMORY + earlierEnergy
    this.#laterEnergy[lag] = (this.#laterEnergy[lag] ?? 0) * MEMORY + laterEnergy
    return true
  }

  #likenessAt(lag: number): number {
    const energy = (this.#earlierEnergy[lag] ?? 0) * (this.#laterEnergy[lag] ?? 0)
    return energy <= 0 ? 0 : (this.#products[lag] ?? 0) / Math.sqrt(energy)
  }
}
