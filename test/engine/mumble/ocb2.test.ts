import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ocb2 } from '../../../engine/mumble/ocb2.ts'

const counting = (length: number) => Uint8Array.from({ length }, (_, i) => i)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const block = fc.uint8Array({ minLength: 16, maxLength: 16 })

describe('OCB2-AES128', () => {
  test("agrees with upstream's vector for an empty message", () => {
    expect(hex(new Ocb2(counting(16)).seal(new Uint8Array(), counting(16)).tag)).toBe(
      'bf3108130773ad5ec70ec69e7875a7b0',
    )
  })

  test("agrees with upstream's vector for 40 bytes", () => {
    const sealed = new Ocb2(counting(16)).seal(counting(40), counting(16))
    expect(hex(sealed.tag)).toBe('9db0cdf880f73e3e10d4eb3217766688')
    expect(hex(sealed.bytes)).toMatch(/^f75d6bc8b4dc8d66b836/)
  })

  test('any message comes back, with the tag it left with', () => {
    fc.assert(
      fc.property(block, block, fc.uint8Array({ maxLength: 200 }), (key, nonce, plain) => {
        fc.pre(!plain.every(byte => byte === 0))
        const cipher = new Ocb2(key)
        const sealed = cipher.seal(plain, nonce)
        const opened = cipher.open(sealed.bytes, nonce)
        expect(opened.sound).toBe(true)
        expect(hex(opened.tag)).toBe(hex(sealed.tag))
        const flips = opened.bytes.filter((byte, i) => byte !== plain[i]).length
        expect(flips).toBeLessThanOrEqual(plain.length > 16 ? 1 : 0)
      }),
    )
  })

  test('digital silence is sent with one bit flipped, and arrives', () => {
    const cipher = new Ocb2(counting(16))
    const sealed = cipher.seal(new Uint8Array(48), counting(16))
    const opened = cipher.open(sealed.bytes, counting(16))
    expect(opened.sound).toBe(true)
    expect(hex(opened.tag)).toBe(hex(sealed.tag))
    expect([...opened.bytes].filter(byte => byte !== 0)).toEqual([1])
  })

  test('a packet made by the XEX* attack is not sound', () => {
    // The attack (eprint 2019/311, section 9) turns a sealed block of 0…0 || 128 into a forged tail:
    // its first ciphertext block, shifted by that block itself, deciphers to the last delta.
    const cipher = new Ocb2(counting(16))
    const nonce = counting(16)
    const plain = new Uint8Array(32)
    plain[15] = 128
    plain[16] = 1
    const forged = forgeFrom(plain, nonce)
    expect(cipher.open(forged, nonce).sound).toBe(false)
  })

  test('every flipped bit changes the tag', () => {
    const cipher = new Ocb2(counting(16))
    const sealed = cipher.seal(counting(40), counting(16))
    for (let bit = 0; bit < sealed.bytes.length * 8; bit++) {
      const tampered = sealed.bytes.slice()
      tampered[bit >> 3]! ^= 1 << (bit & 7)
      expect(hex(cipher.open(tampered, counting(16)).tag)).not.toBe(hex(sealed.tag))
    }
  })
})

/** What an attacker sends who saw `plain` sealed without the counter-measure: one block, one block long. */
function forgeFrom(plain: Uint8Array, nonce: Uint8Array): Uint8Array {
  const naive = sealWithoutCountermeasure(plain, nonce)
  const forged = naive.subarray(0, 16).slice()
  for (let i = 0; i < 16; i++) forged[i]! ^= plain[i]!
  return forged
}

/** A sealed first block as a peer from before 2019 would send it. */
function sealWithoutCountermeasure(plain: Uint8Array, nonce: Uint8Array): Uint8Array {
  const cipher = new Ocb2(counting(16))
  const marked = plain.slice()
  // With the last block's length away, the countermeasure looks one block further on.
  const longer = new Uint8Array([...marked, ...new Uint8Array(16).fill(7)])
  return cipher.seal(longer, nonce).bytes
}
