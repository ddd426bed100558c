/**
 * Keeps the right microphone open: the chosen one when it is there, else the computer's; takes another when it goes, and comes back to it when it returns.
 */
import { chooseDevice, type DeviceInfo } from './audio-devices.ts'
import { MicrophonePermission } from './microphone-permission.ts'
import { settling } from './settling.ts'
import type { VoiceProblem } from './voice-problems.ts'

/** ms between two tries while the microphone can't be opened or joined to the sound: nothing tells when it could. */
const RETRY = 5000

export type MicrophoneProblem = Extract<VoiceProblem, `microphone-${string}`>

const retried: readonly MicrophoneProblem[] = ['microphone-busy', 'microphone-failed']

export interface MicrophoneEvents {
  /** The stream to listen to; null while there is none. May throw: then it is closed, and tried again. */
  stream(stream: MediaStream | null): void
  /** Name of the microphone in use; empty = nobody may know it yet. */
  label(label: string): void
  problems(problems: readonly MicrophoneProblem[]): void
  /** Permission was given: labels can be read now. */
  permitted(): void
}

export class Microphone {
  /** Looks again at what is there and what is wanted. */
  readonly settle = settling(
    () => this.#settle(),
    error => this.#failed(error),
  )
  readonly #listDevices: () => Promise<readonly DeviceInfo[]>
  readonly #events: MicrophoneEvents
  readonly #permission = new MicrophonePermission(() => {
    if (this.#denied) this.settle()
  })
  #denied = false
  #label: string
  #cancelsEcho: boolean
  #track: MediaStreamTrack | null = null
  #openKey = ''
  #retry: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(
    label: string,
    cancelsEcho: boolean,
    listDevices: () => Promise<readonly DeviceInfo[]>,
    events: MicrophoneEvents,
  ) {
    this.#label = label
    this.#cancelsEcho = cancelsEcho
    this.#listDevices = listDevices
    this.#events = events
  }

  setLabel(label: string): void {
    this.#label = label
    this.settle()
  }

  /** Chromium's echo canceller, at the price of about 35 ms. */
  setCancelsEcho(cancelsEcho: boolean): void {
    if (this.#cancelsEcho === cancelsEcho) return
    this.#cancelsEcho = cancelsEcho
    this.settle()
  }

  close(): void {
    this.#closed = true
    this.#permission.close()
    clearTimeout(this.#retry)
    this.#release()
  }

  async #settle(): Promise<void> {
    clearTimeout(this.#retry)
    if (this.#closed) return
    const choice = chooseDevice(await this.#listDevices(), 'audioinput', this.#label)
    if (choice === null) {
      this.#release()
      this.#events.problems(['microphone-missing'])
      return
    }
    this.#events.label(choice.label)
    const key = `${choice.key} ${this.#cancelsEcho}`
    if (key !== this.#openKey || this.#track?.readyState !== 'live') await this.#open(choice.deviceId, key)
    else this.#tell(choice.replaced)
  }

  async #open(deviceId: string, key: string): Promise<void> {
    // The old one goes first: one device can't be open with two kinds of processing.
    this.#release()
    let stream: MediaStream
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: {
          ...(deviceId === '' ? {} : { deviceId: { exact: deviceId } }),
          echoCancellation: this.#cancelsEcho,
          // Ours, in the capture: Chromium's cost 10 to 40 ms.
          noiseSuppression: false,
          autoGainControl: false,
          // Where the device has two, the capture takes what is best; the canceller knows its own way.
          channelCount: this.#cancelsEcho ? 1 : { ideal: 2 },
        },
      })
    } catch (error) {
      this.#failed(error)
      return
    }
    const track = stream.getAudioTracks()[0]
    if (track === undefined || this.#closed) {
      for (const each of stream.getTracks()) each.stop()
      return
    }
    this.#track = track
    this.#denied = false
    this.#openKey = key
    try {
      this.#events.stream(stream)
    } catch (error) {
      console.warn('The microphone could not be joined to the sound.', error)
      this.#release()
      this.#tellProblem('microphone-failed')
      return
    }
    track.onended = this.settle
    track.onmute = this.settle
    track.onunmute = this.settle
    this.#events.permitted()
    // The labels may have been hidden until now; and the choice may have changed meanwhile.
    this.settle()
  }

  #tell(replaced: boolean): void {
    const problems: MicrophoneProblem[] = []
    if (replaced) problems.push('microphone-replaced')
    if (this.#track?.muted) problems.push('microphone-silent')
    this.#events.problems(problems)
  }

  #failed(error: unknown): void {
    const problem = problemOf(error)
    this.#denied = problem === 'microphone-denied'
    this.#tellProblem(problem)
  }

  #tellProblem(problem: MicrophoneProblem): void {
    if (this.#closed) return
    this.#events.problems([problem])
    if (retried.includes(problem)) this.#retry = setTimeout(this.settle, RETRY)
  }

  #release(): void {
    const track = this.#track
    if (track === null) return
    this.#track = null
    this.#openKey = ''
    track.onended = null
    track.onmute = null
    track.onunmute = null
    track.stop()
    this.#events.stream(null)
  }
}

/** What getUserMedia's error names mean to a person. */
export function problemOf(error: unknown): MicrophoneProblem {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'microphone-denied'
  if (name === 'NotFoundError') return 'microphone-missing'
  if (name === 'NotReadableError') return 'microphone-busy'
  // Such as OverconstrainedError: the device went while it was being opened. The retry finds another.
  return 'microphone-failed'
}
