/**
 * Opus packets as an Ogg file (RFC 3533, RFC 7845). Each page tells its own length, its checksum and the time up
 * to it: a file that ends anywhere plays up to its last whole page, and can be searched without an index.
 */
import { opusSamples } from './opus-samples.ts'

/** Samples at 48 kHz that libopus' look-ahead puts before the sound: what a player leaves out. */
const PRE_SKIP = 312
/** Bits of a page's header. */
const FIRST_PAGE = 2
const LAST_PAGE = 4
/** Most segments of 255 bytes in a page. */
const MOST_SEGMENTS = 255

export class OggWriter {
  readonly #serial: number
  #sequence = 0
  #samples = 0

  /** @param serial names the stream, 32 bits; any number will do */
  constructor(serial: number) {
    this.#serial = serial >>> 0
  }

  /** What was written so far, in ms. */
  get durationMs(): number {
    return this.#samples / 48
  }

  /** The two pages that every Opus file begins with. @param title what players show */
  head(title: string): Uint8Array {
    const head = Buffer.alloc(19)
    head.write('OpusHead', 'latin1')
    head[8] = 1 // version
    head[9] = 1 // channels: a decoder makes one of two by itself
    head.writeUInt16LE(PRE_SKIP, 10)
    head.writeUInt32LE(48_000, 12)
    const tags = Buffer.concat([
      Buffer.from('OpusTags', 'latin1'),
      counted('Chatière'),
      uint32(1),
      counted(`TITLE=${title}`),
    ])
    return Buffer.concat([this.#page([head], FIRST_PAGE), this.#page([tags], 0)])
  }

  /** Pages with these packets; what is no Opus packet is left out. */
  pages(packets: readonly Uint8Array[]): Uint8Array {
    const pages: Uint8Array[] = []
    let together: Uint8Array[] = []
    let segments = 0
    for (const packet of packets) {
      const samples = opusSamples(packet)
      const needed = Math.floor(packet.length / 255) + 1
      if (samples === 0 || needed > MOST_SEGMENTS) continue
      if (segments + needed > MOST_SEGMENTS) {
        pages.push(this.#page(together, 0))
        together = []
        segments = 0
      }
      together.push(packet)
      segments += needed
      this.#samples += samples
    }
    if (together.length > 0) pages.push(this.#page(together, 0))
    return Buffer.concat(pages)
  }

  /** The empty page that says: this is all. */
  end(): Uint8Array {
    return this.#page([], LAST_PAGE)
  }

  #page(packets: readonly Uint8Array[], flags: number): Uint8Array {
    const lengths = packets.flatMap(({ length }) => [
      ...Array(Math.floor(length / 255)).fill(255),
      length % 255,
    ])
    const header = Buffer.alloc(27)
    header.write('OggS', 'latin1')
    header[5] = flags
    // The two pages of the head have the time 0; all others the end of their last packet.
    header.writeBigUInt64LE(BigInt(this.#samples), 6)
    header.writeUInt32LE(this.#serial, 14)
    header.writeUInt32LE(this.#sequence++, 18)
    header[26] = lengths.length
    const page = Buffer.concat([header, Uint8Array.from(lengths), ...packets])
    page.writeUInt32LE(checksum(page), 22)
    return page
  }
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function counted(text: string): Uint8Array {
  const bytes = Buffer.from(text)
  return Buffer.concat([uint32(bytes.length), bytes])
}

/** The polynomial of RFC 3533, highest bit first: Node's crc32 runs the other way round. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c11db7 : 0)
  return value
})

/** Of a page whose own checksum field is 0. */
export function checksum(page: Uint8Array): number {
  let sum = 0
  for (const byte of page) sum = (sum << 8) ^ (table[((sum >>> 24) ^ byte) & 0xff] ?? 0)
  return sum >>> 0
}
