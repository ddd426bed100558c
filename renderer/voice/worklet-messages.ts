/** What the page and the two audio worklets say to each other. Voice itself goes over the voice ports. */
import type { MicFrame } from '../../bridge/voice-port.ts'
import type { VoiceRate } from './bitrate.ts'
import type { MicrophoneLevel } from './capture.ts'
import type { PlaybackStats } from './playback.ts'
import type { Transmission } from './transmission.ts'

export const CAPTURE_PROCESSOR = 'chatiere-capture'
export const PLAYBACK_PROCESSOR = 'chatiere-playback'

export type CaptureCommand =
  /** A voice port to the engine comes with it, in `ports[0]`, and replaces the one before. */
  | { readonly type: 'connect' }
  | { readonly type: 'muted'; readonly muted: boolean }
  | { readonly type: 'transmission'; readonly transmission: Transmission }
  | { readonly type: 'rate'; readonly rate: VoiceRate }
  /** Share of our packets lost on the way up, 0..1. */
  | { readonly type: 'loss'; readonly loss: number }
  | { readonly type: 'record'; readonly seconds: number }
  | { readonly type: 'close' }

export type CaptureReport =
  | { readonly type: 'broken'; readonly reason: string }
  | { readonly type: 'level'; readonly level: MicrophoneLevel }
  | { readonly type: 'recorded'; readonly frames: readonly MicFrame[] }

export type PlaybackCommand =
  /** A voice port from the engine comes with it, in `ports[0]`, and replaces the one before. */
  | { readonly type: 'connect' }
  | { readonly type: 'deafened'; readonly deafened: boolean }
  | { readonly type: 'gain'; readonly session: number; readonly gain: number }
  | { readonly type: 'replay'; readonly frames: readonly MicFrame[] }
  | { readonly type: 'close' }

export type PlaybackReport =
  | { readonly type: 'broken'; readonly reason: string }
  | { readonly type: 'talking'; readonly sessions: readonly number[] }
  | { readonly type: 'stats'; readonly stats: PlaybackStats }
  | { readonly type: 'replayed' }
