/** What the page, the capture's thread and the audio worklets say to each other. Voice itself goes over the voice ports. */
import type { MicFrame } from '../../bridge/voice-port.ts'
import type { VoiceRate } from './bitrate.ts'
import type { MicrophoneLevel, Recording } from './capture.ts'
import type { ConditioningOptions } from './conditioning.ts'
import type { EchoGating } from './echo-gate.ts'
import type { PlaybackStats } from './playback.ts'
import type { Transmission } from './transmission.ts'
import type { EncoderState } from './voice-encoder.ts'

export const PLAYBACK_PROCESSOR = 'chatiere-playback'
export const GRAPH_TAP_PROCESSOR = 'chatiere-graph-tap'
/** Name of the capture's thread. */
export const CAPTURE_THREAD = 'chatiere-capture'

export type CaptureCommand =
  /**
   * First of all, once. A port to the graph tap comes with it, in `ports[0]`. `rnnoise`: compiled; null where it could
   * not be had.
   */
  | { readonly type: 'start'; readonly rnnoise: WebAssembly.Module | null }
  /** A voice port to the engine comes with it, in `ports[0]`, and replaces the one before. */
  | { readonly type: 'connect' }
  | { readonly type: 'muted'; readonly muted: boolean }
  | { readonly type: 'transmission'; readonly transmission: Transmission }
  /** Push-to-talk's key or button is held, or was let go. */
  | { readonly type: 'talking'; readonly talking: boolean }
  | { readonly type: 'conditioning'; readonly options: ConditioningOptions }
  /** How the rest of an echo is turned down. */
  | { readonly type: 'echo-gating'; readonly gating: EchoGating }
  /** Another microphone is open, or none. `sound`: null where it comes through the graph, or not at all. */
  | { readonly type: 'microphone'; readonly sound: ReadableStream<AudioData> | null }
  /**
   * The echo watch listens from now on, or no more; what was heard before is forgotten. `afterMs`: ms of sound that must
   * be played before an echo counts.
   */
  | { readonly type: 'echo-watch'; readonly listening: boolean; readonly afterMs: number }
  | { readonly type: 'rate'; readonly rate: VoiceRate }
  /** Share of our packets lost on the way up, 0..1. */
  | { readonly type: 'loss'; readonly loss: number }
  | { readonly type: 'record'; readonly seconds: number }
  /** What goes to the others also goes to the graph tap, or no more. */
  | { readonly type: 'tap'; readonly on: boolean }
  | { readonly type: 'close' }

export type CaptureReport =
  | { readonly type: 'broken'; readonly reason: string }
  | { readonly type: 'level'; readonly level: MicrophoneLevel }
  | { readonly type: 'recorded'; readonly recording: Recording }
  /** The encoder is set otherwise than before. */
  | { readonly type: 'encoder'; readonly state: EncoderState }
  /** An echo was heard: told once; then the watch sleeps until it is to listen again. `ms`: about how late it came. */
  | { readonly type: 'echo'; readonly ms: number }

/** From the graph tap to the capture: 10 ms at the graph's `rate`, of each channel of the microphone and of what is played. */
export interface GraphSound {
  /** Empty where the microphone comes another way. */
  readonly heard: readonly Float32Array[]
  /** Null is silence. */
  readonly played: Float32Array | null
  readonly rate: number
}

/** From the capture to the graph tap: 10 ms at 48 kHz of what we send; null: nothing was sent of them. */
export type SentSound = Float32Array | null

export type GraphTapCommand =
  /** A port to the capture comes with it, in `ports[0]`. */
  { readonly type: 'connect' } | { readonly type: 'close' }

export type PlaybackCommand =
  /** A voice port from the engine comes with it, in `ports[0]`, and replaces the one before. */
  | { readonly type: 'connect' }
  | { readonly type: 'deafened'; readonly deafened: boolean }
  | { readonly type: 'gain'; readonly session: number; readonly gain: number }
  /** Every voice is brought to about the same loudness, or left as it comes. */
  | { readonly type: 'evens-voices'; readonly evens: boolean }
  | { readonly type: 'replay'; readonly frames: readonly MicFrame[] }
  | { readonly type: 'close' }

export type PlaybackReport =
  | { readonly type: 'broken'; readonly reason: string }
  | { readonly type: 'talking'; readonly sessions: readonly number[] }
  | { readonly type: 'stats'; readonly stats: PlaybackStats }
  | { readonly type: 'replayed' }
