/**
 * OCB2-AES128, the cipher of Mumble's UDP packets. Not OCB3 (RFC 7253), which Node calls aes-128-ocb.
 * The XEX* attack on OCB2 is countered as in section 9 of https://eprint.iacr.org/2019/311, and as all
 * Mumble peers since 2019 do.
 */
import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from 'node:crypto'

export const BLOCK_BYTES = 16

export interface Sealed {
  readonly bytes: Uint8Array
  /** 16 bytes; Mumble sends the first three. */
  readonly tag: Uint8Array
}

export interface Opened extends Sealed {
  /** False when the packet has the shape of the XEX* attack: never use its bytes. */
  readonly sound: boolean
}

export class Ocb2 {
  // One AES context for the connection's life: making one per packet costs more than the packet.
  readonly #forward: Cipheriv
  readonly #inverse: Decipheriv

  /** @param key 16 bytes */
  constructor(key: Uint8Array) {
    this.#forward = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
    this.#inverse = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  }

  /** @param nonce 16 bytes, never used twice with one key */
  seal(plain: Uint8Array, nonce: Uint8Array): Sealed {
    const full = fullBlocks(plain.length)
    const delta = this.#forward.update(nonce)
    const deltas = doublings(delta, full + 1)
    const input = new Uint8Array((full + 1) * BLOCK_BYTES)
    const checksum = new Uint8Array(BLOCK_BYTES)
    input.set(plain.subarray(0, full * BLOCK_BYTES))
    if (full > 0 && looksLikeXexStar(plain, (full - 1) * BLOCK_BYTES)) {
      // One flipped bit in a block of silence: nobody hears it, and the packet is no weapon.
      const at = (full - 1) * BLOCK_BYTES
      input[at] = (input[at] ?? 0) ^ 1
    }
    for (let i = 0; i < full * BLOCK_BYTES; i++) checksum[i % BLOCK_BYTES]! ^= input[i]!
    const tailBytes = plain.length - full * BLOCK_BYTES
    setBitLength(input, full * BLOCK_BYTES, tailBytes)
    xorInto(input, deltas)
    const encrypted = this.#forward.update(input)
    const bytes = new Uint8Array(plain.length)
    for (let i = 0; i < full * BLOCK_BYTES; i++) bytes[i] = encrypted[i]! ^ deltas[i]!
    const pad = encrypted.subarray(full * BLOCK_BYTES)
    const tail = full * BLOCK_BYTES
    for (let i = 0; i < BLOCK_BYTES; i++) {
      const clear = i < tailBytes ? plain[tail + i]! : pad[i]!
      checksum[i]! ^= clear
      if (i < tailBytes) bytes[tail + i] = clear ^ pad[i]!
    }
    return { bytes, tag: this.#tag(deltas.subarray(tail), checksum) }
  }

  open(sealed: Uint8Array, nonce: Uint8Array): Opened {
    const full = fullBlocks(sealed.length)
    const tail = full * BLOCK_BYTES
    const delta = this.#forward.update(nonce)
    const deltas = doublings(delta, full + 1)
    const bytes = new Uint8Array(sealed.length)
    const checksum = new Uint8Array(BLOCK_BYTES)
    if (full > 0) {
      const input = sealed.slice(0, tail)
      xorInto(input, deltas)
      const decrypted = this.#inverse.update(input)
      for (let i = 0; i < tail; i++) {
        bytes[i] = decrypted[i]! ^ deltas[i]!
        checksum[i % BLOCK_BYTES]! ^= bytes[i]!
      }
    }
    const lastDelta = deltas.subarray(tail)
    const tailBytes = sealed.length - tail
    const padInput = new Uint8Array(BLOCK_BYTES)
    setBitLength(padInput, 0, tailBytes)
    xorInto(padInput, lastDelta)
    const pad = this.#forward.update(padInput)
    let differs = 0
    for (let i = 0; i < BLOCK_BYTES; i++) {
      const clear = (i < tailBytes ? sealed[tail + i]! : 0) ^ pad[i]!
      checksum[i]! ^= clear
      if (i < tailBytes) bytes[tail + i] = clear
      if (i < BLOCK_BYTES - 1) differs |= clear ^ lastDelta[i]!
    }
    return { bytes, tag: this.#tag(lastDelta, checksum), sound: differs !== 0 }
  }

  #tag(lastDelta: Uint8Array, checksum: Uint8Array): Uint8Array {
    const tripled = doublings(lastDelta, 1)
    xorInto(tripled, lastDelta)
    xorInto(tripled, checksum)
    return this.#forward.update(tripled)
  }
}

/** A 16-byte tail counts as the last, padded block. */
function fullBlocks(length: number): number {
  return length === 0 ? 0 : Math.ceil(length / BLOCK_BYTES) - 1
}

/** `count` blocks: 2x, 4x, 8x … of a block in GF(2^128), most significant byte first. */
function doublings(block: Uint8Array, count: number): Uint8Array {
  const out = new Uint8Array(count * BLOCK_BYTES)
  let previous = block
  for (let b = 0; b < count; b++) {
    const next = out.subarray(b * BLOCK_BYTES, (b + 1) * BLOCK_BYTES)
    const carry = previous[0]! >> 7
    for (let i = 0; i < BLOCK_BYTES - 1; i++) next[i] = (previous[i]! << 1) | (previous[i + 1]! >> 7)
    next[BLOCK_BYTES - 1] = (previous[BLOCK_BYTES - 1]! << 1) ^ (carry * 0x87)
    previous = next
  }
  return out
}

/** The block's length in bits as a 128-bit big-endian number; it is at most 128. */
function setBitLength(target: Uint8Array, offset: number, bytes: number): void {
  target[offset + BLOCK_BYTES - 1] = bytes * 8
}

function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= other[i]!
}

function looksLikeXexStar(plain: Uint8Array, offset: number): boolean {
  for (let i = 0; i < BLOCK_BYTES - 1; i++) if (plain[offset + i] !== 0) return false
  return true
}
