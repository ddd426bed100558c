import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VirtualTime } from '../../../bench/virtual-time.ts'
import { askInOrder, realTime } from '../../../engine/directory/ask.ts'

/** A host's answer: after how many ms it is well, or fails; "never" is for ever. */
type Behaviour = { readonly well: boolean; readonly afterMs: number } | 'never'

async function play(hosts: readonly Behaviour[], turns?: readonly number[]) {
  const time = new VirtualTime()
  const askedAt: number[] = []
  const signals: AbortSignal[] = []
  const asking = askInOrder(
    hosts.map((_, index) => index),
    (index, signal) => {
      askedAt.push(time.now())
      signals.push(signal)
      const host = hosts[index]!
      return new Promise<{ well: boolean; from: number }>(resolve => {
        if (host !== 'never') time.after(host.afterMs, () => resolve({ well: host.well, from: index }))
      })
    },
    time,
    turns === undefined ? undefined : index => turns[index]!,
  )
  await time.pass()
  const asked = await asking
  return { ...asked, askedAt, signals, winner: asked.chosen?.candidate ?? null }
}

const well = (afterMs: number): Behaviour => ({ well: true, afterMs })
const fails = (afterMs: number): Behaviour => ({ well: false, afterMs })

describe('asking in order', () => {
  test('the first that is well is taken, and nobody else is asked', async () => {
    expect(await play([well(40), well(1)])).toMatchObject({ winner: 0, askedAt: [0], afterMs: 40 })
  })

  test('one that fails makes room at once, one that is silent after 150 ms', async () => {
    expect(await play([fails(40), well(40)])).toMatchObject({ winner: 1, askedAt: [0, 40], afterMs: 80 })
    expect(await play([well(151), well(1)])).toMatchObject({ winner: 0, askedAt: [0, 150] })
    expect(await play(['never', fails(10), well(10)])).toMatchObject({ winner: 2, askedAt: [0, 150, 160] })
  })

  test('a far one keeps its turn of 400 ms before a nearer one that was drawn later', async () => {
    expect(await play([well(399), well(10)])).toMatchObject({ winner: 0, afterMs: 399 })
    expect(await play([well(401), well(10)])).toMatchObject({ winner: 1, afterMs: 400 })
    expect(await play(['never', well(10)])).toMatchObject({ winner: 1, afterMs: 400, askedAt: [0, 150] })
  })

  test('one that loses its turn is still taken when nobody better comes', async () => {
    expect(await play([well(3000), 'never', 'never'])).toMatchObject({ winner: 0, afterMs: 3000 })
    expect(await play([well(3000), fails(1), well(2000)])).toMatchObject({ winner: 2, afterMs: 2151 })
  })

  test('a failure ends the wait for its turn', async () => {
    expect(await play([fails(300), well(10)])).toMatchObject({ winner: 1, afterMs: 300 })
  })

  test('one chosen by name has a longer turn', async () => {
    expect(await play([well(1500), well(10)], [2000, 400])).toMatchObject({ winner: 0, afterMs: 1500 })
  })

  test('six at most are asked, and when all fail each is told', async () => {
    const { winner, tried, askedAt } = await play(Array.from({ length: 9 }, () => fails(10)))
    expect([winner, tried.length, askedAt.length]).toEqual([null, 6, 6])
    expect(tried.map(({ candidate, answer }) => [candidate, answer])).toEqual(
      [0, 1, 2, 3, 4, 5].map(from => [from, { well: false, from }]),
    )
  })

  test('all silent for ever is over in the end, and told as such', async () => {
    const { winner, tried, afterMs } = await play(Array.from({ length: 6 }, () => 'never' as const))
    expect([winner, afterMs]).toEqual([null, 5750])
    expect(tried.map(({ answer }) => answer)).toEqual(Array.from({ length: 6 }, () => 'silent'))
  })

  test('nobody to ask is nobody chosen', async () => {
    expect(await play([])).toMatchObject({ winner: null, tried: [], afterMs: 0 })
  })

  test('who was passed by is told so, and let go', async () => {
    const { tried, signals } = await play(['never', well(10)])
    expect(tried.map(({ answer }) => answer)).toEqual(['silent', { well: true, from: 1 }])
    expect(signals.every(signal => signal.aborted)).toBe(true)
  })

  test('a mistake in the question is not swallowed', async () => {
    await expect(askInOrder([1], () => Promise.reject(new Error('a mistake')), realTime)).rejects.toThrow(
      'mistake',
    )
  })

  const behaviour = fc.oneof(
    fc.constant('never' as const),
    fc.record({ well: fc.boolean(), afterMs: fc.nat({ max: 6000 }) }),
  )

  test('whatever they do: bounded, nobody asked twice, and the choice is fair', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(behaviour, { maxLength: 8 }), async hosts => {
        const { winner, tried, askedAt, afterMs } = await play(hosts)
        expect(afterMs).toBeLessThanOrEqual(5750)
        expect(tried.map(({ candidate }) => candidate)).toEqual([...askedAt.keys()])
        expect(tried.length).toBeLessThanOrEqual(Math.min(6, hosts.length))
        const answersAt = (index: number) => {
          const host = hosts[index]!
          return host !== 'never' && host.well ? askedAt[index]! + host.afterMs : Number.POSITIVE_INFINITY
        }
        if (winner === null) {
          // Nobody who was asked was well within the five seconds that each is given.
          for (const index of askedAt.keys())
            expect(answersAt(index) - askedAt[index]!).toBeGreaterThanOrEqual(5000)
          return
        }
        expect(answersAt(winner)).toBeLessThanOrEqual(afterMs)
        const chosen = hosts[winner] as Exclude<Behaviour, 'never'>
        for (let earlier = 0; earlier < winner; earlier++) {
          const host = hosts[earlier]!
          if (host === 'never' || !host.well) continue
          // Whoever stood before the winner and is well, too, is slower by 150 ms at least.
          expect(host.afterMs - chosen.afterMs).toBeGreaterThanOrEqual(150)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('of hosts that all take the same time, the first drawn always wins', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.nat({ max: 4000 }), async (count, afterMs) => {
        expect((await play(Array.from({ length: count }, () => well(afterMs)))).winner).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})
