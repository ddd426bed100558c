/**
 * From the microphone's raw 10 ms to what is worth encoding: is it speech, without its noise and the rest of an echo,
 * at a usual loudness. What is judged is the raw sound; what is sent comes {@link Conditioning.delayFrames} later.
 */
import { rootMeanSquare, UNIT } from './audio-format.ts'
import { AutomaticGain } from './automatic-gain.ts'
import { EchoGate, type EchoGating } from './echo-gate.ts'
import { type LevelAdvice, LevelGuide } from './level-guide.ts'
import { NoisePresence } from './noise-presence.ts'
import type { NoiseSuppressor, Suppression } from './noise-suppressor.ts'
import { VoiceActivity } from './voice-activity.ts'

export interface ConditioningOptions {
  readonly suppression: Suppression
  readonly automaticGain: boolean
}

/** `missing`: RNNoise could not be had. `resting`: wanted, but the room is quiet. */
export type SuppressionState = 'missing' | 'off' | 'resting' | 'working'

/** Likelihood from which a frame tells how loudly the person speaks. */
const SURE = 0.6
/** What is less likely than this is a pause, once it lasts: loud noise that just began also passes for speech. */
const PAUSE_LIKELIHOOD = 0.1
const PAUSE_FRAMES = 30
/** dB above the room: what is no louder is not missed. */
const PAUSE_ABOVE_FLOOR = 6
/** Frames to wait for a soft pause, and for any: noise that just began is louder than the room as learnt. */
const PATIENCE_FOR_SOFT = 100
const PATIENCE = 1000

export class Conditioning {
  /** The last 10 ms as they are to be sent. */
  readonly conditioned = new Float32Array(UNIT)
  readonly #suppressor: NoiseSuppressor | null
  readonly #activity = new VoiceActivity()
  readonly #noise = new NoisePresence()
  readonly #echo = new EchoGate()
  readonly #gain = new AutomaticGain()
  readonly #guide = new LevelGuide()
  /** The 10 ms before the last, without their noise. */
  readonly #clean = new Float32Array(UNIT)
  #options: ConditioningOptions = { suppression: 'off', automaticGain: false }
  /** How much is taken out while anything is. */
  #strength: Exclude<Suppression, 'off'> = 'standard'
  #cleans = false
  /** The person changed what they want: that waits for no pause. */
  #hurries = true
  #waited = 0
  /** Frames in a row that were unlikely to be speech. */
  #unlikely = 0

  /** @param suppressor null where WebAssembly's module could not be had: then nothing is suppressed. */
  constructor(suppressor: NoiseSuppressor | null) {
    this.#suppressor = suppressor
  }

  set(options: ConditioningOptions): void {
    this.#hurries ||= options.suppression !== this.#options.suppression
    this.#options = options
    if (options.suppression !== 'off') this.#strength = options.suppression
  }

  setEchoGating(gating: EchoGating): void {
    this.#echo.set(gating)
  }

  get speaking(): boolean {
    return this.#activity.speaking
  }

  get suppression(): SuppressionState {
    if (this.#suppressor === null) return 'missing'
    if (this.#options.suppression === 'off') return 'off'
    return this.#cleans ? 'working' : 'resting'
  }

  /** Frames by which {@link conditioned} lies behind the microphone: RNNoise's windows overlap by one. */
  get delayFrames(): 0 | 1 {
    return this.#cleans ? 1 : 0
  }

  /** On the frame where {@link speaking} turns true: conditioned frames before this one that belong to it. */
  get preRoll(): number {
    return Math.max(0, this.#activity.preRoll - this.delayFrames)
  }

  get advice(): LevelAdvice | null {
    const { automaticGain, suppression } = this.#options
    const { speechDb } = this.#gain
    const { floorDb } = this.#activity
    const suppresses = this.#suppressor !== null && suppression !== 'off'
    return this.#guide.advice({ speechDb, floorDb, automaticGain, suppresses })
  }

  /** Another microphone: what was learnt of the one before says nothing. */
  forgetSpeech(): void {
    this.#gain.forget()
    this.#echo.forget()
  }

  /**
   * Takes 10 ms from the microphone and fills {@link conditioned}. `played`: what the loudspeaker got meanwhile; null
   * is silence.
   */
  hear(frame: Float32Array, played: Float32Array | null = null): void {
    this.#guide.hear(frame)
    this.#suppressor?.hear(frame)
    this.#echo.hear(frame, played)
    const probability = this.#suppressor?.probability ?? null
    const speaking = this.#activity.hear(frame, probability, this.#echo.closed)
    if (this.#suppressor === null) this.conditioned.set(frame)
    else this.#suppress(this.#suppressor, frame)
    if (speaking && this.#activity.loud && (probability ?? 1) >= SURE) {
      this.#gain.learn(rootMeanSquare(frame, 0, UNIT), this.#activity.floorDb)
    }
    if (this.#options.automaticGain) this.#gain.apply(this.conditioned)
    this.#echo.apply(this.conditioned)
  }

  #suppress(suppressor: NoiseSuppressor, frame: Float32Array): void {
    // Also while it rests: the frame before must be there when it is brought in.
    suppressor.take(frame, this.#strength, this.#clean)
    const before = this.#cleans
    this.#cleans = this.#decide(suppressor.probability)
    if (before === this.#cleans) this.conditioned.set(before ? this.#clean : frame)
    else fade(before ? this.#clean : frame, before ? frame : this.#clean, this.conditioned)
  }

  /** Whether noise is taken out from now on. */
  #decide(likelihood: number): boolean {
    const { levelDb, floorDb } = this.#activity
    this.#unlikely = likelihood < PAUSE_LIKELIHOOD ? this.#unlikely + 1 : 0
    const speaking = this.#activity.speaking && this.#unlikely < PAUSE_FRAMES
    const { suppression, automaticGain } = this.#options
    const gainDb = automaticGain ? Math.max(0, this.#gain.decibels) : 0
    // The rest of an echo says nothing of the room.
    if (!this.#echo.closed) this.#noise.hear({ levelDb, floorDb, gainDb, likelihood, speaking })
    const wanted = suppression === 'strong' || (suppression === 'standard' && this.#noise.present)
    this.#waited = wanted === this.#cleans ? 0 : this.#waited + 1
    const pauses =
      !speaking &&
      this.#unlikely > 0 &&
      (levelDb < floorDb + PAUSE_ABOVE_FLOOR || this.#waited > PATIENCE_FOR_SOFT)
    const now = pauses || this.#hurries || this.#waited > PATIENCE
    this.#hurries = false
    return now ? wanted : this.#cleans
  }
}

/** One sound sinks while the other rises: both are the same room, 10 ms apart. */
function fade(from: Float32Array, to: Float32Array, out: Float32Array): void {
  for (let i = 0; i < UNIT; i++) {
    const weight = (i + 0.5) / UNIT
    const a = from[i] ?? 0
    const b = to[i] ?? 0
    out[i] = a + (b - a) * weight
  }
}
