import { toDecibels } from './audio-format.ts'

/** Level of the microphone over the last tenth of a second. */
export interface Level {
  /** dBFS, -120..0. */
  readonly rmsDb: number
  readonly peakDb: number
}

/** Gathers a level over any number of samples. */
export class LevelMeter {
  samples = 0
  #power = 0
  #peak = 0

  add(sound: Float32Array): void {
    for (let i = 0; i < sound.length; i++) {
      const value = sound[i] ?? 0
      const amplitude = value < 0 ? -value : value
      this.#power += value * value
      if (amplitude > this.#peak) this.#peak = amplitude
    }
    this.samples += sound.length
  }

  /** The level since the last reading. */
  read(): Level {
    const rms = this.samples > 0 ? Math.sqrt(this.#power / this.samples) : 0
    const level = { rmsDb: toDecibels(rms), peakDb: toDecibels(this.#peak) }
    this.samples = 0
    this.#power = 0
    this.#peak = 0
    return level
  }
}
