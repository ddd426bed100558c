/** Listens for an echo beside the capture, and says what is to be done against it. */
import { ENOUGH_MS } from './echo-detector.ts'
import type { EchoGating } from './echo-gate.ts'
import { EchoGuard, type EchoOptions } from './echo-guard.ts'
import { ECHO_WATCH_PROCESSOR, type EchoWatchCommand, type EchoWatchReport } from './worklet-messages.ts'

/** ms of the others' voices that Chromium's canceller has to learn the room before what is left counts. */
const LEARNING_MS = 6000

export interface EchoWatchEvents {
  /** The microphone is to be cancelled from now on, or no more. */
  cancels(cancels: boolean): void
  /** How the rest is turned down. `remains`: the canceller could not cope. */
  gating(gating: EchoGating, remains: boolean): void
  /** An echo was heard: the pairs of devices to remember. */
  remember(pairs: readonly string[]): void
}

export class EchoWatch {
  /** The microphone goes in here too; the sound that is played is joined by the constructor. */
  readonly input: AudioWorkletNode
  readonly #guard: EchoGuard
  readonly #events: EchoWatchEvents
  /** What the worklet was last told to listen for, with which devices. */
  #told = ''

  /** @param played what the loudspeaker gets. The watch's worklet has to be loaded. */
  constructor(context: AudioContext, played: AudioNode, options: EchoOptions, events: EchoWatchEvents) {
    this.#guard = new EchoGuard(options)
    this.#events = events
    this.input = new AudioWorkletNode(context, ECHO_WATCH_PROCESSOR, {
      numberOfInputs: 2,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      channelCount: 1,
      channelCountMode: 'explicit',
    })
    played.connect(this.input, 0, 1)
    // Its output is silent; being connected keeps it running.
    this.input.connect(context.destination)
    this.input.port.onmessage = (event: MessageEvent<EchoWatchReport>) => this.#heard(event.data)
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

  close(): void {
    this.#tell({ type: 'close' })
  }

  #heard(report: EchoWatchReport): void {
    if (report.type !== 'echo') return
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
    this.#tell({ type: 'listen', listening: listensFor !== null, afterMs })
  }

  #tell(command: EchoWatchCommand): void {
    this.input.port.postMessage(command)
  }
}
