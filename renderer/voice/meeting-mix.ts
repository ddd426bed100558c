/** Everybody's voices, and ours exactly as it goes to them, as one stream: what a recording takes. */
import type { VoiceNodes } from './voice-nodes.ts'

export class MeetingMix {
  readonly #context: AudioContext
  readonly #nodes: VoiceNodes
  #end: (() => void) | null = null

  constructor(context: AudioContext, nodes: VoiceNodes) {
    this.#context = context
    this.#nodes = nodes
  }

  /** Ends the one before. */
  open(): MediaStream {
    this.close()
    const destination = new MediaStreamAudioDestinationNode(this.#context, { channelCount: 1 })
    // Their limited mix and our voice together may go beyond full scale: what does is pressed down, not cut.
    const limiter = new DynamicsCompressorNode(this.#context, {
      threshold: -3,
      knee: 0,
      ratio: 20,
      attack: 0.002,
      release: 0.1,
    })
    limiter.connect(destination)
    const leave = this.#nodes.joinMix(limiter)
    this.#end = () => {
      leave()
      limiter.disconnect()
      for (const track of destination.stream.getTracks()) track.stop()
    }
    return destination.stream
  }

  close(): void {
    this.#end?.()
    this.#end = null
  }
}
