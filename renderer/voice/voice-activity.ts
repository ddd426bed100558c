/**
 * Is somebody speaking? Loud enough above the noise of the room, which it keeps learning, and like speech by
 * RNNoise's word: keys, a fan or a closing door are loud, but unlike. No level has to be set by hand: Mumble's
 * fixed thresholds are the first thing people stumble over.
 */
import { rootMeanSquare, SAMPLE_RATE, toDecibels, UNIT } from './audio-format.ts'

/** dB above the room's noise at which speech begins, and below which it may end. */
const ON_ABOVE_FLOOR = 9
const OFF_ABOVE_FLOOR = 5
/** dB above the noise at which a frame before the onset still belongs to the first syllable. */
const ONSET_ABOVE_FLOOR = 3
/** dBFS. Quieter than this is no speech, however silent the room: a good microphone's own hiss. */
const QUIETEST_SPEECH = -58
/** Frames in a row that must be loud: one alone is a key or a mouse click. */
const FRAMES_TO_START = 2
/** Frames of 10 ms that still count as speech after the last loud one: 300 ms bridge any stop consonant. */
export const HANGOVER_FRAMES = 30
/**
 * Frames before the onset that are sent too, at most. RNNoise is sure of a vowel after 10 to 30 ms, of a word
 * that begins with "ch" or "f" after up to 130 ms: with the vowel (espeak, 18 words, 5 dB to 40 dB above noise).
 */
export const LONGEST_PRE_ROLL = 13
/** The likelihood of speech that begins it: this much above what this room's noise gets, within bounds. */
const LIKELY_ABOVE_NOISE = 0.35
const LEAST_LIKELY = 0.5
const MOST_LIKELY = 0.9
/** Share of a new frame in the likelihood that the room's noise gets: 2 s. */
const NOISE_LIKELIHOOD_SMOOTHING = 1 / 200
/** Speech that goes on may be less likely: an "s" is. */
const STILL_LIKELY = 0.1
/** A voice hardly above the noise is taken at this likelihood, in this many frames, this many dB above. */
const CERTAIN = 0.9
const CERTAIN_FRAMES = 4
const SOFT_ABOVE_FLOOR = 5
/**
 * Who is never likely, such as a whisper, must get through too: what is this many dB above the noise for most of
 * half a second counts as speech. Typing is not: between two keys it is quiet.
 */
const INSISTENT_ABOVE_FLOOR = 15
const INSISTENT_FRAMES = 40
/** The noise floor is the lowest level of the last 6 x 0.5 s: nobody speaks 3 s without a gap. */
const FLOOR_BLOCKS = 6
const FLOOR_BLOCK_FRAMES = 50
/** Share of a new frame in the smoothed level that the floor is the lowest of. */
const SMOOTHING = 0.25
/** dB that the lowest smoothed level lies below the mean of steady noise. */
const FLOOR_BIAS = 2
/** dBFS. Until a whole window was heard, the noise is taken for no louder: speech from the start gets through. */
const HIGHEST_FIRST_FLOOR = -48
/** Hz. Hum of the mains and steps on the floor are not speech. */
const HIGH_PASS = 120

export class VoiceActivity {
  /** True from the onset to the end of the hangover. */
  speaking = false
  /** The last frame itself was loud enough, hangover aside. */
  loud = false
  /** On the frame where `speaking` turns true: earlier frames that belong to it, 1..{@link LONGEST_PRE_ROLL}. */
  preRoll = 0

  /** dBFS of the last frame, without hum. */
  levelDb = -120

  readonly #levels = new Float64Array(LONGEST_PRE_ROLL + 1).fill(-120)
  readonly #blocks = new Float64Array(FLOOR_BLOCKS).fill(HIGHEST_FIRST_FLOOR)
  readonly #filtered = new Float32Array(UNIT)
  readonly #highPass = new HighPass(HIGH_PASS)
  #block = 0
  #blockFrames = 0
  #blockLowest = 0
  #smoothed = -1
  #loudFrames = 0
  #certainFrames = 0
  #insistence = 0
  /** Speech that began by insisting goes on without being likely. */
  #insisted = false
  #noiseLikelihood = 0
  #hangover = 0

