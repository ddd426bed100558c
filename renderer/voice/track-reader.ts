/** Reads a microphone's sound as Chromium hands it out, chunk by chunk, without an audio graph in between. */

/** Frames a chunk may have: a second of any rate that a sound card knows. */
const LARGEST = 192_000
const MOST_CHANNELS = 2

/** One array a channel, at `rate` samples a second. Good during the call. */
export type TakeChannels = (channels: readonly Float32Array[], rate: number) => void

export class TrackReader {
  readonly #take: TakeChannels
  readonly #failed: (error: unknown) => void
  /** The stream that is read; what the one before still gives is not wanted. */
  #reader: ReadableStreamDefaultReader<AudioData> | null = null
  /** One array a channel, all as long as the last chunk. */
  #channels: Float32Array<ArrayBuffer>[] = []

  /** @param failed the stream broke, or `take` threw: nothing more comes of it */
  constructor(take: TakeChannels, failed: (error: unknown) => void) {
    this.#take = take
    this.#failed = failed
  }

  /** Reads this one from now on, to its end; null reads none. */
  read(sound: ReadableStream<AudioData> | null): void {
    this.#reader?.cancel().catch(() => {})
    const reader = sound?.getReader() ?? null
    this.#reader = reader
    if (reader !== null) this.#drain(reader).catch(this.#failed)
  }

  async #drain(reader: ReadableStreamDefaultReader<AudioData>): Promise<void> {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      if (reader === this.#reader) this.#copy(value)
      value.close()
    }
  }

  #copy(chunk: AudioData): void {
    const { numberOfFrames, sampleRate } = chunk
    const count = Math.min(MOST_CHANNELS, chunk.numberOfChannels)
    if (numberOfFrames === 0 || numberOfFrames > LARGEST) return
    if (this.#channels.length !== count || this.#channels[0]?.length !== numberOfFrames) {
      this.#channels = Array.from({ length: count }, () => new Float32Array(numberOfFrames))
    }
    for (const [planeIndex, channel] of this.#channels.entries()) {
      chunk.copyTo(channel, { planeIndex, format: 'f32-planar' })
    }
    this.#take(this.#channels, sampleRate)
  }
}
