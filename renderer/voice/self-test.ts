/** The microphone test: one's own voice through Opus and back, as the others hear it and as the microphone gave it. */
import type { MicFrame } from '../../bridge/voice-port.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import type { Recording } from './capture.ts'

/** How the microphone test goes. */
export type SelfTestPhase = 'off' | 'recording' | 'playing'

export interface SelfTestLines {
  record(seconds: number): void
  play(frames: readonly MicFrame[]): void
}

export class SelfTest {
  readonly #lines: SelfTestLines
  readonly #phase = createStore<SelfTestPhase>('off')
  readonly #canCompare = createStore(false)
  readonly phase: ReadableStore<SelfTestPhase> = this.#phase
  /** True when a test was recorded that {@link replay} can play in both ways. */
  readonly canCompare: ReadableStore<boolean> = this.#canCompare
  #recording: Recording | null = null
  #end: ((heard: boolean) => void) | null = null

  constructor(lines: SelfTestLines) {
    this.#lines = lines
  }

  /** Resolves with true when it was heard to its end, with false when a newer one or {@link stop} ended it. */
  start(seconds: number): Promise<boolean> {
    this.stop()
    this.#phase.set('recording')
    this.#lines.record(seconds)
    return this.#ended()
  }

  /** Plays the last test again. Resolves as {@link start}; with false when nothing was recorded. */
  replay(way: keyof Recording): Promise<boolean> {
    this.stop()
    if (this.#recording === null) return Promise.resolve(false)
    this.#phase.set('playing')
    this.#lines.play(this.#recording[way])
    return this.#ended()
  }

  stop(): void {
    this.#finish(false)
  }

  /** The capture has recorded it. */
  recorded(recording: Recording): void {
    if (this.#phase.get() !== 'recording') return
    this.#recording = recording
    this.#canCompare.set(recording.plain.length > 0)
    this.#phase.set('playing')
    this.#lines.play(recording.conditioned)
  }

  /** The playback has played it to its end. */
  played(): void {
    if (this.#phase.get() === 'playing') this.#finish(true)
  }

  #ended(): Promise<boolean> {
    return new Promise(resolve => {
      this.#end = resolve
    })
  }

  #finish(heard: boolean): void {
    this.#phase.set('off')
    this.#end?.(heard)
    this.#end = null
  }
}
