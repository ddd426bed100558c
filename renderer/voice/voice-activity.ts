/**
 * Is somebody speaking? Compares each 10 ms with the noise of the room, which it keeps learning. No level
 * has to be set by hand: Mumble's fixed thresholds are the first thing people stumble over.
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
/** Frames before the onset that are sent too, at most: soft consonants last 30 to 60 ms. */
export const LONGEST_PRE_ROLL = 6
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
  /** On the frame where `speaking` turns true: earlier frames that belong to it, 1..{@link LONGEST_PRE_ROLL}. */
  preRoll = 0

  readonly #levels = new Float64Array(LONGEST_PRE_ROLL + 1).fill(-120)
  readonly #blocks = new Float64Array(FLOOR_BLOCKS).fill(HIGHEST_FIRST_FLOOR)
  readonly #filtered = new Float32Array(UNIT)
  readonly #filter = highPass(HIGH_PASS)
  #block = 0
  #blockFrames = 0
  #blockLowest = 0
  #smoothed = -1
  #loudFrames = 0
  #hangover = 0

  /** The room's noise in dBFS, as learned so far. */
  get floorDb(): number {
    let lowest = this.#blockFrames > 0 ? this.#blockLowest : 0
    for (const level of this.#blocks) if (level < lowest) lowest = level
    return lowest + FLOOR_BIAS
  }

  /** Takes the next 10 ms and says whether they are speech. */
  hear(frame: Float32Array): boolean {
    this.#filter(frame, this.#filtered)
    const rms = rootMeanSquare(this.#filtered, 0, UNIT)
    const level = toDecibels(rms)
    this.#learn(rms)
    this.#levels.copyWithin(0, 1)
    this.#levels[LONGEST_PRE_ROLL] = level

    const floor = this.floorDb
    const threshold = Math.max(floor + (this.speaking ? OFF_ABOVE_FLOOR : ON_ABOVE_FLOOR), QUIETEST_SPEECH)
    this.#loudFrames = level > threshold ? this.#loudFrames + 1 : 0
    if (this.speaking) {
      this.#hangover = this.#loudFrames > 0 ? HANGOVER_FRAMES : this.#hangover - 1
      if (this.#hangover === 0) this.speaking = false
    } else if (this.#loudFrames >= FRAMES_TO_START) {
      this.speaking = true
      this.#hangover = HANGOVER_FRAMES
      this.preRoll = this.#onsetLength(floor)
    }
    return this.speaking
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
function highPass(cutoff: number): (input: Float32Array, output: Float32Array) => void {
  const w = Math.tan((Math.PI * cutoff) / SAMPLE_RATE)
  const scale = 1 / (1 + Math.SQRT2 * w + w * w)
  const a1 = 2 * (w * w - 1) * scale
  const a2 = (1 - Math.SQRT2 * w + w * w) * scale
  let z1 = 0
  let z2 = 0
  return (input, output) => {
    for (let i = 0; i < output.length; i++) {
      const x = (input[i] ?? 0) * scale
      const y = x + z1
      z1 = z2 - 2 * x - a1 * y
      z2 = x - a2 * y
      output[i] = y
    }
    // Denormal numbers would slow the audio thread down in long silence.
    if (Math.abs(z1) < 1e-15) z1 = 0
    if (Math.abs(z2) < 1e-15) z2 = 0
  }
}
