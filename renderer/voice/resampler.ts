/**
 * Sound from one rate to another, in a stream: where a browser runs the graph at the computer's own rate (Firefox joins
 * no microphone to any other), and the voice path at 48 kHz. A windowed sinc; 0.3 ms of delay, no allocation on the way.
 */

/** Zero crossings of the sinc on each side: 70 dB and better up to 17 of 22 kHz. */
const ZEROS = 16
/** Share of the lower rate's band that is kept. */
const BAND = 0.9
/** Kernels for positions between two samples; what lies between is a straight line, 90 dB exact. */
const PHASES = 256
/** Kaiser window's beta for 80 dB. */
const BETA = 8
/** Samples taken at once at most, beyond the kernel. */
const LARGEST = 8192

export class Resampler {
  /** Samples taken for each given. */
  readonly #step: number
  /** Samples on each side of a position. */
  readonly #half: number
  readonly #kernels: Float32Array
  readonly #buffer: Float32Array
  readonly #given: Views
  readonly #asked: Views
  #length: number
  /** Place in the buffer of the next sample to give. */
  #at: number

  /** @param from Hz of what is taken. @param to Hz of what is given. */
  constructor(from: number, to: number) {
    this.#step = from / to
    const stretch = Math.max(1, this.#step)
    this.#half = Math.ceil(ZEROS * stretch)
    this.#kernels = kernels(this.#half, BAND / stretch)
    this.#buffer = new Float32Array(2 * this.#half + LARGEST)
    this.#given = new Views(Math.ceil(LARGEST / this.#step))
    this.#asked = new Views(LARGEST)
    this.#length = 2 * this.#half
    this.#at = this.#half
  }

  /** Takes `count` samples and gives all that can be told from them; null is silence. Good until the next call. */
  convert(samples: Float32Array | null, count: number): Float32Array {
    this.#take(samples, count)
    const out = this.#given.of(Math.max(0, Math.ceil((this.#length - this.#half - this.#at) / this.#step)))
    this.#give(out)
    return out
  }

  /** Fills `out`; `render` is asked for as many samples as that takes, into the array that it is given. */
  fill(out: Float32Array, render: (sound: Float32Array) => void): void {
    const last = Math.floor(this.#at + (out.length - 1) * this.#step) + this.#half
    const sound = this.#asked.of(Math.max(0, last + 1 - this.#length))
    if (sound.length > 0) render(sound)
    this.#take(sound, sound.length)
    this.#give(out)
  }

  #take(samples: Float32Array | null, count: number): void {
    if (this.#length + count > this.#buffer.length) {
      const over = Math.floor(this.#at) - this.#half
      this.#buffer.copyWithin(0, over, this.#length)
      this.#length -= over
      this.#at -= over
    }
    const end = this.#length + count
    if (samples === null) this.#buffer.fill(0, this.#length, end)
    else this.#buffer.set(samples, this.#length)
    this.#length = end
  }

  #give(out: Float32Array): void {
    const taps = 2 * this.#half
    for (let i = 0; i < out.length; i++) {
      const before = Math.floor(this.#at)
      const place = (this.#at - before) * PHASES
      const phase = Math.floor(place)
      const weight = place - phase
      const row = phase * taps
      const start = before - this.#half + 1
      let sum = 0
      for (let tap = 0; tap < taps; tap++) {
        const near = this.#kernels[row + tap] ?? 0
        const next = this.#kernels[row + taps + tap] ?? 0
        sum += (this.#buffer[start + tap] ?? 0) * (near + (next - near) * weight)
      }
      out[i] = sum
      this.#at += this.#step
    }
  }
}

/** Arrays of any length out of one, each made once. */
class Views {
  readonly #whole: Float32Array
  readonly #made: (Float32Array | undefined)[] = []

  constructor(capacity: number) {
    this.#whole = new Float32Array(capacity)
  }

  of(length: number): Float32Array {
    const made = this.#made[length] ?? this.#whole.subarray(0, length)
    this.#made[length] = made
    return made
  }
}

/** One row of 2 x `half` weights for each phase, and one more for the whole step. `band`: of the band that is taken. */
function kernels(half: number, band: number): Float32Array {
  const taps = 2 * half
  const rows = new Float32Array((PHASES + 1) * taps)
  for (let phase = 0; phase <= PHASES; phase++) {
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - half + 1 - phase / PHASES
      const weight = sinc(band * distance) * kaiser(distance / half)
      rows[phase * taps + tap] = weight
      sum += weight
    }
    // What stands still is neither louder nor softer afterwards.
    for (let tap = 0; tap < taps; tap++) rows[phase * taps + tap] = (rows[phase * taps + tap] ?? 0) / sum
  }
  return rows
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA)
}

/** The modified Bessel function of the first kind, of order 0. */
function bessel(x: number): number {
  let sum = 1
  let term = 1
  for (let k = 1; term > 1e-10 * sum; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}
