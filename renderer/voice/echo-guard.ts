/**
 * Decides when Chromium's echo canceller is worth its 35 ms: never with headphones, where there is nothing to cancel.
 * Left to itself (`auto`), the microphone comes raw until an echo is heard, and from then on cancelled for this pair of
 * loudspeaker and microphone. Where an echo is heard even then, the microphone is turned down while others speak. Pure.
 */
import type { Settings } from '../../bridge/settings.ts'
import type { EchoGating } from './echo-gate.ts'

export interface EchoOptions {
  readonly mode: Settings['echoCancellation']
  /** Pairs, as {@link EchoGuard.pair} gives them, whose echo was heard before. */
  readonly pairs: readonly string[]
}

/** Pairs remembered; the oldest goes. */
export const MOST_PAIRS = 32
/** Characters of a pair: two labels of devices, cut where the settings would refuse them. */
const LONGEST_LABEL = 200

export class EchoGuard {
  #options: EchoOptions
  #microphone = ''
  #speaker = ''
  /** Heard with the devices in use, even where they have no names to remember them by. */
  #heard = false
  /** Heard through the canceller with the devices in use. */
  #remains = false

  constructor(options: EchoOptions) {
    this.#options = options
  }

  /** The loudspeaker and microphone in use; null until both have told their labels. */
  get pair(): string | null {
    if (this.#microphone === '' || this.#speaker === '') return null
    return `${this.#speaker.slice(0, LONGEST_LABEL)}\n${this.#microphone.slice(0, LONGEST_LABEL)}`
  }

  /** The microphone is to be opened with the canceller. */
  get cancels(): boolean {
    const { mode, pairs } = this.#options
    if (mode !== 'auto') return mode !== 'never'
    return this.#heard || (this.pair !== null && pairs.includes(this.pair))
  }

  /** How what the canceller leaves is turned down. */
  get gating(): EchoGating {
    if (!this.cancels) return 'off'
    return this.remains || this.#options.mode === 'speaker' ? 'speaker' : 'rest'
  }

  /** The canceller can't cope with the devices in use. */
  get remains(): boolean {
    return this.#remains && this.cancels
  }

  /** What is worth listening for: an echo in the raw microphone, or its rest after the canceller. */
  get listensFor(): 'echo' | 'rest' | null {
    const { mode } = this.#options
    if (mode === 'never' || mode === 'speaker' || this.remains) return null
    return this.cancels ? 'rest' : 'echo'
  }

  setOptions(options: EchoOptions): void {
    this.#options = options
  }

  /** Labels; empty while nobody may know them. */
  setMicrophone(label: string): void {
    if (label !== this.#microphone) this.#forget()
    this.#microphone = label
  }

  setSpeaker(label: string): void {
    if (label !== this.#speaker) this.#forget()
    this.#speaker = label
  }

  /** An echo was heard. Gives the pairs to remember from now on, the newest first; null when there is nothing new to. */
  echoHeard(): readonly string[] | null {
    const { listensFor } = this
    if (listensFor === 'rest') this.#remains = true
    if (listensFor !== 'echo') return null
    this.#heard = true
    const { pair } = this
    if (pair === null) return null
    const { mode, pairs } = this.#options
    const all = [pair, ...pairs].slice(0, MOST_PAIRS)
    this.#options = { mode, pairs: all }
    return all
  }

  #forget(): void {
    this.#heard = false
    this.#remains = false
  }
}
