import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CryptState } from '../../../engine/mumble/crypt-state.ts'

const key = Uint8Array.from({ length: 16 }, (_, i) => i * 7)
const up = new Uint8Array(16).fill(0x55)
const down = new Uint8Array(16).fill(0xaa)

/** Two ends of one line. */
function pair() {
  return { sender: new CryptState(key, up, down), receiver: new CryptState(key, down, up) }
}

const message = (i: number) => Uint8Array.of(i & 0xff, (i >> 8) & 0xff, 9, 9, 9, 9)
const packets = (sender: CryptState, count: number) =>
  Array.from({ length: count }, (_, i) => sender.encrypt(message(i)))

describe('crypt state', () => {
  test('packets in order all arrive, over many turns of the first byte', () => {
    const { sender, receiver } = pair()
    for (const [i, packet] of packets(sender, 2000).entries()) {
      expect(receiver.decrypt(packet)).toEqual(message(i))
    }
    expect(receiver.counters).toEqual({ good: 2000, late: 0, lost: 0, resync: 0 })
  })

  test('late packets are taken up to 29 places behind, and not beyond', () => {
    for (const behind of [1, 10, 29]) {
      const { sender, receiver } = pair()
      const all = packets(sender, behind + 1)
      for (const packet of all.slice(1)) receiver.decrypt(packet)
      expect(receiver.decrypt(all[0]!), `${behind} behind`).toEqual(message(0))
      expect(receiver.counters).toEqual({ good: behind + 1, late: 1, lost: 0, resync: 0 })
    }
    const { sender, receiver } = pair()
    const all = packets(sender, 32)
    for (const packet of all.slice(1)) receiver.decrypt(packet)
    expect(receiver.decrypt(all[0]!)).toBeNull()
  })

  test('late packets are taken across the turn of the first byte', () => {
    const { sender, receiver } = pair()
    const before = 0x100 - 0x55 - 2
    for (const packet of packets(sender, before)) receiver.decrypt(packet)
    const [late, ...rest] = packets(sender, 6)
    for (const packet of rest) receiver.decrypt(packet)
    expect(receiver.decrypt(late!)).toEqual(message(0))
    expect(receiver.decrypt(sender.encrypt(message(7)))).toEqual(message(7))
  })

  test('a replay of 512 packets gives nothing', () => {
    const { sender, receiver } = pair()
    const all = packets(sender, 512)
    for (const packet of all) receiver.decrypt(packet)
    for (const packet of all) expect(receiver.decrypt(packet)).toBeNull()
    expect(receiver.counters.good).toBe(512)
  })

  test('any order within the window, with losses and repeats, gives each packet at most once', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ delay: fc.integer({ min: 0, max: 25 }), copies: fc.integer({ min: 0, max: 2 }) }),
          {
            minLength: 1,
            maxLength: 300,
          },
        ),
        plan => {
          const { sender, receiver } = pair()
          const arrivals = plan
            .map((line, i) => ({
              at: i + line.delay,
              i,
              copies: line.copies,
              packet: sender.encrypt(message(i)),
            }))
            .sort((a, b) => a.at - b.at)
          const heard: number[] = []
          for (const { packet, copies } of arrivals) {
            for (let c = 0; c < copies; c++) {
              const plain = receiver.decrypt(packet)
              if (plain !== null) heard.push(plain[0]! | (plain[1]! << 8))
            }
          }
          expect(new Set(heard).size).toBe(heard.length)
          expect(receiver.counters.good).toBe(heard.length)
        },
      ),
    )
  })

  test('257 packets lost in a row need the server to tell its nonce again', () => {
    const { sender, receiver } = pair()
    packets(sender, 257)
    expect(receiver.decrypt(sender.encrypt(message(1)))).toBeNull()
    receiver.resynchronise(sender.encryptNonce)
    expect(receiver.decrypt(sender.encrypt(message(2)))).toEqual(message(2))
    expect(receiver.counters.resync).toBe(1)
  })

  test('a tampered packet is refused and changes nothing', () => {
    const { sender, receiver } = pair()
    const packet = sender.encrypt(message(1))
    for (let bit = 0; bit < packet.length * 8; bit++) {
      const tampered = packet.slice()
      tampered[bit >> 3]! ^= 1 << (bit & 7)
      expect(receiver.decrypt(tampered)).toBeNull()
    }
    expect(receiver.decrypt(packet)).toEqual(message(1))
    expect(receiver.counters).toEqual({ good: 1, late: 0, lost: 0, resync: 0 })
  })

  test('any bytes are refused without an exception', () => {
    const { receiver } = pair()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
        expect(receiver.decrypt(bytes)).toBeNull()
      }),
    )
  })

  test('keys of a wrong length are refused', () => {
    expect(() => new CryptState(key.subarray(1), up, down)).toThrow(RangeError)
  })
})
