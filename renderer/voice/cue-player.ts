/** Plays cues beside the voices: through the same loudspeaker, known to the echo canceller and to our own watch. */
import { SAMPLE_RATE } from './audio-format.ts'
import { type Cue, renderCue } from './cues.ts'

/** ms between two cues: what comes sooner would only be noise. */
const APART = 150

export class CuePlayer {
  readonly #context: AudioContext
  readonly #output: AudioNode
  readonly #buffers = new Map<Cue, AudioBuffer>()
  #lastAt = Number.NEGATIVE_INFINITY

  /** @param output what the loudspeaker gets */
  constructor(context: AudioContext, output: AudioNode) {
    this.#context = context
    this.#output = output
  }

  play(cue: Cue): void {
    // A context that the browser holds back would play it much later, to everybody's surprise.
    if (this.#context.state !== 'running') return
    const now = this.#context.currentTime * 1000
    if (now - this.#lastAt < APART) return
    this.#lastAt = now
    const node = new AudioBufferSourceNode(this.#context, { buffer: this.#buffer(cue) })
    node.connect(this.#output)
    node.start()
  }

  #buffer(cue: Cue): AudioBuffer {
    const known = this.#buffers.get(cue)
    if (known !== undefined) return known
    const sound = renderCue(cue)
    const made = new AudioBuffer({ length: sound.length, sampleRate: SAMPLE_RATE })
    made.copyToChannel(sound, 0)
    this.#buffers.set(cue, made)
    return made
  }
}
