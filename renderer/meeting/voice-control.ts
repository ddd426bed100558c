/** What the screens may ask of the voice, and what it tells them. Made in voice.ts. */
import type { Settings } from '../../bridge/settings.ts'
import type { ReadableStore } from '../engine-link/store.ts'
import type { Recording } from '../voice/capture.ts'
import type { Cue } from '../voice/cues.ts'
import type { LevelAdvice } from '../voice/level-guide.ts'
import type { SelfTestPhase } from '../voice/self-test.ts'
import type { VoiceStats } from '../voice/voice-session.ts'
import type { Hold } from './push-to-talk.ts'
import type { TalkingStore } from './talking.ts'
import type { VoiceStatus } from './voice-status.ts'

/** Labels of what is plugged in; empty until the person once allowed the microphone. */
export interface VoiceDevices {
  readonly microphones: readonly string[]
  readonly speakers: readonly string[]
}

export interface VoiceControl {
  readonly status: ReadableStore<VoiceStatus>
  /** The microphone's level, 0..1 over {@link meterFraction}'s range. */
  readonly level: ReadableStore<number>
  /** Who speaks, by session. */
  readonly talking: TalkingStore
  readonly devices: ReadableStore<VoiceDevices>
  readonly selfTest: ReadableStore<SelfTestPhase>
  /** A test was recorded that {@link replay} can play in both ways. */
  readonly canCompare: ReadableStore<boolean>
  /** Noise reduction had nothing to do during the last test: its two ways sound alike. */
  readonly testRested: ReadableStore<boolean>
  /** Push-to-talk: whatever is held joins here, a key, a button. */
  readonly hold: Hold
  /** One of them is held. */
  readonly held: ReadableStore<boolean>
  /** Advice on our own level that is worth a word in a meeting; null = none. */
  readonly reminder: ReadableStore<LevelAdvice | null>
  /** Opens microphone and loudspeaker; does nothing when they are open. */
  open(settings: Settings): void
  /** Another life of the engine: what was heard in the one before is forgotten. */
  engineRenewed(): void
  /** Takes changed settings over at once. */
  apply(settings: Settings): void
  /** Nothing leaves while muted; the level still moves. Muted until told otherwise. */
  setMuted(muted: boolean): void
  setDeafened(deafened: boolean): void
  /** `uplinkLoss`: 0..1; `maxBandwidth`: bit/s, null = not said. */
  setNetwork(uplinkLoss: number, maxBandwidth: number | null): void
  /** Plays back the next three seconds of our own voice; `selfTest` tells how far it is. */
  listenToMyself(): void
  /** Plays the last test again: as the others hear us, or as the microphone gave it. */
  replay(way: keyof Recording): void
  /** How loudly each session is heard, in dB; -Infinity = not at all. Who is not named is heard as they come. */
  setGains(gains: ReadonlyMap<number, number>): void
  /** Something that was wrong may be mended by now: looks again at once. Settles when it has looked. */
  tryAgain(): Promise<void>
  /** From the smallest sound buffer again, though this machine once crackled there. */
  beginBufferAnew(): void
  /** A short sound for the person alone; none while the sound is closed or the settings say so. */
  playCue(cue: Cue): void
  /** How the sound does right now, crackles since it was opened; null while it is closed. */
  stats(): VoiceStats | null
  /**
   * Everybody's voices, and ours as it goes to them, as a stream: told at once where the sound is open, and again
   * each time that it is opened anew; null = it is closed. The answer ends it. One at a time.
   */
  mix(listener: (stream: MediaStream | null) => void): () => void
  close(): void
}
