import { describe, expect, test } from 'vitest'
import { VirtualTime } from '../../../bench/virtual-time.ts'
import { Directory } from '../../../engine/directory/directory.ts'
import { noWishes, type Wishes } from '../../../engine/directory/draw.ts'
import { eligibleOffers } from '../../../engine/directory/eligible.ts'
import { FailureMemory } from '../../../engine/directory/failures.ts'
import type { ProbeFailure, ServiceAnswer } from '../../../engine/directory/health.ts'
import { chooseOffer } from '../../../engine/directory/offer-choice.ts'
import { hostEntry, padService } from './doubles.ts'

/** What each host does when asked; those not told are well after 40 ms. */
type World = Readonly<Record<string, ProbeFailure | number | 'never'>>

function stage(ids: readonly string[]) {
  const offers = eligibleOffers(
    new Directory(
      '',
      ids.map(id => hostEntry(id, [padService(`https://${id}.example/`)])),
    ),
    'pad',
    '2026-01-01',
  )
  const failures = new FailureMemory(() => 1_700_000_000_000)
  const choose = async (world: World, wishes: Partial<Wishes> = {}) => {
    const time = new VirtualTime()
    const choosing = chooseOffer(
      offers,
      { ...noWishes, ...wishes },
      {
        // The order of the list: every key of the draw is the same.
        random: () => 0.5,
        time,
        failures,
        probe: ({ host }) =>
          new Promise<ServiceAnswer>(resolve => {
            const does = world[host.id] ?? 40
            if (does === 'never') return
            const inMs = typeof does === 'number' ? does : 10
            const answer: ServiceAnswer =
              typeof does === 'number' ? { well: true, inMs, people: null } : { well: false, inMs, why: does }
            time.after(inMs, () => resolve(answer))
          }),
      },
    )
    await time.pass()
    const { chosen, tried, afterMs } = await choosing
    return { chosen: chosen?.host.id, tried: tried.map(({ offer, why }) => [offer.host.id, why]), afterMs }
  }
  const setAside = () => ids.filter(id => failures.isSetAside(`https://${id}.example/`))
  return { choose, setAside }
}

describe('choosing among offers', () => {
  test('takes the first that is well, and says how it went with each', async () => {
    const { choose } = stage(['a', 'b', 'c', 'd'])
    expect(await choose({ a: 'lying', b: 'never' })).toEqual({
      chosen: 'c',
      tried: [
        ['a', 'lying'],
        ['b', 'passed-by'],
        ['c', null],
      ],
      afterMs: 410,
    })
  })

  test('remembers who failed, not who was only slower, and asks them last the next time', async () => {
    const { choose, setAside } = stage(['a', 'b', 'c'])
    await choose({ a: 'full', b: 'never' })
    expect(setAside()).toEqual(['a'])
    expect((await choose({})).chosen).toBe('b')
    expect((await choose({ b: 'error', c: 'refused' })).chosen).toBe('a')
    expect(setAside()).toEqual(['b', 'c'])
  })

  test.each<ProbeFailure>(['unreachable', 'name-not-found', 'silent'])(
    'nobody is blamed when this computer has no network: all %s',
    async why => {
      const { choose, setAside } = stage(['a', 'b'])
      const { chosen, tried } = await choose({ a: why, b: why })
      expect([chosen, tried]).toEqual([
        undefined,
        [
          ['a', why],
          ['b', why],
        ],
      ])
      expect(setAside()).toEqual([])
    },
  )

  test('with one answer of any sort there is a network, and all that failed are set aside', async () => {
    const { choose, setAside } = stage(['a', 'b'])
    await choose({ a: 'unreachable', b: 'certificate' })
    expect(setAside()).toEqual(['a', 'b'])
  })

  test('all silent for ever: it ends, and each is told', async () => {
    const { choose } = stage(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
    const never = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(id => [id, 'never' as const]))
    const { chosen, tried, afterMs } = await choose(never)
    expect([chosen, afterMs]).toEqual([undefined, 5750])
    expect(tried).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map(id => [id, 'silent']))
  })

  test('the one always wanted may take longer than a drawn one', async () => {
    const { choose } = stage(['a', 'b'])
    expect((await choose({ b: 1900 }, { always: 'b' })).chosen).toBe('b')
    expect((await choose({ b: 2100 }, { always: 'b' })).chosen).toBe('a')
    expect((await choose({ a: 1900 })).chosen).toBe('b')
  })

  test('nobody to choose from is nobody tried', async () => {
    expect(await stage([]).choose({})).toEqual({ chosen: undefined, tried: [], afterMs: 0 })
  })
})
