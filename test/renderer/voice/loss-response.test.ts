import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitrateFor } from '../../../renderer/voice/bitrate.ts'
import { LossResponse } from '../../../renderer/voice/loss-response.ts'

const full = bitrateFor(null)

test('a little loss is always prepared for, because nobody reports what listeners lose', () => {
  const response = new LossResponse()
  expect(response.percent).toBe(5)
  response.report(0)
  response.sent(5000)
  expect(response.percent).toBe(5)
})

test('loss is answered at once, and forgotten slowly, by the sound sent and not by the clock', () => {
  const response = new LossResponse()
  response.report(0.1)
  expect(response.percent).toBe(20)
  response.report(0)
  expect(response.percent).toBe(20)
  response.sent(500)
  expect(response.percent).toBe(10)
  response.sent(2000)
  expect(response.percent).toBe(5)
})

test('loss that lasts spares the line, and its end does not at once', () => {
  const response = new LossResponse()
  response.report(0.2)
  response.sent(700)
  expect(response.apply(full)).toEqual(full)
  response.sent(100)
  expect(response.apply(full)).toEqual({ bitrate: 32_000, packetUnits: 2 })
  response.report(0)
  response.sent(1900)
  expect(response.apply(full).packetUnits).toBe(2)
  response.sent(100)
  expect(response.apply(full)).toEqual(full)
})

test('one bad report in between does not spare the line', () => {
  const response = new LossResponse()
  for (let i = 0; i < 20; i++) {
    response.report(i % 2 === 0 ? 0.2 : 0.01)
    response.sent(500)
  }
  expect(response.apply(full)).toEqual(full)
})

test('whatever is reported, libopus is asked for what it knows, and never for more than the limit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ noNaN: true }), fc.nat(1000))),
      fc.option(fc.integer({ min: 0, max: 600_000 })),
      (reports, limit) => {
        const response = new LossResponse()
        for (const [loss, units] of reports) {
          response.report(loss)
          response.sent(units)
        }
        const allowed = bitrateFor(limit)
        const rate = response.apply(allowed)
        expect(response.percent).toBeGreaterThanOrEqual(5)
        expect(response.percent).toBeLessThanOrEqual(30)
        expect(rate.bitrate).toBeLessThanOrEqual(allowed.bitrate)
        expect(rate.packetUnits).toBeGreaterThanOrEqual(allowed.packetUnits)
      },
    ),
  )
})
