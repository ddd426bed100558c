import { expect, test } from 'vitest'
import { QueueWatch } from '../../../renderer/voice/queue-watch.ts'

/** Reads four times a second from `from` to `to` (ms); `pile` is what lies in the queue. Says when it told. */
function read(watch: QueueWatch, from: number, to: number, pile: (ms: number) => number): number[] {
  const told: number[] = []
  for (let ms = from; ms < to; ms += 250) {
    // Delivered in steps of 10 ms, rendered in steps of 5.33 ms, as in Chromium.
    const delivered = Math.floor((ms + pile(ms)) / 10) * 10
    const rendered = Math.floor(ms / 5.333) * 5.333
    if (watch.read(delivered, rendered)) told.push(ms)
  }
  return told
}

test('steps on both sides are no growth', () => {
  expect(read(new QueueWatch(), 0, 60_000, ms => 5 + Math.sin(ms) * 3)).toEqual([])
})

test('a stall is told within two seconds', () => {
  const told = read(new QueueWatch(), 0, 10_000, ms => (ms > 5000 ? 35 : 0))
  expect(told[0]).toBeGreaterThan(5000)
  expect(told[0]).toBeLessThan(7000)
})

test('a microphone whose clock is faster is told before it costs 20 ms, again after each renewal', () => {
  const watch = new QueueWatch()
  const drift = (ms: number) => ms * 0.0002
  const first = read(watch, 0, 100_000, drift)[0] ?? Number.POSITIVE_INFINITY
  expect(drift(first)).toBeLessThan(20)
  watch.reset()
  const second = read(watch, first, first + 100_000, ms => drift(ms - first))[0] ?? Number.POSITIVE_INFINITY
  expect(drift(second - first)).toBeLessThan(20)
})

test('a queue that runs empty is none to renew', () => {
  expect(read(new QueueWatch(), 0, 60_000, ms => 30 - ms * 0.0005)).toEqual([])
})
