/**
 * Is there noise worth taking out? In a quiet room RNNoise has nothing to do, and its 10 ms are spared. Pure; looks
 * only at what is no speech.
 */

/** dBFS of steady noise, as the others would hear it, from which it is worth 10 ms, and below which it is not. */
const NOISY = -60
const QUIET = -65
/** Frames of 10 ms that must be noisy, hardly broken: a chair that moves is no noise to take out. */
const STEADY_FRAMES = 50
/** Noisy frames that one without noise takes back, and quiet ones that one with it does. */
const BROKEN_NOISE = 2
const BROKEN_QUIET = 20
/** Frames without speech and noise after which the room counts as quiet again: 20 s. */
const QUIET_FRAMES = 2000
/** A knock, such as a key: dB above the room, dBFS, and frames for which it lasts at most. */
const KNOCK_ABOVE_FLOOR = 12
const KNOCK_LEVEL = -50
const LONGEST_KNOCK = 8
/** Likelihood of speech from which a short sound may be a word. */
const MAYBE_SPEECH = 0.3
/** Knocks within this many frames that are noise: somebody types. */
const KNOCKS = 3
const KNOCKS_WITHIN = 500

export interface NoiseFrame {
  /** dBFS of the 10 ms, without hum below speech. */
  readonly levelDb: number
  /** dBFS of the room, as learnt. */
  readonly floorDb: number
  /** dB that will be added before it is sent. */
  readonly gainDb: number
  /** RNNoise's likelihood of speech, 0..1. */
  readonly likelihood: number
  readonly speaking: boolean
}

export class NoisePresence {
  present = false
  #noisyFrames = 0
  #quietFrames = 0
  /** Length of the loud sound under way, and the highest likelihood in it. */
  #loudFrames = 0
  #likeliest = 0
  #frame = 0
  /** When the last knocks were, newest last. */
  readonly #knocks = new Float64Array(KNOCKS).fill(Number.NEGATIVE_INFINITY)

  /** Takes what is known of the next 10 ms. */
  hear({ levelDb, floorDb, gainDb, likelihood, speaking }: NoiseFrame): void {
    this.#frame++
    const knocked = this.#isKnock(levelDb, floorDb, likelihood, speaking)
    if (speaking) {
      this.#noisyFrames = 0
      return
    }
    const heardDb = levelDb + gainDb
    this.#noisyFrames = Math.max(0, this.#noisyFrames + (heardDb > NOISY ? 1 : -BROKEN_NOISE))
    this.#quietFrames = knocked ? 0 : Math.max(0, this.#quietFrames + (heardDb > QUIET ? -BROKEN_QUIET : 1))
    const types = this.#frame - (this.#knocks[0] ?? 0) < KNOCKS_WITHIN
    if (types || this.#noisyFrames >= STEADY_FRAMES) this.present = true
    else if (this.#quietFrames >= QUIET_FRAMES) this.present = false
  }

  /** True on the frame after a short loud sound that was no speech. */
  #isKnock(levelDb: number, floorDb: number, likelihood: number, speaking: boolean): boolean {
    const loud = levelDb > Math.max(floorDb + KNOCK_ABOVE_FLOOR, KNOCK_LEVEL)
    const length = this.#loudFrames
    const likeliest = this.#likeliest
    this.#loudFrames = loud ? length + 1 : 0
    this.#likeliest = loud ? Math.max(likeliest, likelihood) : 0
    const over = !loud && length > 0 && length <= LONGEST_KNOCK
    if (!over || speaking || likeliest >= MAYBE_SPEECH) return false
    this.#knocks.copyWithin(0, 1)
    this.#knocks[KNOCKS - 1] = this.#frame
    return true
  }
}
