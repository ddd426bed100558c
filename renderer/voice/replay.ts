/** Plays a recording of one's own voice back, paced as if it came from the net: the microphone test. */
import type { MicFrame } from '../../bridge/voice-port.ts'
import { UNIT } from './audio-format.ts'
import type { Decoder } from './decoder-pool.ts'
import { Speaker } from './speaker.ts'

/** One's own voice has no session here. */
const NOBODY = 0

export class Replay {
  readonly #frames: readonly MicFrame[]
  readonly #speaker = new Speaker(NOBODY)
  readonly #first: number
  #next = 0
  #now = 0

  constructor(frames: readonly MicFrame[]) {
    this.#frames = frames
    this.#first = frames[0]?.frameNumber ?? 0
  }

  /** Adds the next samples into `out`. False when all was played. */
  render(out: Float32Array, takeDecoder: () => Decoder | null): boolean {
    for (;;) {
      const frame = this.#frames[this.#next]
      if (frame === undefined || ((frame.frameNumber - this.#first) >>> 0) * UNIT > this.#now) break
      this.#speaker.receive(frame, this.#now)
      this.#next++
    }
    this.#speaker.render(out, this.#now, 1, takeDecoder)
    this.#now += out.length
    const over = this.#next >= this.#frames.length && this.#speaker.idle
    if (over) this.#speaker.freeDecoder()
    return !over
  }

  stop(): void {
    this.#speaker.stop()
    this.#speaker.freeDecoder()
  }
}
