import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FailureMemory } from '../../../engine/directory/failures.ts'

const minute = 60_000
const day = 24 * 60 * minute

function memory(kept?: unknown) {
  const clock = { now: 1_700_000_000_000 }
  return { clock, failures: new FailureMemory(() => clock.now, kept) }
}

describe('the memory of failures', () => {
  test('sets aside, longer each time, and lets come back by itself', () => {
    const { clock, failures } = memory()
    for (const rest of [5, 10, 20, 40]) {
      failures.failed('a')
      expect(failures.isSetAside('a')).toBe(true)
      clock.now += rest * minute - 1
      expect(failures.isSetAside('a')).toBe(true)
      clock.now += 1
      expect(failures.isSetAside('a')).toBe(false)
    }
  })

  test('a day is the longest, however often it failed', () => {
    const { clock, failures } = memory()
    for (let i = 0; i < 2000; i++) failures.failed('a')
    clock.now += day - 1
    expect(failures.isSetAside('a')).toBe(true)
    clock.now += 1
    expect(failures.isSetAside('a')).toBe(false)
  })

  test('one success and all is forgotten; a long time, too', () => {
    const { clock, failures } = memory()
    for (const forget of [() => failures.succeeded('a'), () => (clock.now += 3 * day)]) {
      for (let i = 0; i < 5; i++) failures.failed('a')
      forget()
      failures.failed('a')
      clock.now += 5 * minute
      expect(failures.isSetAside('a')).toBe(false)
    }
  })

  test('others are not touched', () => {
    const { failures } = memory()
    failures.failed('a')
    expect(failures.isSetAside('b')).toBe(false)
  })

  test('is kept as plain JSON and read again', () => {
    const before = memory()
    before.failures.failed('a')
    before.failures.failed('a')
    const kept: unknown = JSON.parse(JSON.stringify(before.failures))
    const after = memory(kept)
    expect(after.failures.isSetAside('a')).toBe(true)
    after.clock.now += 10 * minute
    expect(after.failures.isSetAside('a')).toBe(false)
    after.clock.now += 3 * day
    expect(after.failures.toJSON()).toEqual({})
  })

  test('a clock put back sets nobody aside for years', () => {
    const { clock, failures } = memory()
    failures.failed('a')
    clock.now -= 400 * day
    expect(failures.isSetAside('a')).toBe(false)
  })

  test('forgets the oldest when it has too many', () => {
    const { failures } = memory()
    for (let i = 0; i < 501; i++) failures.failed(`service ${i}`)
    expect(failures.isSetAside('service 0')).toBe(false)
    expect(failures.isSetAside('service 500')).toBe(true)
    expect(Object.keys(failures.toJSON())).toHaveLength(500)
  })

  test('whatever the file holds, it starts', () => {
    fc.assert(
      fc.property(fc.anything(), kept => {
        expect(memory(kept).failures.isSetAside('a')).toBe(false)
      }),
    )
    expect(memory({ a: { times: 1, at: 1_700_000_000_000 } }).failures.isSetAside('a')).toBe(true)
    expect(memory({ a: { times: -1, at: 'x' } }).failures.isSetAside('a')).toBe(false)
  })
})
