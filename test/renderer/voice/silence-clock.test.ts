import { expect, test } from 'vitest'
import { SilenceClock } from '../../../renderer/voice/silence-clock.ts'

/** Looks every 50 ms from `from` to `to`, while a microphone gives something every 10 ms. Sum of the silence in ms. */
function look(clock: SilenceClock, from: number, to: number, hears: (ms: number) => boolean): number {
  let samples = 0
  for (let ms = from; ms < to; ms += 10) {
    if (hears(ms)) clock.heard(ms)
    if (ms % 50 === 0) samples += clock.due(ms)
  }
  return samples / 48
}

test('without a microphone there is as much silence as time', () => {
  expect(look(new SilenceClock(0), 0, 10_001, () => false)).toBe(10_000)
})

test('a microphone that gives sound leaves none, and neither do its stumbles', () => {
  const clock = new SilenceClock(0)
  clock.heard(0)
  expect(look(clock, 0, 10_000, ms => ms % 1000 < 520)).toBe(0)
})

test('between two microphones the time is filled up to 50 ms', () => {
  const clock = new SilenceClock(0)
  look(clock, 0, 1000, () => true)
  clock.interrupted(1000)
  clock.interrupted(1020)
  const filled = look(clock, 1000, 1240, () => false)
  expect(filled).toBeGreaterThanOrEqual(190)
  expect(filled).toBeLessThanOrEqual(240)
  expect(look(clock, 1240, 2000, () => true)).toBeLessThanOrEqual(50)
})

test('a microphone that hangs counts as silent from its last sound on', () => {
  const clock = new SilenceClock(0)
  look(clock, 0, 1000, () => true)
  expect(look(clock, 1000, 3001, () => false)).toBe(2010)
})

test('a sleep of the computer is no hour of silence', () => {
  const clock = new SilenceClock(0)
  clock.heard(1000)
  expect(clock.due(3_601_000)).toBe(48_000)
})
