import { expect, it } from 'vitest'
import { BufferWatch } from '../../../renderer/voice/buffer-watch.ts'

/** The second at which a larger buffer is asked for; null = never. */
function readAll(
  crackles: (second: number) => number,
  lost: (second: number) => number = () => 0,
  seconds = 600,
): number | null {
  const watch = new BufferWatch()
  let count = 0
  let behind = 1234
  for (let second = 1; second <= seconds; second++) {
    count += crackles(second)
    behind += lost(second)
    if (watch.read(count, behind)) return second
  }
  return null
}

it('asks for nothing on a machine that keeps up', () => {
  expect(readAll(() => 0)).toBeNull()
})

it('one stall, however long, is no reason', () => {
  expect(readAll(second => (second === 30 ? 500 : 0))).toBeNull()
  expect(readAll(second => (second % 10 === 0 ? 1 : 0))).toBeNull()
})

it('what every program does while it starts is no reason', () => {
  expect(readAll(second => (second <= 10 ? 20 : 0))).toBeNull()
})

it('crackling that goes on is', () => {
  expect(readAll(second => (second > 30 ? 2 : 0))).toBe(34)
  expect(readAll(second => (second > 30 && second % 4 === 0 ? 1 : 0))).toBe(44)
})

it('so is sound whose clock falls behind without a word', () => {
  const none = () => 0
  expect(readAll(none, second => (second > 30 ? 60 : 0))).toBe(34)
  // It goes on in steps, and no two clocks are quite the same.
  expect(readAll(none, second => (second % 2 === 0 ? 21 : -20))).toBeNull()
  // The computer slept.
  expect(readAll(none, second => (second === 30 ? 600_000 : 0))).toBeNull()
})

it('sound that the browser or the person holds back is no crackle, nor is its coming back', () => {
  const watch = new BufferWatch()
  let asked = false
  for (let second = 1; second <= 60; second++) {
    const heldBack = second > 20 && second <= 50
    asked ||= watch.read(0, heldBack ? null : second > 50 ? 30_000 : 0)
  }
  expect(asked).toBe(false)
})
