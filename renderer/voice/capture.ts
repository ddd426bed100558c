/**
 * My voice, on the audio thread: samples in, Mumble voice frames out. Every 10 ms: level, voice activity,
 * and while it is to be sent, Opus. Knows nothing of Web Audio, so that Node can test it.
 */
import type { MicFrame } from '../../bridge/voice-port.ts'
import { UNIT } from './audio-format.ts'
import { type Level, LevelMeter } from './level-meter.ts'
import type { Transmission } from './transmission.ts'
import { UplinkLag } from './uplink-lag.ts'
import { VoiceActivity } from './voice-activity.ts'
import type { VoiceEncoder } from './voice-encoder.ts'

/** Mumble's own clients count from 0 again after 5 s of silence; receivers must and do expect that. */
const RESET_AFTER_UNITS = 500
/** Samples between two level reports: 100 ms. */
const REPORT_EVERY = 10 * UNIT
/** Samples of exact silence after which a microphone is called silent: 3 s. A real one always hisses. */
const SILENT_AFTER = 300 * UNIT
/** Samples of the fade on the last frame of a voice that is cut short. */
const LAST_FADE = UNIT / 2
/** One step of a 16-bit sample. */
const LEAST_STEP = 1 / 32_768

export interface MicrophoneLevel extends Level {
  /** Somebody speaks into the microphone, muted or not. */
  readonly speaking: boolean
  /** Nothing but zeros for seconds: switched off on the device itself or by the system. */
  readonly silent: boolean
}

export interface CaptureEvents {
  /** A frame for the others. */
  send(frame: MicFrame): void
  /** Ten times a second, and at once when `speaking` changes. */
  level(level: MicrophoneLevel): void
  /** The recording that {@link Capture.record} asked for. */
  recorded(frames: readonly MicFrame[]): void
}

export class Capture {
  #muted = true
  #transmission: Transmission = 'voice'
  readonly #encoder: VoiceEncoder
  readonly #events: CaptureEvents
  readonly #activity = new VoiceActivity()
  readonly #meter = new LevelMeter()
  readonly #lag = new UplinkLag()
  readonly #frame = new Float32Array(UNIT)
  readonly #outgoing = new Float32Array(UNIT)
  #gathered = 0
  /** Number of the 10 ms being gathered; runs on through silence. */
  #unit = 0
  #silentUnits = 0
  #zeroSamples = 0
  #sending = false
  /** Number of the first frame in the packet being gathered. */
  #packetUnit: number | null = null
  #dither = 1
  #recording: { frames: MicFrame[]; unitsLeft: number } | null = null

  constructor(encoder: VoiceEncoder, events: CaptureEvents) {
    this.#encoder = encoder
    this.#events = events
  }

  /** Muting ends the voice with the next frame, faded; nothing said while muted is ever sent. */
  setMuted(muted: boolean): void {
    this.#muted = muted
  }

  setTransmission(transmission: Transmission): void {
    this.#transmission = transmission
  }

  /**
   * Records the next seconds through the encoder, for the person alone: meanwhile nothing goes to the
   * others. A recording under way is given up.
   */
  record(seconds: number): void {
    this.#end()
    this.#lag.forget()
    this.#recording = { frames: [], unitsLeft: Math.ceil(seconds * 100) }
  }

  /** Takes the next samples, any number of them; null when there is no microphone (taken for silence). */
  process(samples: Float32Array | null, count: number): void {
    for (let done = 0; done < count; ) {
      const taken = Math.min(count - done, UNIT - this.#gathered)
      if (samples === null) this.#frame.fill(0, this.#gathered, this.#gathered + taken)
      else this.#frame.set(samples.subarray(done, done + taken), this.#gathered)
      this.#gathered += taken
      done += taken
      if (this.#gathered === UNIT) {
        this.#gathered = 0
        this.#take(this.#frame)
      }
    }
  }

  #take(frame: Float32Array): void {
    this.#measure(frame)
    this.#lag.remember(frame)
    if (this.#recording !== null) this.#record(this.#recording)
    else this.#transmit()
    if (this.#muted && this.#recording === null) this.#lag.forget()
    this.#silentUnits = this.#sending || this.#recording !== null ? 0 : this.#silentUnits + 1
    this.#unit = this.#silentUnits > RESET_AFTER_UNITS ? 0 : (this.#unit + 1) >>> 0
  }

  #measure(frame: Float32Array): void {
    const wasSpeaking = this.#activity.speaking
    const speaking = this.#activity.hear(frame)
    this.#meter.add(frame)
    this.#zeroSamples = isZero(frame) ? this.#zeroSamples + UNIT : 0
    if (this.#meter.samples < REPORT_EVERY && speaking === wasSpeaking) return
    const { rmsDb, peakDb } = this.#meter.read()
    this.#events.level({ rmsDb, peakDb, speaking, silent: this.#zeroSamples >= SILENT_AFTER })
  }

  #transmit(): void {
    const wanted = !this.#muted && (this.#transmission === 'always' || this.#activity.speaking)
    if (wanted && !this.#sending) {
      this.#sending = true
      this.#lag.begin(this.#transmission === 'always' ? 0 : this.#activity.preRoll)
    }
    if (!this.#sending) return
    this.#lag.take(this.#outgoing)
    if (!wanted) fadeOut(this.#outgoing)
    const frame = this.#encode(!wanted)
    if (frame !== null) this.#events.send(frame)
    this.#sending = wanted
  }

  /** Ends a voice under way without waiting for the next samples. */
  #end(): void {
    if (!this.#sending) return
    this.#outgoing.fill(0)
    const frame = this.#encode(true)
    if (frame !== null) this.#events.send(frame)
    this.#sending = false
  }

  #record(recording: { frames: MicFrame[]; unitsLeft: number }): void {
    this.#lag.take(this.#outgoing)
    recording.unitsLeft--
    const last = recording.unitsLeft <= 0
    const frame = this.#encode(last)
    if (frame !== null) recording.frames.push(frame)
    if (!last) return
    this.#recording = null
    this.#events.recorded(recording.frames)
  }

  /** Gives a frame when the packet is full. */
  #encode(last: boolean): MicFrame | null {
    this.#packetUnit ??= this.#unit
    if (isZero(this.#outgoing)) this.#fillWithDither()
    const packet = this.#encoder.encode(this.#outgoing, last)
    if (packet === null) return null
    const frame = { frameNumber: this.#packetUnit, terminator: last, opus: packet.opus }
    this.#packetUnit = null
    return frame
  }

  /** Exact silence becomes noise of one step: encoders and receivers' level trackers go astray on zeros. */
  #fillWithDither(): void {
    for (let i = 0; i < UNIT; i++) {
      // xorshift32: no allocation, no Math.random on the audio thread
      this.#dither ^= this.#dither << 13
      this.#dither ^= this.#dither >>> 17
      this.#dither ^= this.#dither << 5
      this.#outgoing[i] = this.#dither > 0 ? LEAST_STEP : -LEAST_STEP
    }
  }
}

function isZero(frame: Float32Array): boolean {
  for (let i = 0; i < frame.length; i++) if (frame[i] !== 0) return false
  return true
}

/** Lets the first half of a frame sink into silence; the rest is silent. */
function fadeOut(frame: Float32Array): void {
  for (let i = 0; i < LAST_FADE; i++) frame[i] = (frame[i] ?? 0) * (1 - (i + 1) / LAST_FADE)
  frame.fill(0, LAST_FADE)
}
