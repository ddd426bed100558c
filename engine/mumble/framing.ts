/** Frames of the control channel: type u16, length u32 (both big-endian), payload. */

const HEADER_BYTES = 6

/** Mumble drops the link beyond this; so do we, before any memory is taken. */
export const LARGEST_FRAME = 0x7f_ffff

export interface Frame {
  readonly type: number
  readonly payload: Uint8Array
}

export function writeFrame(type: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, type)
  view.setUint32(2, payload.length)
  bytes.set(payload, HEADER_BYTES)
  return bytes
}

/** A frame longer than Mumble allows: the other side is broken, hostile, or not Mumble at all. */
export class OversizedFrame extends Error {
  constructor(length: number) {
    super(`a frame of ${length} bytes`)
    this.name = 'OversizedFrame'
  }
}

/** Cuts a byte stream into frames. Holds at most one unfinished frame. */
export class FrameReader {
  #chunks: Uint8Array[] = []
  #held = 0

  /** The frames that `chunk` completes. Throws {@link OversizedFrame}; the reader is of no use after that. */
  push(chunk: Uint8Array): Frame[] {
    this.#chunks.push(chunk)
    this.#held += chunk.length
    const frames: Frame[] = []
    for (;;) {
      if (this.#held < HEADER_BYTES) return frames
      const head = this.#joined(HEADER_BYTES)
      const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
      const length = view.getUint32(2)
      if (length > LARGEST_FRAME) throw new OversizedFrame(length)
      if (this.#held < HEADER_BYTES + length) return frames
      const whole = this.#joined(HEADER_BYTES + length)
      frames.push({ type: view.getUint16(0), payload: whole.slice(HEADER_BYTES, HEADER_BYTES + length) })
      this.#drop(HEADER_BYTES + length)
    }
  }

  /** The first chunk, grown until it holds at least `count` bytes. */
  #joined(count: number): Uint8Array {
    const first = this.#chunks[0]
    if (first !== undefined && first.length >= count) return first
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }

  #drop(count: number): void {
    const first = this.#chunks[0]
    this.#held -= count
    if (first === undefined) return
    if (first.length === count) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(count)
  }
}
