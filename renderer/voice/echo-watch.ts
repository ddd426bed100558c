/** Lets the capture's thread listen for an echo, and says what is to be done against it. */
import { ENOUGH_MS } from './echo-detector.ts'
import type { EchoGating } from './echo-gate.ts'
import { EchoGuard, type EchoOptions } from './echo-guard.ts'

/** ms of the others' voices that Chromium's canceller has to learn the room before what is left counts. */
const LEARNING_MS = 6000

export interface EchoWatchEvents {
  /** The thread is to listen from now on, or no more, and judge after so many ms of sound. */
  listen(listening: boolean, afterMs: number): void
  /** The microphone is to be cancelled from now on, or no more. */
  cancels(cancels: boolean): void
  /** How the rest is turned down. `remains`: the canceller could not cope. */
  gating(gating: EchoGating, remains: boolean): void
  /** An echo was heard: the pairs of devices to remember. */
  remember(pairs: readonly string[]): void
}

export class EchoWatch {
  readonly #guard: EchoGuard
  readonly #events: EchoWatchEvents
  /** What the thread was last told to listen for, with which devices. */
  #told = ''

  constructor(options: EchoOptions, events: EchoWatchEvents) {
    this.#guard = new EchoGuard(options)
    this.#events = events
    this.#listen()
  }

  /** The microphone is to be opened with the canceller. */
  get cancels(): boolean {
    return this.#guard.cancels
  }

  get gating(): EchoGating {
    return this.#guard.gating
  }

  setOptions(options: EchoOptions): void {
    this.#guard.setOptions(options)
    this.#settle()
  }

  setMicrophone(label: string): void {
    this.#guard.setMicrophone(label)
    this.#settle()
  }

  setSpeaker(label: string): void {
    this.#guard.setSpeaker(label)
    this.#settle()
  }

  /** The thread heard an echo. */
  heard(): void {
    const pairs = this.#guard.echoHeard()
    if (pairs !== null) this.#events.remember(pairs)
    this.#settle()
  }

  #settle(): void {
    this.#listen()
    const { cancels, gating, remains } = this.#guard
    this.#events.cancels(cancels)
    this.#events.gating(gating, remains)
  }

  #listen(): void {
    const { listensFor, pair } = this.#guard
    const wanted = `${listensFor} ${pair}`
    if (wanted === this.#told) return
    this.#told = wanted
    const afterMs = listensFor === 'rest' ? LEARNING_MS : ENOUGH_MS
    this.#events.listen(listensFor !== null, afterMs)
  }
}
