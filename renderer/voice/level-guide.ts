/** What a person could do about how they sound. Pure: facts in, one piece of advice out. */
import { MOST_GAIN } from './automatic-gain.ts'

/** The most urgent first. The sentences are in the page's languages. */
export const levelAdvice = [
  /** The microphone is overdriven: it crackles, whatever comes after. */
  'clipping',
  /** Hardly to be understood, even with all the gain we give. */
  'too-quiet',
  /** The room is nearly as loud as the voice. */
  'noisy',
] as const

export type LevelAdvice = (typeof levelAdvice)[number]

/** Amplitude at which a converter is at its end, and samples of it in 10 ms that are heard as a crackle. */
const FULL = 0.985
const CLIPPED_SAMPLES = 4
/** Frames of 10 ms within the time that advice stands, from which it counts: one bump of the desk does not. */
const CLIPPED_FRAMES = 3
/** Frames that a crackle is remembered: 4 s, time to read and to move back. */
const REMEMBERED = 400
/** dBFS of speech that listeners must turn up. */
const QUIET_SPEECH = -38
/** dBFS of noise that is heard behind speech, and dB that speech should stand out of it. */
const HEARD_NOISE = -48
const CLEAR_SPEECH = 15
/** dB that our suppressor takes of the noise, all in all, before somebody has to do something about it. */
const SUPPRESSED = 12

export interface HeardSpeech {
  /** dBFS of the person's speech from the microphone; null until some was heard. */
  readonly speechDb: number | null
  /** dBFS of the room. */
  readonly floorDb: number
  readonly automaticGain: boolean
  readonly suppresses: boolean
}

export class LevelGuide {
  #frame = 0
  /** When the last frames with a crackle were, newest last. */
  readonly #clipped = new Float64Array(CLIPPED_FRAMES).fill(Number.NEGATIVE_INFINITY)

  /** Looks for crackles in 10 ms from the microphone. */
  hear(frame: Float32Array): void {
    this.#frame++
    let full = 0
    for (let i = 0; i < frame.length; i++) if (Math.abs(frame[i] ?? 0) >= FULL) full++
    if (full < CLIPPED_SAMPLES) return
    this.#clipped.copyWithin(0, 1)
    this.#clipped[CLIPPED_FRAMES - 1] = this.#frame
  }

  /** Null when all is well, or nothing is known yet. */
  advice({ speechDb, floorDb, automaticGain, suppresses }: HeardSpeech): LevelAdvice | null {
    if (this.#frame - (this.#clipped[0] ?? 0) < REMEMBERED) return 'clipping'
    if (speechDb === null) return null
    if (speechDb + (automaticGain ? MOST_GAIN : 0) < QUIET_SPEECH) return 'too-quiet'
    const taken = suppresses ? SUPPRESSED : 0
    if (floorDb - taken > HEARD_NOISE && speechDb - floorDb + taken < CLEAR_SPEECH) return 'noisy'
    return null
  }
}
