import { expect, test } from 'vitest'
import { DelayEstimate } from '../../../renderer/voice/delay-estimate.ts'
import { seeded } from './sound.ts'

const MS = 48
const MARGIN = 128

/** Observes a packet every 10 ms from `from` to `to` (ms), each late by what `lateness` says (ms). */
function observe(estimate: DelayEstimate, from: number, to: number, lateness: (ms: number) => number): void {
  const packets: { late: number; at: number }[] = []
  for (let ms = from; ms < to; ms += 10) packets.push({ late: lateness(ms), at: ms + lateness(ms) })
  packets.sort((a, b) => a.at - b.at)
  for (const { late, at } of packets) estimate.observe(late * MS, at * MS)
}

function spreadMs(estimate: DelayEstimate): number {
  return (estimate.target - estimate.base - MARGIN) / MS
}

test('starts with 20 ms, and with none once the line proves even', () => {
  const estimate = new DelayEstimate()
  observe(estimate, 0, 500, () => 0)
  expect(spreadMs(estimate)).toBe(20)
  observe(estimate, 500, 1500, () => 0)
  expect(spreadMs(estimate)).toBe(0)
})

test('covers jitter that keeps coming', () => {
  const estimate = new DelayEstimate()
  const random = seeded(1)
  observe(estimate, 0, 8000, () => random() * 40)
  expect(spreadMs(estimate)).toBeGreaterThan(36)
  expect(spreadMs(estimate)).toBeLessThanOrEqual(40)
})

test('a single stall changes nothing; two within five seconds do', () => {
  const once = new DelayEstimate()
  const stall = (begin: number) => (ms: number) => (ms >= begin && ms < begin + 100 ? begin + 100 - ms : 0)
  observe(once, 0, 6000, stall(5000))
  expect(spreadMs(once)).toBe(0)
  const twice = new DelayEstimate()
  observe(twice, 0, 6000, ms => stall(4000)(ms) + stall(5000)(ms))
  expect(spreadMs(twice)).toBe(100)
  observe(twice, 6000, 11_000, () => 0)
  expect(spreadMs(twice)).toBeLessThanOrEqual(10)
  observe(twice, 11_000, 31_000, () => 0)
  expect(spreadMs(twice)).toBe(0)
})

test('a clock that stood still for a moment makes no jitter of what was known', () => {
  const estimate = new DelayEstimate()
  const random = seeded(2)
  const jitter = () => random() * 10
  observe(estimate, 0, 6000, jitter)
  // It comes twice, so that no lonely peak is passed over.
  observe(estimate, 6000, 6500, () => jitter() - 30)
  expect(spreadMs(estimate)).toBeLessThanOrEqual(10)
  observe(estimate, 6500, 7000, () => jitter() - 60)
  expect(spreadMs(estimate)).toBeLessThanOrEqual(10)
  expect(spreadMs(estimate)).toBeGreaterThan(8)
})

test('the small hiccups of a computer cost one late packet, not one each', () => {
  const estimate = new DelayEstimate()
  observe(estimate, 0, 6000, () => 0)
  const hiccup = (ms: number) => (ms % 6000 === 500 ? 8 : 0)
  let late = 0
  for (let ms = 6000; ms < 66_000; ms += 10) {
    if (hiccup(ms) * MS > estimate.target - estimate.base) late++
    observe(estimate, ms, ms + 10, hiccup)
  }
  expect(late).toBe(1)
})

test('follows a way that got longer within a few packets', () => {
  const estimate = new DelayEstimate()
  observe(estimate, 0, 5000, () => 0)
  observe(estimate, 5000, 5060, () => 90)
  expect(spreadMs(estimate)).toBe(90)
})

test('never asks for more than 250 ms of spread', () => {
  const estimate = new DelayEstimate()
  observe(estimate, 0, 10_000, ms => (ms % 1000 < 600 ? 600 - (ms % 1000) : 0))
  expect((estimate.target - estimate.base) / MS).toBeLessThanOrEqual(250)
})

test('a new count keeps what was learnt of the jitter', () => {
  const estimate = new DelayEstimate()
  const random = seeded(3)
  observe(estimate, 0, 6000, () => random() * 30)
  const spread = estimate.target - estimate.base
  estimate.rebase(-123_456)
  expect(estimate.base).toBe(-123_456)
  expect(estimate.target - estimate.base).toBeCloseTo(spread, 6)
})
