/**
 * The state of one connection's UDP cipher: a nonce each way that counts packets, the window for late
 * packets, the table against replays, and the counters that go into Ping messages.
 *
 * A packet is nonce byte 0, three bytes of tag, ciphertext.
 */
import { BLOCK_BYTES, Ocb2 } from './ocb2.ts'

const CRYPT_OVERHEAD_BYTES = 4

/** Packets up to this many places behind the newest are still taken. */
const LATE_WINDOW = 30

export interface PacketCounters {
  good: number
  late: number
  lost: number
  resync: number
}

export class CryptState {
  readonly #cipher: Ocb2
  readonly #encryptNonce: Uint8Array
  #decryptNonce: Uint8Array
  /** Index: nonce byte 0; value: nonce byte 1 of the last good packet there, -1 = none. */
  readonly #history = new Int16Array(256).fill(-1)
  readonly counters: PacketCounters = { good: 0, late: 0, lost: 0, resync: 0 }

  /** All three are 16 bytes, from the server's CryptSetup. Throws RangeError otherwise. */
  constructor(key: Uint8Array, clientNonce: Uint8Array, serverNonce: Uint8Array) {
    for (const part of [key, clientNonce, serverNonce]) {
      if (part.length !== BLOCK_BYTES) throw new RangeError('key and nonces have 16 bytes')
    }
    this.#cipher = new Ocb2(key)
    this.#encryptNonce = clientNonce.slice()
    this.#decryptNonce = serverNonce.slice()
  }

  /** What the server needs to follow us again. A copy. */
  get encryptNonce(): Uint8Array {
    return this.#encryptNonce.slice()
  }

  encrypt(plain: Uint8Array): Uint8Array {
    step(this.#encryptNonce, 1)
    const { bytes, tag } = this.#cipher.seal(plain, this.#encryptNonce)
    const packet = new Uint8Array(CRYPT_OVERHEAD_BYTES + bytes.length)
    packet[0] = this.#encryptNonce[0]!
    packet.set(tag.subarray(0, 3), 1)
    packet.set(bytes, CRYPT_OVERHEAD_BYTES)
    return packet
  }

  /** Null for a packet that is forged, replayed, too old or not ours. Such a packet changes nothing. */
  decrypt(packet: Uint8Array): Uint8Array | null {
    if (packet.length < CRYPT_OVERHEAD_BYTES) return null
    const ahead = wrapTo128(packet[0]! - this.#decryptNonce[0]!)
    if (ahead <= -LATE_WINDOW || ahead === 0) return null
    const nonce = this.#decryptNonce.slice()
    step(nonce, ahead)
    if (this.#history[nonce[0]!] === nonce[1]) return null
    const opened = this.#cipher.open(packet.subarray(CRYPT_OVERHEAD_BYTES), nonce)
    if (!opened.sound || !sameTag(opened.tag, packet)) return null
    this.#history[nonce[0]!] = nonce[1]!
    this.counters.good += 1
    if (ahead < 0) {
      // It was counted as lost when a later one came first.
      this.counters.late += 1
      this.counters.lost = Math.max(0, this.counters.lost - 1)
    } else {
      this.counters.lost += ahead - 1
      this.#decryptNonce = nonce
    }
    return opened.bytes
  }

  /** The server told us where its nonce stands. */
  resynchronise(serverNonce: Uint8Array): void {
    if (serverNonce.length !== BLOCK_BYTES) throw new RangeError('a nonce has 16 bytes')
    this.#decryptNonce = serverNonce.slice()
    this.counters.resync += 1
  }
}

/** The shortest way from one byte to another on the circle of 256, in -127..128. */
function wrapTo128(difference: number): number {
  const forward = difference & 0xff
  return forward > 128 ? forward - 256 : forward
}

/** Adds a small number to a nonce, little-endian from byte 0. */
function step(nonce: Uint8Array, by: number): void {
  let carry = by
  for (let i = 0; i < nonce.length && carry !== 0; i++) {
    const sum = nonce[i]! + carry
    nonce[i] = sum & 0xff
    carry = sum >> 8
  }
}

function sameTag(tag: Uint8Array, packet: Uint8Array): boolean {
  return ((tag[0]! ^ packet[1]!) | (tag[1]! ^ packet[2]!) | (tag[2]! ^ packet[3]!)) === 0
}
