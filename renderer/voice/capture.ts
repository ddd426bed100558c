/**
 * My voice, on the audio thread: samples in, Mumble voice frames out. Every 10 ms: level, voice activity,
 * noise and loudness, and while it is to be sent, Opus. Knows nothing of Web Audio, so that Node can test it.
 */
import type { MicFrame } from '../../bridge/voice-port.ts'
import { copySamples, isSilent, UNIT } from './audio-format.ts'
import { Conditioning, type ConditioningOptions, type SuppressionState } from './conditioning.ts'
import type { EchoGating } from './echo-gate.ts'
import type { LevelAdvice } from './level-guide.ts'
import { type Level, LevelMeter } from './level-meter.ts'
import type { NoiseSuppressor } from './noise-suppressor.ts'
import type { Transmission } from './transmission.ts'
import { UplinkLag } from './uplink-lag.ts'
import type { VoiceEncoder } from './voice-encoder.ts'

/** Mumble's own clients count from 0 again after 5 s of silence; receivers must and do expect that. */
const RESET_AFTER_UNITS = 500
/** Samples between two level reports: 100 ms. */
const REPORT_EVERY = 10 * UNIT
/** Samples of exact silence after which a microphone is called silent: 3 s. A real one always hisses. */
const SILENT_AFTER = 300 * UNIT
/** Samples of the fade on the last frame of a voice that is cut short. */
const LAST_FADE = UNIT / 2
/** Frames before the key of push-to-talk was noticed, and after it was let go, that are sent too: fingers are early. */
const TALK_PRE_ROLL = 3
const TALK_TAIL = 12
/** One step of a 16-bit sample. */
const LEAST_STEP = 1 / 32_768

export interface MicrophoneLevel extends Level {
  /** Somebody speaks into the microphone, muted or not. */
  readonly speaking: boolean
  /** Nothing but zeros for seconds: switched off on the device itself or by the system. */
  readonly silent: boolean
  /** What the person could do about how they sound; null = all is well. */
  readonly advice: LevelAdvice | null
  readonly suppression: SuppressionState
}

/** The same seconds twice: as the others would hear them, and as they were without our part. */
export interface Recording {
  readonly conditioned: readonly MicFrame[]
  readonly plain: readonly MicFrame[]
}

export interface CaptureEvents {
  /** A frame for the others. */
  send(frame: MicFrame): void
  /** Ten times a second, and at once when `speaking` changes. */
  level(level: MicrophoneLevel): void
  /** The recording that {@link Capture.record} asked for. */
  recorded(recording: Recording): void
  /** Each 10 ms: what goes to the others of them, before Opus; null = nothing does. Only good during the call. */
  sent?(samples: Float32Array | null): void
}

/** What {@link Capture} makes its frames with. */
export interface CaptureTools {
  readonly encoder: VoiceEncoder
  /** For the plain half of a recording; null = a recording has only one half. */
  readonly plainEncoder: VoiceEncoder | null
  /** Null where it is not to be had. */
  readonly suppressor: NoiseSuppressor | null
}

export class Capture {
  #muted = true
  #transmission: Transmission = 'voice'
  #talking = false
  /** Frames of push-to-talk's tail that are left. */
  #tail = 0
  readonly #encoder: VoiceEncoder
  readonly #plainEncoder: VoiceEncoder | null
  readonly #events: CaptureEvents
  readonly #conditioning: Conditioning
  readonly #meter = new LevelMeter()
  readonly #lag = new UplinkLag()
  readonly #frame = new Float32Array(UNIT)
  /** What the loudspeaker got in the same 10 ms. */
  readonly #played = new Float32Array(UNIT)
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
  #recording: Tape | null = null

  constructor({ encoder, plainEncoder, suppressor }: CaptureTools, events: CaptureEvents) {
    this.#encoder = encoder
    this.#plainEncoder = plainEncoder
    this.#events = events
    this.#conditioning = new Conditioning(suppressor)
  }

  /** Muting ends the voice with the next frame, faded; nothing said while muted is ever sent. */
  setMuted(muted: boolean): void {
    this.#muted = muted
  }

