/**
 * Joins the microphone's stream to the audio graph, without delay that stays. Between the two, Chromium keeps
 * a queue that fills whenever the graph stands still (as it does while a canceller starts) and never empties
 * again: 30 ms were measured. A new source node begins with an empty queue.
 */

/** ms after which the graph has settled round a new stream. */
const SETTLED_AFTER = 1500
/** ms between two tries while somebody speaks, and tries until it is done all the same: a 10 ms gap. */
const TRY_EVERY = 500
const MOST_TRIES = 6
/** ms between two renewals: a machine that stumbles all the time gains nothing. */
const RENEW_EVERY = 10_000

export class MicrophoneSource {
  readonly #context: AudioContext
  readonly #target: AudioNode
  readonly #isSpeaking: () => boolean
  #stream: MediaStream | null = null
  #node: MediaStreamAudioSourceNode | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #renewed = Number.NEGATIVE_INFINITY

  constructor(context: AudioContext, target: AudioNode, isSpeaking: () => boolean) {
    this.#context = context
    this.#target = target
    this.#isSpeaking = isSpeaking
  }

  /** Null when there is no microphone. */
  open(stream: MediaStream | null): void {
    this.#stream = stream
    this.#renewed = Number.NEGATIVE_INFINITY
    this.#join()
    clearTimeout(this.#timer)
    if (stream !== null) this.#timer = setTimeout(() => this.#renew(MOST_TRIES), SETTLED_AFTER)
  }

  /** The audio thread stood still: the queue has grown. */
  stalled(): void {
    if (performance.now() - this.#renewed < RENEW_EVERY) return
    clearTimeout(this.#timer)
    this.#renew(MOST_TRIES)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#stream = null
    this.#join()
  }

  #renew(tries: number): void {
    if (this.#isSpeaking() && tries > 0) {
      this.#timer = setTimeout(() => this.#renew(tries - 1), TRY_EVERY)
      return
    }
    this.#renewed = performance.now()
    this.#join()
  }

  #join(): void {
    this.#node?.disconnect()
    this.#node = this.#stream === null ? null : this.#context.createMediaStreamSource(this.#stream)
    this.#node?.connect(this.#target)
  }
}
