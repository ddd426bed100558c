/**
 * Brings a voice to a usual loudness, slowly, and only while it speaks: a pause never pumps the room's noise up.
 * Does not change what the microphone's own control or a person set; it only multiplies.
 */
import { toDecibels, UNIT } from './audio-format.ts'
import { Limiter } from './limiter.ts'

/** dBFS of active speech to aim at: 6 dB above the -26 dBov at which telephony takes speech (ITU-T P.56). */
const TARGET = -20
/** dB. Native Mumble goes up to 29; more than 18 brings the room along with the voice. */
export const MOST_GAIN = 18
const LEAST_GAIN = -9
/** dBFS that the room's noise may reach by our gain. */
const LOUDEST_NOISE = -48
/** dB for each 10 ms of speech: up 4 dB/s, so that nobody hears it move; down 12 dB/s, because loud hurts. */
const UP = 0.04
const DOWN = 0.12
/** dB around the wanted gain in which nothing moves. */
const CALM = 1.5
/** Share of a new frame in the voice's mean power: 2 s of speech. */
const SMOOTHING = 1 / 200
/** Frames of speech before the mean says anything. */
const FRAMES_TO_TRUST = 30

export class AutomaticGain {
  /** dB added now. */
  decibels = 0
  readonly #limiter = new Limiter()
  #power = 0
  #frames = 0
  #factor = 1

  /** dBFS of this person's speech before the gain; null until enough of it was heard. */
  get speechDb(): number | null {
    return this.#frames < FRAMES_TO_TRUST ? null : toDecibels(Math.sqrt(this.#power))
  }

  /** Notes 10 ms of speech as they came from the microphone, and moves the gain a step. `floorDb`: the room's noise. */
  learn(rms: number, floorDb: number): void {
    this.#frames++
    this.#power += (rms * rms - this.#power) * Math.max(SMOOTHING, 1 / this.#frames)
    const speechDb = this.speechDb
    if (speechDb === null) return
    const most = Math.min(MOST_GAIN, Math.max(0, LOUDEST_NOISE - floorDb))
    const wanted = Math.min(most, Math.max(LEAST_GAIN, TARGET - speechDb))
    if (Math.abs(wanted - this.decibels) < CALM) return
    this.decibels += wanted > this.decibels ? UP : -DOWN
  }

  /** Another microphone speaks at another loudness. */
  forget(): void {
    this.#power = 0
    this.#frames = 0
    this.decibels = 0
  }

  /** Multiplies 10 ms in place; no sample is beyond ±1 afterwards. */
  apply(frame: Float32Array): void {
    const target = 10 ** (this.decibels / 20)
    const step = (target - this.#factor) / UNIT
    for (let i = 0; i < UNIT; i++) {
      this.#factor += step
      frame[i] = (frame[i] ?? 0) * this.#factor
    }
    this.#factor = target
    this.#limiter.apply(frame)
  }
}