  /** The room's noise in dBFS, as learned so far. */
  get floorDb(): number {
    let lowest = this.#blockFrames > 0 ? this.#blockLowest : 0
    for (let i = 0; i < FLOOR_BLOCKS; i++) lowest = Math.min(lowest, this.#blocks[i] ?? 0)
    return lowest + FLOOR_BIAS
  }

  /**
   * Takes the next 10 ms and says whether they are speech. `likelihood`: RNNoise's, 0..1; null where it is not
   * to be had, then loudness alone decides. `isEcho`: they are somebody else's voice, and say nothing of the room.
   */
  hear(frame: Float32Array, likelihood: number | null = null, isEcho = false): boolean {
    this.#highPass.apply(frame, this.#filtered)
    const rms = rootMeanSquare(this.#filtered, 0, UNIT)
    const level = toDecibels(rms)
    this.levelDb = level
    if (!isEcho) this.#learn(rms)
    this.#levels.copyWithin(0, 1)
    // No word begins in an echo: it is no part of a pre-roll.
    this.#levels[LONGEST_PRE_ROLL] = isEcho ? -120 : level

    const floor = this.floorDb
    // How far it is above the room; an echo never is.
    const above = isEcho || level <= QUIETEST_SPEECH ? Number.NEGATIVE_INFINITY : level - floor
    this.loud = above > (this.speaking ? OFF_ABOVE_FLOOR : ON_ABOVE_FLOOR)
    this.#loudFrames = this.loud ? this.#loudFrames + 1 : 0
    this.#certainFrames =
      (likelihood ?? 0) >= CERTAIN && above > SOFT_ABOVE_FLOOR ? this.#certainFrames + 1 : 0
    const insists = above > INSISTENT_ABOVE_FLOOR
    this.#insistence = Math.max(0, Math.min(INSISTENT_FRAMES, this.#insistence + (insists ? 1 : -2)))
    if (!this.loud && likelihood !== null && !this.speaking) {
      this.#noiseLikelihood += (likelihood - this.#noiseLikelihood) * NOISE_LIKELIHOOD_SMOOTHING
    }
    if (this.speaking) this.#goOn(likelihood)
    else if (this.#begins(likelihood)) this.#begin(floor, likelihood)
    return this.speaking
  }

  #begins(likelihood: number | null): boolean {
    if (likelihood === null) return this.#loudFrames >= FRAMES_TO_START
    const likely = Math.min(MOST_LIKELY, Math.max(LEAST_LIKELY, this.#noiseLikelihood + LIKELY_ABOVE_NOISE))
    if (this.#loudFrames >= FRAMES_TO_START && likelihood >= likely) return true
    return this.#certainFrames >= CERTAIN_FRAMES || this.#insistence >= INSISTENT_FRAMES
  }

  #begin(floor: number, likelihood: number | null): void {
    this.speaking = true
    this.#insisted = likelihood !== null && likelihood < STILL_LIKELY
    this.#hangover = HANGOVER_FRAMES
    this.preRoll = this.#onsetLength(floor)
  }

  #goOn(likelihood: number | null): void {
    const goesOn = this.#loudFrames > 0 && (this.#insisted || (likelihood ?? 1) >= STILL_LIKELY)
    if ((likelihood ?? 1) >= LEAST_LIKELY) this.#insisted = false
    this.#hangover = goesOn ? HANGOVER_FRAMES : this.#hangover - 1
    if (this.#hangover > 0) return
    this.speaking = false
    this.#insistence = 0
    this.#certainFrames = 0
  }

  /** Walks back from the onset while the frames rise above the noise, and one frame further. */
  #onsetLength(floor: number): number {
    let frames = FRAMES_TO_START - 1
    while (
      frames < LONGEST_PRE_ROLL - 1 &&
      (this.#levels[LONGEST_PRE_ROLL - frames - 1] ?? -120) > floor + ONSET_ABOVE_FLOOR
    ) {
      frames++
    }
    return frames + 1
  }

  #learn(rms: number): void {
    const power = rms * rms
    this.#smoothed = this.#smoothed < 0 ? power : this.#smoothed + SMOOTHING * (power - this.#smoothed)
    const level = toDecibels(Math.sqrt(this.#smoothed))
    if (this.#blockFrames === 0 || level < this.#blockLowest) this.#blockLowest = level
    this.#blockFrames++
    if (this.#blockFrames < FLOOR_BLOCK_FRAMES) return
    this.#blocks[this.#block] = this.#blockLowest
    this.#block = (this.#block + 1) % FLOOR_BLOCKS
    this.#blockFrames = 0
  }
}

/** A second-order Butterworth high-pass over whole frames; keeps its state between them. */
class HighPass {
  readonly #scale: number
  readonly #a1: number
  readonly #a2: number
  /** In an array, because numbers in fields and closures are made anew with each change: 0.9 MB a second here. */
  readonly #state = new Float64Array(2)

  /** @param cutoff in Hz */
  constructor(cutoff: number) {
    const w = Math.tan((Math.PI * cutoff) / SAMPLE_RATE)
    this.#scale = 1 / (1 + Math.SQRT2 * w + w * w)
    this.#a1 = 2 * (w * w - 1) * this.#scale
    this.#a2 = (1 - Math.SQRT2 * w + w * w) * this.#scale
  }

  apply(input: Float32Array, output: Float32Array): void {
    const [scale, a1, a2] = [this.#scale, this.#a1, this.#a2]
    let z1 = this.#state[0] ?? 0
    let z2 = this.#state[1] ?? 0
    for (let i = 0; i < output.length; i++) {
      const x = (input[i] ?? 0) * scale
      const y = x + z1
      z1 = z2 - 2 * x - a1 * y
      z2 = x - a2 * y
      output[i] = y
    }
    // Denormal numbers would slow the audio thread down in long silence.
    this.#state[0] = Math.abs(z1) < 1e-15 ? 0 : z1
    this.#state[1] = Math.abs(z2) < 1e-15 ? 0 : z2
  }
}
