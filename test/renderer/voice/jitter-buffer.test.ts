import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CAPACITY_UNITS, JitterBuffer, type Packet } from '../../../renderer/voice/jitter-buffer.ts'

function packet(position: number, units = 1): Packet {
  return { position, units, opus: Uint8Array.of(0), terminator: false }
}

test('puts packets in order', () => {
  const buffer = new JitterBuffer()
  for (const position of [2, 0, 1]) expect(buffer.insert(packet(position))).toBe('kept')
  expect([buffer.take(), buffer.take(), buffer.take()].map(each => each?.position)).toEqual([0, 1, 2])
  expect(buffer.take()).toBeNull()
  expect(buffer.next).toBe(3)
})

test('knows a copy from a packet that is late', () => {
  const buffer = new JitterBuffer()
  buffer.insert(packet(0))
  expect(buffer.insert(packet(0))).toBe('duplicate')
  buffer.take()
  expect(buffer.insert(packet(0))).toBe('duplicate')
  buffer.skip(1)
  expect(buffer.insert(packet(1))).toBe('late')
})

test('packets that claim the same time do not both get in', () => {
  const buffer = new JitterBuffer()
  buffer.insert(packet(4, 2))
  expect(buffer.insert(packet(5))).toBe('duplicate')
  expect(buffer.insert(packet(3, 2))).toBe('duplicate')
  expect(buffer.insert(packet(6))).toBe('kept')
  expect(buffer.insert(packet(3))).toBe('kept')
})

test('two thousand packets at once leave the newest 400 ms', () => {
  const buffer = new JitterBuffer()
  for (let position = 0; position < 2000; position++) buffer.insert(packet(position))
  expect(buffer.span).toBe(CAPACITY_UNITS)
  expect(buffer.first?.position).toBe(2000 - CAPACITY_UNITS)
  expect(buffer.dropped).toBe(2000 - CAPACITY_UNITS)
})

test('whatever comes: in order, without overlap, never beyond its capacity', () => {
  const arrival = fc.record({
    jump: fc.oneof(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -100_000, max: 100_000 })),
    units: fc.constantFrom(1, 2, 4, 6, 12),
    takes: fc.integer({ min: 0, max: 3 }),
  })
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 200 }), arrivals => {
      const buffer = new JitterBuffer()
      let head = 0
      let played = Number.NEGATIVE_INFINITY
      for (const { jump, units, takes } of arrivals) {
        head = Math.max(0, head + jump)
        buffer.insert(packet(head, units))
        expect(buffer.span).toBeLessThanOrEqual(CAPACITY_UNITS)
        for (let i = 0; i < takes; i++) {
          const taken = buffer.take()
          if (taken === null) break
          expect(taken.position).toBeGreaterThanOrEqual(played)
          played = taken.position + taken.units
          expect(buffer.next).toBe(played)
        }
      }
    }),
  )
})
