/**
 * Joins the microphone's stream to the audio graph, without delay that stays. Between the two, Chromium keeps
 * a queue that fills whenever the graph stands still (as it does while the canceller starts) and never empties
 * again: 30 ms were measured. A new source node begins with an empty queue.
 */
import { QueueWatch } from './queue-watch.ts'

/** ms after which the graph has settled round a new stream. */
const SETTLED_AFTER = 1500
/** ms between two readings of the queue. */
const READ_EVERY = 250
/** Readings to wait for a pause in speech; then the source is renewed all the same, at a gap of a few ms. */
const MOST_PATIENCE = 12
/** ms between two renewals: a machine that stumbles all the time gains nothing by them. */
const RENEW_EVERY = 5000

/** What Chromium's tracks tell of themselves, and TypeScript's DOM types lack. */
type CountingTrack = MediaStreamTrack & { readonly stats?: { readonly deliveredFramesDuration: number } }

export class MicrophoneSource {
  readonly #context: AudioContext
  readonly #targets: readonly AudioNode[]
  readonly #isSpeaking: () => boolean
  readonly #watch = new QueueWatch()
  #stream: MediaStream | null = null
  #node: MediaStreamAudioSourceNode | null = null
  #timer: ReturnType<typeof setInterval> | undefined
  /** When the source may be renewed next, and whether it should be. */
  #renewFrom = 0
  #due = false
  #patience = 0

  constructor(context: AudioContext, targets: readonly AudioNode[], isSpeaking: () => boolean) {
    this.#context = context
    this.#targets = targets
    this.#isSpeaking = isSpeaking
  }

  /** Null when there is no microphone. Throws what the browser does when it cannot join the stream to the graph. */
  open(stream: MediaStream | null): void {
    clearInterval(this.#timer)
    this.#stream = stream
    this.#join()
    if (stream === null) return
    this.#due = true
    this.#renewFrom = performance.now() + SETTLED_AFTER
    this.#timer = setInterval(() => this.#look(stream), READ_EVERY)
  }

  close(): void {
    this.open(null)
  }

  #look(stream: MediaStream): void {
    const track: CountingTrack | undefined = stream.getAudioTracks()[0]
    const delivered = track?.stats?.deliveredFramesDuration
    const rendered = this.#context.currentTime * 1000
    if (delivered !== undefined && this.#watch.read(delivered, rendered)) this.#due = true
    if (!this.#due || performance.now() < this.#renewFrom) return
    this.#patience--
    if (this.#isSpeaking() && this.#patience > 0) return
    try {
      this.#join()
    } catch {
      // The node before goes on, with its queue: a little late is better than not at all.
    }
    this.#renewFrom = performance.now() + RENEW_EVERY
  }

  #join(): void {
    this.#due = false
    this.#patience = MOST_PATIENCE
    this.#watch.reset()
    const next = this.#stream === null ? null : this.#context.createMediaStreamSource(this.#stream)
    this.#node?.disconnect()
    this.#node = next
    for (const target of this.#targets) this.#node?.connect(target)
  }
}
