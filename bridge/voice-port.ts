/**
 * The frames on the voice port, between the worklets and the engine. Little-endian, one message a
 * packet, always a Uint8Array over a buffer of exactly its own length: a structured clone of a view
 * copies the whole buffer behind it.
 *
 * mic -> engine: flags u8, frame number u32, Opus
 * engine -> ear: flags u8, session u32, frame number u32, Opus
 * A frame number counts units of 10 ms (480 samples at 48 kHz), as Mumble does, modulo 2^32.
 */

/** Bit 0 of the flags: the speaker stops here. */
const TERMINATOR = 1

/** The largest Opus packet that fits a Mumble voice packet of 1024 bytes with all its headers. */
export const MAX_OPUS_BYTES = 960

export interface MicFrame {
  readonly frameNumber: number
  readonly terminator: boolean
  readonly opus: Uint8Array
}

export interface EarFrame extends MicFrame {
  readonly session: number
}

const MIC_HEADER = 5
const EAR_HEADER = 9

export function writeMicFrame(frame: MicFrame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(MIC_HEADER + frame.opus.length)
  bytes[0] = frame.terminator ? TERMINATOR : 0
  new DataView(bytes.buffer).setUint32(1, frame.frameNumber >>> 0, true)
  bytes.set(frame.opus, MIC_HEADER)
  return bytes
}

/** Null when the bytes are no frame. The Opus part is a view, not a copy. */
export function readMicFrame(bytes: Uint8Array): MicFrame | null {
  if (bytes.length <= MIC_HEADER || bytes.length > MIC_HEADER + MAX_OPUS_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    terminator: (view.getUint8(0) & TERMINATOR) !== 0,
    frameNumber: view.getUint32(1, true),
    opus: bytes.subarray(MIC_HEADER),
  }
}

export function writeEarFrame(frame: EarFrame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(EAR_HEADER + frame.opus.length)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, frame.terminator ? TERMINATOR : 0)
  view.setUint32(1, frame.session >>> 0, true)
  view.setUint32(5, frame.frameNumber >>> 0, true)
  bytes.set(frame.opus, EAR_HEADER)
  return bytes
}

/** Null when the bytes are no frame. The Opus part is a view, not a copy. */
export function readEarFrame(bytes: Uint8Array): EarFrame | null {
  if (bytes.length <= EAR_HEADER || bytes.length > EAR_HEADER + MAX_OPUS_BYTES) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return {
    terminator: (view.getUint8(0) & TERMINATOR) !== 0,
    session: view.getUint32(1, true),
    frameNumber: view.getUint32(5, true),
    opus: bytes.subarray(EAR_HEADER),
  }
}
