/** Plays cues through the voices' own AudioContext: the same loudspeaker, and known to the echo canceller. */
import { SAMPLE_RATE } from './audio-format.ts'
import { type Cue, renderCue } from './cues.ts'

/** ms between two cues: what comes sooner would only be noise. */
const APART = 150

export class CuePlayer {
  readonly #context: AudioContext
  readonly #buffers = new Map<Cue, AudioBuffer>()
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(context: AudioContext) {
    this.#context = context
  }

  play(cue: Cue): void {
    // A context that the browser holds back would play it much later, to everybody's surprise.
    if (this.#context.state !== 'running') return
    const now = this.#context.currentTime * 1000
    if (now - this.#lastAt < APART) return
    this.#lastAt = now
    const node = new AudioBufferSourceNode(this.#context, { buffer: this.#buffer(cue) })
    node.connect(this.#context.destination)
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
