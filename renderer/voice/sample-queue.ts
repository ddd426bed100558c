/** A short queue of samples in one fixed buffer: decoded sound on its way to the mix. */
export class SampleQueue {
  /** The queued samples are `samples[start .. start + length)`. */
  readonly samples: Float32Array
  start = 0
  length = 0

  constructor(capacity: number) {
    this.samples = new Float32Array(capacity)
  }

  /** Appends sound; what does not fit is left out. Numbers that are none become silence. */
  push(sound: Float32Array): void {
    const count = this.#makeRoom(sound.length)
    const end = this.start + this.length
    for (let i = 0; i < count; i++) {
      const value = sound[i] ?? 0
      // A hostile packet can decode to anything; one NaN would silence the whole mix for good.
      this.samples[end + i] = value > -8 && value < 8 ? value : 0
    }
    this.length += count
  }

  pushSilence(samples: number): void {
    const count = this.#makeRoom(samples)
    const end = this.start + this.length
    this.samples.fill(0, end, end + count)
    this.length += count
  }

  /** Adds the oldest `out.length` samples into `out` with a gain that goes straight from one to the other. */
  mixInto(out: Float32Array, gainFrom: number, gainTo: number): void {
    const count = Math.min(out.length, this.length)
    const step = (gainTo - gainFrom) / out.length
    let gain = gainFrom
    for (let i = 0; i < count; i++) {
      gain += step
      out[i] = (out[i] ?? 0) + (this.samples[this.start + i] ?? 0) * gain
    }
    this.drop(count)
  }

  /** Lets the last `count` queued samples sink into silence. */
  fadeOut(count: number): void {
    const faded = Math.min(count, this.length)
    const from = this.start + this.length - faded
    for (let i = 0; i < faded; i++) {
      this.samples[from + i] = (this.samples[from + i] ?? 0) * (1 - (i + 1) / faded)
    }
  }

  /** Forgets the oldest `count` samples. */
  drop(count: number): void {
    const dropped = Math.min(count, this.length)
    this.start += dropped
    this.length -= dropped
  }

  clear(): void {
    this.start = 0
    this.length = 0
  }

  /** How many of `wanted` samples can be appended, after moving the queue to the front if need be. */
  #makeRoom(wanted: number): number {
    if (this.start + this.length + wanted > this.samples.length) {
      this.samples.copyWithin(0, this.start, this.start + this.length)
      this.start = 0
    }
    return Math.min(wanted, this.samples.length - this.length)
  }
}
