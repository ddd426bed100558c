/**
 * Takes the Opus packets out of the WebM that a browser's MediaRecorder writes, chunk by chunk. Only what such
 * files hold is understood (RFC 8794 for the elements, Matroska's RFC 9559 for the blocks); anything else throws.
 */

const id = {
  segment: 0x18538067,
  cluster: 0x1f43b675,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  codecId: 0x86,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const

/** Elements that are gone into; whether their length is told makes no difference then. */
const opened: ReadonlySet<number> = new Set([id.segment, id.cluster, id.tracks, id.trackEntry, id.blockGroup])

/** A second of sound has a few kilobytes; nothing that is not gone into is longer than this. */
const LONGEST_ELEMENT_BYTES = 65_536

/** The bytes are no WebM with one Opus track. */
export class WebmError extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'WebmError'
  }
}

export class WebmReader {
  #waiting: Uint8Array = new Uint8Array()

  /** The packets that are whole by now, in order. Throws {@link WebmError}; the reader is of no use then. */
  read(bytes: Uint8Array): Uint8Array[] {
    const all = Buffer.concat([this.#waiting, bytes])
    const packets: Uint8Array[] = []
    let at = 0
    for (;;) {
      const element = readHead(all, at)
      if (element === null) break
      if (opened.has(element.id)) {
        at = element.body
        continue
      }
      if (element.length === null || element.length > LONGEST_ELEMENT_BYTES) {
        throw new WebmError(`element ${element.id.toString(16)} is too long`)
      }
      const end = element.body + element.length
      if (end > all.length) break
      const body = all.subarray(element.body, end)
      if (element.id === id.simpleBlock || element.id === id.block) packets.push(packetOf(body))
      else if (element.id === id.codecId && body.toString('latin1') !== 'A_OPUS')
        throw new WebmError('not Opus')
      at = end
    }
    this.#waiting = Uint8Array.from(all.subarray(at))
    return packets
  }
}

interface Head {
  readonly id: number
  /** Bytes of the body; null = not told. */
  readonly length: number | null
  /** Where the body begins. */
  readonly body: number
}

/** Null while the head is not there in whole. */
function readHead(bytes: Uint8Array, at: number): Head | null {
  const idLength = lengthOf(bytes, at, 4)
  if (idLength === null) return null
  const sizeLength = lengthOf(bytes, at + idLength, 8)
  if (sizeLength === null) return null
  const body = at + idLength + sizeLength
  if (body > bytes.length) return null
  let number = 0
  for (let i = 0; i < idLength; i++) number = number * 256 + (bytes[at + i] ?? 0)
  let length = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength)
  let allOnes = length === 0xff >> sizeLength
  for (let i = 1; i < sizeLength; i++) {
    const byte = bytes[at + idLength + i] ?? 0
    length = length * 256 + byte
    allOnes &&= byte === 0xff
  }
  return { id: number, length: allOnes ? null : length, body }
}

/** Bytes of the variable-length number at a place, told by its first bits; null when it is not there yet. */
function lengthOf(bytes: Uint8Array, at: number, most: number): number | null {
  const first = bytes[at]
  if (first === undefined) return null
  const length = Math.clz32(first) - 23
  if (length > most) throw new WebmError('no element begins here')
  return length
}

/** A block: track number, two bytes of time, one of flags, and one frame, as a recorder with one track writes it. */
function packetOf(block: Uint8Array): Uint8Array {
  const flags = block[3]
  // One byte of track number (0x81 = track 1): more tracks than 126 nobody records.
  if (flags === undefined || (block[0] ?? 0) < 0x80) throw new WebmError('a block without a head')
  if ((flags & 0x06) !== 0) throw new WebmError('a block with several frames')
  return block.slice(4)
}
