/** What the page and the audio worklets say to each other. Voice itself goes over the voice ports. */
import type { MicFrame } from '../../bridge/voice-port.ts'
import type { VoiceRate } from './bitrate.ts'
import type { MicrophoneLevel, Recording } from './capture.ts'
import type { ConditioningOptions } from './conditioning.ts'
import type { EchoGating } from './echo-gate.ts'
import type { PlaybackStats } from './playback.ts'
import type { Transmission } from './transmission.ts'
import type { EncoderState } from './voice-encoder.ts'

export const CAPTURE_PROCESSOR = 'chatiere-capture'
export const PLAYBACK_PROCESSOR = 'chatiere-playback'
export const ECHO_WATCH_PROCESSOR = 'chatiere-echo-watch'

export type CaptureCommand =
  /** A voice port to the engine comes with it, in `ports[0]`, and replaces the one before. */
  | { readonly type: 'connect' }
  | { readonly type: 'muted'; readonly muted: boolean }
  | { readonly type: 'transmission'; readonly transmission: Transmission }
  /** Push-to-talk's key or button is held, or was let go. */
  | { readonly type: 'talking'; readonly talking: boolean }
  | { readonly type: 'conditioning'; readonly options: ConditioningOptions }
  /** How the rest of an echo is turned down. */
  | { readonly type: 'echo-gating'; readonly gating: EchoGating }
  /** Another microphone is open. */
  | { readonly type: 'microphone' }
  | { readonly type: 'rate'; readonly rate: VoiceRate }
  /** Share of our packets lost on the way up, 0..1. */
  | { readonly type: 'loss'; readonly loss: number }
  | { readonly type: 'record'; readonly seconds: number }
  /** What goes to the others also comes out of the node's second output, or no more. */
  | { readonly type: 'tap'; readonly on: boolean }
  | { readonly type: 'close' }

export type CaptureReport =
  | { readonly type: 'broken'; readonly reason: string }
  | { readonly type: 'level'; readonly level: MicrophoneLevel }
  | { readonly type: 'recorded'; readonly recording: Recording }
  /** The encoder is set otherwise than before. */
  | { readonly type: 'encoder'; readonly state: EncoderState }

/** What the capture worklet is born with. */
export interface CaptureProcessorOptions {
  /** RNNoise, compiled; null where it could not be had. */
  readonly rnnoise: WebAssembly.Module | null
}

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

export type EchoWatchCommand =
  /**
   * Listens from now on, or no more; what was heard before is forgotten. `afterMs`: ms of sound that must be played
   * before an echo counts.
   */
  | { readonly type: 'listen'; readonly listening: boolean; readonly afterMs: number }
  | { readonly type: 'close' }

/** Told once; then the watch sleeps until it is to listen again. `ms`: from rendered to heard. */
export type EchoWatchReport = { readonly type: 'echo'; readonly ms: number }
