import { expect, test } from 'vitest'
import { type Clocks, ClockWatch } from '../../../renderer/voice/clock-watch.ts'

/** What is seen second by second, where `at` gives the clocks of each. */
function seen(seconds: number, at: (second: number) => Partial<Clocks>): string[] {
  const watch = new ClockWatch()
  return Array.from({ length: seconds }, (_, second) => {
    const ms = second * 1000
    return watch.read({ soundMs: ms, pageMs: ms, wallMs: 1e12 + ms, runs: true, ...at(second) })
  })
}

const times = (all: readonly string[], what: string) => all.filter(each => each === what).length

test('sound that goes on is well, also on a slow clock and behind a page that hung', () => {
  expect(new Set(seen(600, second => ({ soundMs: second * 990 })))).toEqual(new Set(['well']))
  expect(
    times(
      seen(60, second => (second > 30 ? { pageMs: second * 1000 + 9000 } : {})),
      'still',
    ),
  ).toBe(0)
})

test('sound that says it runs and stands still is told, after five seconds and once', () => {
  const all = seen(60, second => ({ soundMs: Math.min(second, 20) * 1000 }))
  expect(all.indexOf('still')).toBeGreaterThanOrEqual(25)
  expect(all.indexOf('still')).toBeLessThanOrEqual(26)
  expect(times(all, 'still')).toBe(1)
})

test('sound that the browser holds back is no dead sound, and gets its time when it is let go', () => {
  const held = (second: number) => ({ soundMs: Math.min(second, 5) * 1000, runs: second < 5 || second >= 30 })
  const all = seen(40, held)
  expect(times(all.slice(0, 34), 'still')).toBe(0)
  expect(times(all, 'still')).toBe(1)
})

test('four seconds without sound on a busy machine are forgiven', () => {
  const all = seen(120, second => ({ soundMs: (second - (second % 5)) * 1000 }))
  expect(times(all, 'still')).toBe(0)
})

test('a computer that slept is told, whatever its clocks did meanwhile', () => {
  for (const pageSleeps of [true, false]) {
    const all = seen(20, second =>
      second < 10
        ? {}
        : { wallMs: 1e12 + second * 1000 + 3.6e6, pageMs: second * 1000 + (pageSleeps ? 0 : 3.6e6) },
    )
    expect(all.indexOf('slept')).toBe(10)
    expect(times(all, 'slept')).toBe(1)
    expect(times(all, 'still')).toBe(0)
  }
})
