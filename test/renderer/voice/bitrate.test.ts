import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitrateFor, networkBandwidth } from '../../../renderer/voice/bitrate.ts'

test("reckons bandwidth as Mumble's clients do", () => {
  expect(networkBandwidth(40_000, 2)).toBe(54_800)
  expect(networkBandwidth(40_000, 1)).toBe(68_800)
  expect(networkBandwidth(0, 1)).toBe(28_800)
  expect(networkBandwidth(8_000, 4)).toBe(15_800)
})

test('without a limit: full quality in packets of 10 ms', () => {
  expect(bitrateFor(null)).toEqual({ bitrate: 56_000, packetUnits: 1 })
  expect(bitrateFor(558_000)).toEqual({ bitrate: 56_000, packetUnits: 1 })
})

test('the common limit of 72 kbit/s keeps packets of 10 ms', () => {
  expect(bitrateFor(72_000)).toEqual({ bitrate: 37_000, packetUnits: 1 })
})

test('packets get longer as the limit gets lower', () => {
  expect(bitrateFor(56_000).packetUnits).toBe(2)
  expect(bitrateFor(48_000).packetUnits).toBe(2)
  expect(bitrateFor(24_000).packetUnits).toBe(4)
})

test('a limit below any speech gets the least, not nothing', () => {
  for (const limit of [0, -1, 8000]) expect(bitrateFor(limit)).toEqual({ bitrate: 8_000, packetUnits: 4 })
})

test('stays within the limit with the longer headers of 1.5 servers, and never gets worse with more', () => {
  const protobufExtra = 7
  fc.assert(
    fc.property(fc.integer({ min: 18_000, max: 200_000 }), limit => {
      const { bitrate, packetUnits } = bitrateFor(limit)
      expect(networkBandwidth(bitrate, packetUnits, protobufExtra)).toBeLessThanOrEqual(limit)
      expect(bitrate % 1000).toBe(0)
      expect(bitrateFor(limit + 1000).packetUnits).toBeLessThanOrEqual(packetUnits)
    }),
  )
})
