import { expect, test } from 'vitest'
import { ENOUGH_PACKETS, LossGauge } from '../../../engine/mumble/ping.ts'

/** What a gauge says after each of these readings. */
function shares(...readings: readonly (readonly [good: number, lost: number])[]): number[] {
  const gauge = new LossGauge()
  return readings.map(([good, lost]) => {
    gauge.read({ good, lost })
    return gauge.share
  })
}

test('a ping lost in silence is one of many, not one of five', () => {
  const silence = Array.from({ length: 40 }, (_, i) => [5 * (i + 1) - 1, 1] as const)
  const told = shares(...silence)
  expect(Math.max(...told)).toBeLessThanOrEqual(1 / ENOUGH_PACKETS)
  expect(told.at(-1)).toBe(0)
})

test('while one speaks each reading counts', () => {
  expect(shares([500, 0], [900, 100], [1400, 100])).toEqual([0, 0.2, 0])
})

test('what is too little alone counts with what follows, and is not forgotten', () => {
  expect(shares([500, 0], [540, 10], [580, 20])).toEqual([0, 0, 0.2])
})

test('a packet that came late after all takes its loss back', () => {
  expect(shares([500, 10], [700, 5])[1]).toBe(0)
})

test('counters that begin anew say nothing yet', () => {
  expect(shares([500, 50], [3, 0], [103, 100])).toEqual([50 / 550, 50 / 550, 0.5])
})
