/**
 * One channel out of a microphone's two. The mean where both hold the same; but a headset that uses one side alone
 * would be 6 dB softer by it, and a microphone whose sides are opposed (one wire crossed) would be silent: then it is
 * the louder of the two.
 */
import { SAMPLE_RATE } from './audio-format.ts'

/** Power of the mean, as a share of the louder side's, below which the side is taken: -4 dB; and from which no more. */
const SIDE_BELOW = 0.4
const MEAN_FROM = 0.6
/** Share of a new sample's power in the smoothed ones: 0.5 s. */
const SMOOTHING = 2 / SAMPLE_RATE
/** Smoothed power of -90 dBFS: below it nothing is said by either side. */
const SILENCE = 1e-9
/** Samples of one sound's way into the other. */
const FADE = 128
/** Most samples at once. */
const LARGEST = 2048

type Choice = 'mean' | 'left' | 'right'

export class ChannelChoice {
  readonly #out = new Float32Array(LARGEST)
  #view = this.#out
  #choice: Choice = 'mean'
  #left = 0
  #right = 0
  #mean = 0

  /** The same samples in one channel; null when there is none. Good until the next call. */
  take(channels: readonly Float32Array[]): Float32Array | null {
    const left = channels[0]
    const right = channels[1]
    if (left === undefined || right === undefined || left.length > LARGEST) return left ?? null
    if (this.#view.length !== left.length) this.#view = this.#out.subarray(0, left.length)
    this.#weigh(left, right)
    const before = this.#choice
    this.#choose()
    const sameAsBefore = before === this.#choice
    for (let i = 0; i < left.length; i++) {
      const l = left[i] ?? 0
      const r = right[i] ?? 0
      const next = pick(this.#choice, l, r)
      const weight = sameAsBefore ? 1 : Math.min(1, (i + 1) / FADE)
      this.#view[i] = weight === 1 ? next : pick(before, l, r) * (1 - weight) + next * weight
    }
    return this.#view
  }

  /** Another microphone. */
  forget(): void {
    this.#choice = 'mean'
    this.#left = 0
    this.#right = 0
    this.#mean = 0
  }

  #weigh(left: Float32Array, right: Float32Array): void {
    let lefts = 0
    let rights = 0
    let means = 0
    for (let i = 0; i < left.length; i++) {
      const l = left[i] ?? 0
      const r = right[i] ?? 0
      lefts += l * l
      rights += r * r
      means += ((l + r) / 2) ** 2
    }
    // Not a number would stay for good.
    if (!Number.isFinite(lefts + rights)) return
    const kept = 1 - Math.min(1, left.length * SMOOTHING)
    this.#left = this.#left * kept + lefts * SMOOTHING
    this.#right = this.#right * kept + rights * SMOOTHING
    this.#mean = this.#mean * kept + means * SMOOTHING
  }

  #choose(): void {
    const louder = Math.max(this.#left, this.#right)
    if (louder < SILENCE) return
    const share = this.#mean / louder
    if (share > MEAN_FROM) this.#choice = 'mean'
    else if (share < SIDE_BELOW && this.#choice === 'mean') {
      this.#choice = this.#left >= this.#right ? 'left' : 'right'
    } else if (this.#choice === 'left' && this.#right > 2 * this.#left) this.#choice = 'right'
    else if (this.#choice === 'right' && this.#left > 2 * this.#right) this.#choice = 'left'
  }
}

function pick(choice: Choice, left: number, right: number): number {
  if (choice === 'mean') return (left + right) / 2
  return choice === 'left' ? left : right
}
