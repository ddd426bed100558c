/**
 * Decoders kept ready. Making one is asynchronous, and a person's first word can't wait for it. Used ones
 * are not handed on: their memory of one voice must not colour another.
 */
import { createDecoder, createEncoder, type OpusDecoderHandle } from 'libopus-wasm'
import { UNIT } from './audio-format.ts'

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

/** A pool of libopus decoders, filled, with its code already run once. */
export async function createDecoderPool(): Promise<DecoderPool> {
  await warmUp()
  const pool = new DecoderPool(createMonoDecoder)
  await pool.fill()
  return pool
}

/** Mono: a stereo voice is mixed down by the decoder. */
export function createMonoDecoder(): Promise<Decoder> {
  return createDecoder({ channels: 1 })
}

/** The first run of WebAssembly code is compiled on the way, which takes milliseconds: not in mid-speech. */
async function warmUp(): Promise<void> {
  const encoder = await createEncoder({ channels: 1, frameSize: UNIT, fec: true, packetLossPercent: 10 })
  const decoder = await createMonoDecoder()
  const noise = new Float32Array(UNIT)
  for (let frame = 0; frame < 10; frame++) {
    for (let i = 0; i < UNIT; i++) noise[i] = Math.random() * 0.2 - 0.1
    const packet = encoder.encodeFloat(noise)
    decoder.decodeFloat(packet, { decodeFec: true, frameSize: UNIT })
    decoder.decodeFloat(packet)
    decoder.decodeFloat(null, { frameSize: UNIT })
  }
  encoder.free()
  decoder.free()
}
