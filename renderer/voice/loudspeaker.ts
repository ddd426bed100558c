/** Keeps the AudioContext on the right loudspeaker, and running even when there is none. */
import { chooseDevice, type DeviceInfo } from './audio-devices.ts'
import { settling } from './settling.ts'
import type { VoiceProblem } from './voice-problems.ts'

/** ms that a new context may take to start before it counts as held back. */
const START_PATIENCE = 1000

/** The part of AudioContext that Chromium has and TypeScript's DOM types lack; Firefox lacks it altogether. */
type SinkContext = AudioContext & { setSinkId?(sink: string | { type: 'none' }): Promise<void> }

/** States of the sink beside the keys of devices: not set yet, and not known any more. */
const fresh = 'fresh'
const unknown = 'unknown'

export type SpeakerProblem = Extract<VoiceProblem, `speaker-${string}` | 'audio-suspended'>

export interface SpeakerEvents {
  /** Name of the loudspeaker in use; empty = none, or nobody may know it yet. */
  label(label: string): void
  problems(problems: readonly SpeakerProblem[]): void
}

export class Loudspeaker {
  /** Looks again at what is there and what is wanted. */
  readonly settle = settling(
    () => this.#settle(),
    () => this.#refused(),
  )
  readonly #context: SinkContext
  readonly #listDevices: () => Promise<readonly DeviceInfo[]>
  readonly #events: SpeakerEvents
  #label: string
  #openKey = fresh
  #deviceProblem: SpeakerProblem | null = null
  #suspended = false
  #patience: ReturnType<typeof setTimeout> | undefined

  constructor(
    context: AudioContext,
    label: string,
    listDevices: () => Promise<readonly DeviceInfo[]>,
    events: SpeakerEvents,
  ) {
    this.#context = context
    this.#label = label
    this.#listDevices = listDevices
    this.#events = events
    context.addEventListener('statechange', this.#watch)
    context.addEventListener('error', this.#failed)
    addEventListener('pointerdown', this.#resume)
    addEventListener('keydown', this.#resume)
    this.#watch()
  }

  setLabel(label: string): void {
    this.#label = label
    this.settle()
  }

  close(): void {
    clearTimeout(this.#patience)
    this.#context.removeEventListener('statechange', this.#watch)
    this.#context.removeEventListener('error', this.#failed)
    removeEventListener('pointerdown', this.#resume)
    removeEventListener('keydown', this.#resume)
  }

  async #settle(): Promise<void> {
    if (this.#context.setSinkId === undefined || this.#context.state === 'closed') return
    const choice = chooseDevice(await this.#listDevices(), 'audiooutput', this.#label)
    const key = choice?.key ?? 'none'
    if (key !== this.#openKey) {
      // A context without any device would stop, and with it the microphone: it runs on without sound.
      const sink = choice === null ? { type: 'none' as const } : choice.deviceId
      // A new context is on the default already; telling it again would only make it stumble.
      if (this.#openKey !== fresh || sink !== '') await this.#context.setSinkId(sink)
      this.#openKey = key
    }
    this.#events.label(choice?.label ?? '')
    if (choice === null) this.#setDeviceProblem('speaker-missing')
    else this.#setDeviceProblem(choice.replaced ? 'speaker-replaced' : null)
  }

  /** The device went meanwhile, or may not be used: the next change of devices tries again. */
  #refused(): void {
    this.#openKey = unknown
    this.#setDeviceProblem('speaker-replaced')
  }

  #failed = (): void => {
    this.#openKey = unknown
    this.settle()
  }

  #watch = (): void => {
    clearTimeout(this.#patience)
    const { state } = this.#context
    if (state === 'running' || state === 'closed') {
      this.#setSuspended(false)
      return
    }
    this.#resume()
    this.#patience = setTimeout(() => this.#setSuspended(this.#context.state !== 'running'), START_PATIENCE)
  }

  #resume = (): void => {
    const { state } = this.#context
    if (state === 'running' || state === 'closed') return
    // A refusal leaves the state as it is, and the state is what gets reported.
    this.#context.resume().catch(() => {})
  }

  #setSuspended(suspended: boolean): void {
    this.#suspended = suspended
    this.#report()
  }

  #setDeviceProblem(problem: SpeakerProblem | null): void {
    this.#deviceProblem = problem
    this.#report()
  }

  #report(): void {
    const problems: SpeakerProblem[] = []
    if (this.#deviceProblem !== null) problems.push(this.#deviceProblem)
    if (this.#suspended) problems.push('audio-suspended')
    this.#events.problems(problems)
  }
}
