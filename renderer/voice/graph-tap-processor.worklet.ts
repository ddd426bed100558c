/**
 * Joins the capture, which has a thread of its own, to the audio graph. First input: the microphone, where the browser
 * gives it to nobody but the graph. Second: what is played. Both go to the capture by 10 ms. What comes back is what we
 * send to the others; it is the second output, for a recording. The first stays silent: being connected keeps it running.
 */
import { copySamples, isSilent, SAMPLE_RATE } from './audio-format.ts'
import { Resampler } from './resampler.ts'
import { SentQueue } from './sent-queue.ts'
import {
  GRAPH_TAP_PROCESSOR,
  type GraphSound,
  type GraphTapCommand,
  type SentSound,
} from './worklet-messages.ts'

/** Samples in 10 ms of the graph. */
const BLOCK = Math.round(sampleRate / 100)
const MOST_CHANNELS = 2

class GraphTapProcessor extends AudioWorkletProcessor {
  #capture: MessagePort | null = null
  #closed = false
  readonly #heard = Array.from({ length: MOST_CHANNELS }, () => new Float32Array(BLOCK))
  readonly #played = new Float32Array(BLOCK)
  #gathered = 0
  /** Channels of the microphone in the block that is being gathered. */
  #channels = 0
  readonly #sent = new SentQueue()
  readonly #resampler = sampleRate === SAMPLE_RATE ? null : new Resampler(SAMPLE_RATE, sampleRate)

  constructor() {
    super()
    this.port.onmessage = (event: MessageEvent<GraphTapCommand>) => {
      if (event.data.type === 'close') this.#close()
      else this.#connect(event.ports[0] ?? null)
    }
  }

  override process(inputs: readonly (readonly Float32Array[])[], outputs: Float32Array[][]): boolean {
    const count = outputs[0]?.[0]?.length ?? 128
    for (let done = 0; done < count; ) done += this.#gather(inputs[0], inputs[1]?.[0] ?? null, done, count)
    const sent = outputs[1]?.[0]
    if (sent !== undefined) this.#giveSent(sent)
    return !this.#closed
  }

  /** Gives how many samples of the quantum's `count` it took from `start`. */
  #gather(
    microphone: readonly Float32Array[] | undefined,
    played: Float32Array | null,
    start: number,
    count: number,
  ): number {
    const taken = Math.min(count - start, BLOCK - this.#gathered)
    const channels = microphone?.length ?? 0
    if (channels > this.#channels) this.#channels = Math.min(channels, MOST_CHANNELS)
    for (let channel = 0; channel < this.#channels; channel++) {
      const to = this.#heard[channel]
      if (to !== undefined) copySamples(microphone?.[channel] ?? null, start, to, this.#gathered, taken)
    }
    copySamples(played, start, this.#played, this.#gathered, taken)
    this.#gathered += taken
    if (this.#gathered === BLOCK) this.#post()
    return taken
  }

  #post(): void {
    const channels = this.#channels
    const silent = isSilent(this.#played)
    this.#gathered = 0
    this.#channels = 0
    // Nothing is played, and the microphone comes another way: most of a meeting's time.
    if (channels === 0 && silent) return
    // What is posted is copied: the blocks are filled anew.
    const sound: GraphSound = {
      heard: this.#heard.slice(0, channels),
      played: silent ? null : this.#played,
      rate: sampleRate,
    }
    this.#capture?.postMessage(sound)
  }

  #giveSent(out: Float32Array): void {
    if (this.#resampler === null) this.#sent.drain(out)
    else this.#resampler.fill(out, this.#drainSent)
  }

  readonly #drainSent = (out: Float32Array): void => this.#sent.drain(out)

  #connect(capture: MessagePort | null): void {
    this.#capture = capture
    if (capture === null) return
    capture.onmessage = (event: MessageEvent<SentSound>) => this.#sent.push(event.data)
  }

  #close(): void {
    this.#closed = true
    this.#capture?.close()
  }
}

registerProcessor(GRAPH_TAP_PROCESSOR, GraphTapProcessor)
