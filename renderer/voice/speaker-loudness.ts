/**
 * How loud one person is, and the gain that brings them to about where everybody else is: no two microphones are
 * alike. Learnt from decoded speech alone; a pause, a fan and made-up sound teach nothing. Slow, so that nobody hears
 * it move. Only says the gain: the mix multiplies and limits.
 */
import { rootMeanSquare, toDecibels, UNIT } from './audio-format.ts'

/** dBFS of speech to aim at: 3 dB above the -26 dBov at which telephony takes speech (ITU-T P.56). */
const TARGET = -23
/** dB. A microphone at -38 dBFS and one at -11 meet at the target; what is further off comes near. */
const MOST_GAIN = 15
const LEAST_GAIN = -12
/** dBFS that the noise behind a voice may reach by our gain. */
const LOUDEST_NOISE = -45
/** dB for each 10 ms of speech: up 6 dB/s, so that it helps within a sentence or two; down 12 dB/s, because loud hurts. */
const UP = 0.06
const DOWN = 0.12
/** Share of what is still missing that a step makes good: it arrives without overshooting. */
const APPROACH = 1 / 50
/** Share of a new frame in the voice's mean power: 5 s of speech, words and laughter apart. */
const SMOOTHING = 1 / 500
/** Frames of speech before the mean says anything. */
const FRAMES_TO_TRUST = 20
/** dB above the noise behind a voice from which a frame is speech, and below its loudest to which it still is. */
const ABOVE_NOISE = 9
const BELOW_LOUDEST = 15
/** dBFS. What is softer than this is no speech, however silent the room. */
const QUIETEST_SPEECH = -55
/** dB by which the loudest is forgotten with each 10 ms that were received: 2 dB/s. */
const FORGETTING = 0.02
/** The noise is the lowest level of the last 10 x 0.5 s received: nobody speaks 5 s without a pause. */
const NOISE_BLOCKS = 10
const NOISE_BLOCK_FRAMES = 50
/** Share of a new frame in the smoothed level that the noise is the lowest of. */
const LEVEL_SMOOTHING = 0.5
/** Frames of a new stretch that are still silent by the codec's look-ahead and our fade: they are no noise. */
const FRAMES_TO_BEGIN = 3
/** RMS beyond which nobody's sound is, but a hostile packet's is. */
const ABSURD = 2

export class SpeakerLoudness {
  /** dB to add. */
  decibels = 0
  /** The same as a factor. */
  factor = 1
  #meanPower = 0
  #frames = 0
  #loudest = -120
  /** Mean square, smoothed; below 0 = nothing heard in this stretch. */
  #smoothed = -1
  #begun = 0
  readonly #blocks = new Float64Array(NOISE_BLOCKS)
  #block = 0
  #blockFrames = 0
  #blockLowest = 0

  /** dBFS of the noise behind the voice; 0 while nothing is known. */
  get noiseDb(): number {
    let lowest = this.#blockFrames > 0 ? this.#blockLowest : 0
    for (let i = 0; i < NOISE_BLOCKS; i++) lowest = Math.min(lowest, this.#blocks[i] ?? 0)
    return lowest
  }

  /** A stretch of speech ended: the next one comes up out of silence. */
  rest(): void {
    this.#smoothed = -1
    this.#begun = 0
  }

  /** Takes sound as it was decoded, in whole frames of 10 ms. */
  learn(sound: Float32Array): void {
    const before = this.decibels
    for (let at = 0; at + UNIT <= sound.length; at += UNIT) this.#hear(rootMeanSquare(sound, at, UNIT))
    if (this.decibels !== before) this.factor = 10 ** (this.decibels / 20)
  }

  #hear(rms: number): void {
    // Not a number is not below anything either.
    if (!(rms < ABSURD) || this.#begun++ < FRAMES_TO_BEGIN) return
    const level = toDecibels(rms)
    this.#learnNoise(rms * rms)
    this.#loudest = Math.max(level, this.#loudest - FORGETTING)
    const { noiseDb } = this
    const most = Math.min(MOST_GAIN, Math.max(0, LOUDEST_NOISE - noiseDb))
    if (this.decibels > most) this.decibels = Math.max(most, this.decibels - UP)
    const least = Math.max(QUIETEST_SPEECH, noiseDb + ABOVE_NOISE, this.#loudest - BELOW_LOUDEST)
    if (level > least) this.#learnSpeech(rms * rms, most)
  }

  #learnSpeech(power: number, most: number): void {
    this.#frames++
    this.#meanPower += (power - this.#meanPower) * Math.max(SMOOTHING, 1 / this.#frames)
    if (this.#frames < FRAMES_TO_TRUST) return
    const wanted = Math.min(most, Math.max(LEAST_GAIN, TARGET - toDecibels(Math.sqrt(this.#meanPower))))
    const step = (wanted - this.decibels) * APPROACH
    this.decibels += Math.min(UP, Math.max(-DOWN, step))
  }

  #learnNoise(power: number): void {
    this.#smoothed = this.#smoothed < 0 ? power : this.#smoothed + LEVEL_SMOOTHING * (power - this.#smoothed)
    const level = toDecibels(Math.sqrt(this.#smoothed))
    if (this.#blockFrames === 0 || level < this.#blockLowest) this.#blockLowest = level
    this.#blockFrames++
    if (this.#blockFrames < NOISE_BLOCK_FRAMES) return
    this.#blocks[this.#block] = this.#blockLowest
    this.#block = (this.#block + 1) % NOISE_BLOCKS
    this.#blockFrames = 0
  }
}
