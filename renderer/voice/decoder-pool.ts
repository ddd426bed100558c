/**
 * Decoders kept ready. Making one is asynchronous, and a person's first word can't wait for it. Used ones
 * are not handed on: their memory of one voice must not colour another.
 */
import { createDecoder, type OpusDecoderHandle } from 'libopus-wasm'

/** The part of a libopus decoder that a speaker needs. */
export type Decoder = Pick<OpusDecoderHandle, 'decodeFloat' | 'free'>

/** Enough for a whole table to say hello at once; each is about 25 kB. */
const READY = 6

export class DecoderPool {
  readonly #create: () => Promise<Decoder>
  readonly #ready: Decoder[] = []
  #making = 0
  #closed = false

  constructor(create: () => Promise<Decoder>) {
    this.#create = create
  }

  /** Fills the pool; resolves when the first words can come. */
  async fill(): Promise<void> {
    const missing: Promise<void>[] = []
    while (!this.#closed && this.#ready.length + this.#making < READY) missing.push(this.#make())
    await Promise.all(missing)
  }

  /** A decoder, or null when none is ready at this instant: ask again with the next quantum. */
  take(): Decoder | null {
    const decoder = this.#ready.pop() ?? null
    // Out of memory: those who have a decoder are still heard, and each further request tries again.
    this.fill().catch(() => {})
    return decoder
  }

  close(): void {
    this.#closed = true
    for (const decoder of this.#ready) decoder.free()
    this.#ready.length = 0
  }

  async #make(): Promise<void> {
    this.#making++
    try {
      const decoder = await this.#create()
      if (this.#closed) decoder.free()
      else this.#ready.push(decoder)
    } finally {
      this.#making--
    }
  }
}

/** A pool of libopus decoders, filled. */
export async function createDecoderPool(): Promise<DecoderPool> {
  const pool = new DecoderPool(createMonoDecoder)
  await pool.fill()
  return pool
}

/** Mono: a stereo voice is mixed down by the decoder. */
function createMonoDecoder(): Promise<Decoder> {
  return createDecoder({ channels: 1 })
}
