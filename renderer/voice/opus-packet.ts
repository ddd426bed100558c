/**
 * What an Opus packet says of itself without being decoded (RFC 6716, sections 3.1 and 3.2).
 * Packets come from strangers: one that breaks the framing rules never reaches a decoder.
 */
import { UNIT } from './audio-format.ts'

/** RFC 6716, 3.4 [R2]: the longest frame in bytes. */
const LONGEST_FRAME = 1275
/** RFC 6716, 3.4 [R5]: at most 120 ms of sound, in samples at 48 kHz. */
const LONGEST_PACKET = 5760

const silkSamples = [480, 960, 1920, 2880] as const
const celtSamples = [120, 240, 480, 960] as const

/** Samples per frame at 48 kHz, from the TOC byte. */
function frameSamples(toc: number): number {
  const config = toc >> 3
  if (config >= 16) return celtSamples[(config & 3) as 0 | 1 | 2 | 3]
  // Hybrid has frames of 10 and 20 ms only.
  if (config >= 12) return (config & 1) === 0 ? 480 : 960
  return silkSamples[(config & 3) as 0 | 1 | 2 | 3]
}

interface Framing {
  /** Number of frames; 0 = the packet is broken. */
  readonly frames: number
  /** Where the first frame's bytes begin, and how many they are. */
  readonly start: number
  readonly length: number
}

const broken: Framing = { frames: 0, start: 0, length: 0 }

/** A frame length of one or two bytes at `at` (RFC 6716, 3.2.1): [value, bytes taken], or null at the end. */
function lengthAt(packet: Uint8Array, at: number): readonly [number, number] | null {
  const first = packet[at]
  if (first === undefined) return null
  if (first < 252) return [first, 1]
  const second = packet[at + 1]
  return second === undefined ? null : [second * 4 + first, 2]
}

function readFraming(packet: Uint8Array): Framing {
  const toc = packet[0]
  if (toc === undefined) return broken
  switch (toc & 3) {
    case 0:
      return sized(1, 1, packet.length - 1)
    case 1:
      return (packet.length - 1) % 2 === 0 ? sized(2, 1, (packet.length - 1) / 2) : broken
    case 2: {
      const first = lengthAt(packet, 1)
      if (first === null) return broken
      const start = 1 + first[1]
      const second = packet.length - start - first[0]
      return second >= 0 && second <= LONGEST_FRAME ? sized(2, start, first[0]) : broken
    }
    default:
      return readManyFrames(packet, toc)
  }
}

function sized(frames: number, start: number, length: number): Framing {
  return length <= LONGEST_FRAME ? { frames, start, length } : broken
}

/** Code 3: a count byte, padding, then frames of equal or of told length (RFC 6716, 3.2.5). */
function readManyFrames(packet: Uint8Array, toc: number): Framing {
  const count = packet[1]
  if (count === undefined) return broken
  const frames = count & 63
  if (frames === 0 || frames * frameSamples(toc) > LONGEST_PACKET) return broken
  let at = 2
  let padding = 0
  if ((count & 64) !== 0) {
    let more: number | undefined
    do {
      more = packet[at++]
      if (more === undefined) return broken
      padding += more === 255 ? 254 : more
    } while (more === 255)
  }
  let left = packet.length - at - padding
  if (left < 0) return broken
  if ((count & 128) === 0) return left % frames === 0 ? sized(frames, at, left / frames) : broken
  let firstLength = 0
  for (let frame = 0; frame < frames - 1; frame++) {
    const length = lengthAt(packet, at)
    if (length === null) return broken
    if (frame === 0) firstLength = length[0]
    at += length[1]
    left -= length[0] + length[1]
  }
  if (left < 0 || left > LONGEST_FRAME) return broken
  return sized(frames, at, frames === 1 ? left : firstLength)
}

/**
 * How many units of 10 ms a packet holds. 0 when it is broken, or lasts no whole number of units:
 * Mumble's frame numbers can't count such packets, and its own clients drop them.
 */
export function opusUnits(packet: Uint8Array): number {
  const { frames } = readFraming(packet)
  if (frames === 0) return 0
  const samples = frames * frameSamples(packet[0] ?? 0)
  return samples % UNIT === 0 ? samples / UNIT : 0
}

/**
 * True when the packet also carries a spare copy of the sound before it (in-band FEC). Only SILK and
 * hybrid frames can. The flag follows one voice flag for each 20 ms of the first frame (RFC 6716, 4.2.3).
 */
export function hasFec(packet: Uint8Array): boolean {
  const toc = packet[0] ?? 0x80
  if (toc >= 0x80) return false
  const { frames, start, length } = readFraming(packet)
  if (frames === 0 || length === 0) return false
  const voiceFlags = Math.max(1, frameSamples(toc) / 960)
  const flags = packet[start] ?? 0
  const stereo = (toc & 4) !== 0
  return ((flags >> (7 - voiceFlags)) & 1) === 1 || (stereo && ((flags >> (6 - 2 * voiceFlags)) & 1) === 1)
}
