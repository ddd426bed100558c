/**
 * Mumble's own variable-length integer (not protobuf's). The number of leading ones in the first byte
 * says how many bytes follow; 111110 negates what follows, 111111 is a small negative number itself.
 * "Negative" is the bit inverse, as in Mumble's PacketDataStream, so -1 is the inverse of 0.
 */

/** A read position in bytes. A failed read sets `failed` and gives 0n; the caller checks once, at the end. */
export interface Cursor {
  readonly bytes: Uint8Array
  offset: number
  failed: boolean
}

export function cursorOn(bytes: Uint8Array): Cursor {
  return { bytes, offset: 0, failed: false }
}

/** Mumble's limit on nested 111110 prefixes. */
const DEEPEST_NESTING = 8

export function readVarint(cursor: Cursor, depth = 0): bigint {
  const first = readByte(cursor)
  if (first < 0x80) return BigInt(first)
  if (first < 0xc0) return (BigInt(first & 0x3f) << 8n) | readBigEndian(cursor, 1)
  if (first < 0xe0) return (BigInt(first & 0x1f) << 16n) | readBigEndian(cursor, 2)
  if (first < 0xf0) return (BigInt(first & 0x0f) << 24n) | readBigEndian(cursor, 3)
  if (first < 0xf4) return readBigEndian(cursor, 4)
  if (first < 0xf8) return readBigEndian(cursor, 8)
  if (first >= 0xfc) return ~BigInt(first & 0x03)
  if (depth >= DEEPEST_NESTING) return fail(cursor)
  return ~readVarint(cursor, depth + 1)
}

export function readByte(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.offset]
  if (byte === undefined) {
    fail(cursor)
    return 0
  }
  cursor.offset += 1
  return byte
}

function readBigEndian(cursor: Cursor, count: number): bigint {
  let value = 0n
  for (let i = 0; i < count; i++) value = (value << 8n) | BigInt(readByte(cursor))
  return value
}

function fail(cursor: Cursor): bigint {
  cursor.failed = true
  return 0n
}

/** The bytes of a number from -2^63 to 2^64 - 1, in its shortest form. Throws RangeError beyond. */
export function writeVarint(value: bigint | number): number[] {
  const number = BigInt(value)
  if (number < 0n) {
    const inverse = ~number
    return inverse < 4n ? [0xfc | Number(inverse)] : [0xf8, ...writeVarint(inverse)]
  }
  if (number < 0x80n) return [Number(number)]
  if (number < 0x4000n) return bigEndian(number, 2, 0x80)
  if (number < 0x20_0000n) return bigEndian(number, 3, 0xc0)
  if (number < 0x1000_0000n) return bigEndian(number, 4, 0xe0)
  if (number < 0x1_0000_0000n) return [0xf0, ...bigEndian(number, 4, 0)]
  if (number < 1n << 64n) return [0xf4, ...bigEndian(number, 8, 0)]
  throw new RangeError('a varint holds 64 bits')
}

function bigEndian(value: bigint, count: number, prefix: number): number[] {
  const bytes: number[] = []
  for (let i = count - 1; i >= 0; i--) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn))
  bytes[0] = (bytes[0] ?? 0) | prefix
  return bytes
}