  setTransmission(transmission: Transmission): void {
    if (transmission === this.#transmission) return
    this.#transmission = transmission
    this.#talking = false
    this.#tail = 0
    // Who sends all the time spares the line in pauses; the other two ways send nothing there.
    this.#encoder.setDtx(transmission === 'always')
  }

  /** Push-to-talk's key or button is held. */
  setTalking(talking: boolean): void {
    if (this.#talking && !talking) this.#tail = TALK_TAIL
    this.#talking = talking
  }

  setConditioning(options: ConditioningOptions): void {
    this.#conditioning.set(options)
  }

  /** How the rest of an echo is turned down. */
  setEchoGating(gating: EchoGating): void {
    this.#conditioning.setEchoGating(gating)
  }

  /** Another microphone is open. */
  microphoneChanged(): void {
    this.#conditioning.forgetSpeech()
  }

  /**
   * Records the next seconds through the encoder, for the person alone: meanwhile nothing goes to the
   * others. A recording under way is given up.
   */
  record(seconds: number): void {
    this.#end()
    this.#lag.forget()
    this.#recording = { conditioned: [], plain: [], unitsLeft: Math.ceil(seconds * 100) }
  }

  /**
   * Takes the next samples, any number of them; null when there is no microphone (taken for silence). `played`: what
   * the loudspeaker gets in the same time; null is silence.
   */
  process(samples: Float32Array | null, count: number, played: Float32Array | null = null): void {
    for (let done = 0; done < count; ) {
      const taken = Math.min(count - done, UNIT - this.#gathered)
      copySamples(samples, done, this.#frame, this.#gathered, taken)
      copySamples(played, done, this.#played, this.#gathered, taken)
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
    this.#lag.remember(this.#conditioning.conditioned)
    let goesOut = false
    if (this.#recording !== null) this.#record(this.#recording, frame)
    else goesOut = this.#transmit()
    this.#events.sent?.(goesOut ? this.#outgoing : null)
    if (this.#muted && this.#recording === null) this.#lag.forget()
    this.#silentUnits = this.#sending || this.#recording !== null ? 0 : this.#silentUnits + 1
    this.#unit = this.#silentUnits > RESET_AFTER_UNITS ? 0 : (this.#unit + 1) >>> 0
  }

  #measure(frame: Float32Array): void {
    const wasSpeaking = this.#conditioning.speaking
    this.#conditioning.hear(frame, this.#played)
    const { speaking, advice, suppression } = this.#conditioning
    this.#meter.add(frame)
    this.#zeroSamples = isSilent(frame) ? this.#zeroSamples + UNIT : 0
    if (this.#meter.samples < REPORT_EVERY && speaking === wasSpeaking) return
    const { rmsDb, peakDb } = this.#meter.read()
    const silent = this.#zeroSamples >= SILENT_AFTER
    this.#events.level({ rmsDb, peakDb, speaking, silent, advice, suppression })
  }

  /** True when this frame went out. */
  #transmit(): boolean {
    const wanted = this.#isWanted()
    if (wanted && !this.#sending) {
      this.#sending = true
      this.#lag.begin(this.#preRoll())
    }
    if (!this.#sending) return false
    this.#lag.take(this.#outgoing)
    if (!wanted) fadeOut(this.#outgoing)
    const frame = this.#encode(!wanted)
    if (frame !== null) this.#events.send(frame)
    this.#sending = wanted
    return true
  }

  #isWanted(): boolean {
    const inTail = this.#tail > 0
    if (inTail) this.#tail--
    if (this.#muted) return false
    switch (this.#transmission) {
      case 'always':
        return true
      case 'voice':
        return this.#conditioning.speaking
      case 'push-to-talk':
        return this.#talking || inTail
    }
  }

  /** Frames from before now that belong to what begins now. */
  #preRoll(): number {
    if (this.#transmission === 'voice') return this.#conditioning.preRoll
    return this.#transmission === 'push-to-talk' ? TALK_PRE_ROLL : 0
  }

  /** Ends a voice under way without waiting for the next samples. */
  #end(): void {
    if (!this.#sending) return
    this.#outgoing.fill(0)
    const frame = this.#encode(true)
    if (frame !== null) this.#events.send(frame)
    this.#sending = false
  }

  #record(tape: Tape, raw: Float32Array): void {
    this.#lag.take(this.#outgoing)
    tape.unitsLeft--
    const last = tape.unitsLeft <= 0
    const frame = this.#encode(last)
    if (frame !== null) tape.conditioned.push(frame)
    const plain = this.#plainEncoder?.encode(raw, last) ?? null
    if (plain !== null) {
      const frameNumber = tape.plain.length * plain.units
      tape.plain.push({ frameNumber, terminator: last, opus: plain.opus })
    }
    if (!last) return
    this.#recording = null
    this.#events.recorded({ conditioned: tape.conditioned, plain: tape.plain })
  }

  /** Gives a frame when the packet is full. */
  #encode(last: boolean): MicFrame | null {
    this.#packetUnit ??= this.#unit
    if (isSilent(this.#outgoing)) this.#fillWithDither()
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

interface Tape {
  readonly conditioned: MicFrame[]
  readonly plain: MicFrame[]
  unitsLeft: number
}

/** Lets the first half of a frame sink into silence; the rest is silent. */
function fadeOut(frame: Float32Array): void {
  for (let i = 0; i < LAST_FADE; i++) frame[i] = (frame[i] ?? 0) * (1 - (i + 1) / LAST_FADE)
  frame.fill(0, LAST_FADE)
}
