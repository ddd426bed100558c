import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Directory } from '../../../engine/directory/directory.ts'
import { askingOrder, drawOrder, noWishes, type Wishes } from '../../../engine/directory/draw.ts'
import { eligibleOffers } from '../../../engine/directory/eligible.ts'
import { hostEntry, padService } from './doubles.ts'

/** Uniform in [0, 1), the same every time. */
function chance(): () => number {
  let state = 1
  return () => {
    state = (state * 48_271) % 0x7fff_ffff
    return state / 0x7fff_ffff
  }
}

describe('the draw', () => {
  test('is an order of all that have weight, each once', () => {
    const weights = fc.array(fc.nat({ max: 5 }), { maxLength: 20 })
    const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
    fc.assert(
      fc.property(weights, chances, (list, random) => {
        const hosts = list.map((weight, id) => ({ id, weight }))
        const drawn = drawOrder(hosts, () => random.next().value as number)
        expect(drawn.map(item => item.id).sort((a, b) => a - b)).toEqual(
          hosts.filter(item => item.weight > 0).map(item => item.id),
        )
      }),
    )
  })

  test('gives each its share', () => {
    const hosts = [{ weight: 1 }, { weight: 4 }, { weight: 5 }]
    const random = chance()
    const wins = hosts.map(() => 0)
    for (let i = 0; i < 20_000; i++) wins[hosts.indexOf(drawOrder(hosts, random)[0]!)]! += 1
    expect(wins.map(count => Math.round(count / 1000) / 2)).toEqual([1, 4, 5])
  })
})

describe('the order to ask in', () => {
  const pad = (id: string) => padService(`https://${id}.example/`)
  const directory = new Directory('', [
    hostEntry('here', [pad('here')]),
    hostEntry('there', [pad('there')], { country: 'BE', weight: 1000 }),
    hostEntry('nowhere', [pad('nowhere')], { country: null }),
  ])
  const offers = eligibleOffers(directory, 'pad', '2026-01-01')
  const order = (wishes: Partial<Wishes>, failed: readonly string[] = [], random = chance()) =>
    askingOrder(offers, { ...noWishes, ...wishes }, service => failed.includes(service), random).map(
      ({ host }) => host.id,
    )

  test('without a wish it is the draw', () => {
    expect(order({}).toSorted()).toEqual(['here', 'nowhere', 'there'])
    const random = chance()
    const firsts = Array.from({ length: 50 }, () => order({}, [], random)[0])
    expect(firsts.filter(first => first === 'there').length).toBeGreaterThan(40)
  })

  test('near first, however small; the others after', () => {
    expect(order({ near: 'FR' })[0]).toBe('here')
    expect(order({ near: 'FR' })).toHaveLength(3)
  })

  test('never is never, also when all were passed over', () => {
    expect(order({ never: ['there'] }).toSorted()).toEqual(['here', 'nowhere'])
    expect(order({ never: ['there'], passedOver: ['here', 'nowhere', 'there'] }).toSorted()).toEqual([
      'here',
      'nowhere',
    ])
    expect(order({ never: ['here', 'nowhere', 'there'] })).toEqual([])
  })

  test('always is first, also when it failed lately or is far', () => {
    expect(order({ always: 'nowhere', near: 'FR' }, ['https://nowhere.example/'])[0]).toBe('nowhere')
    expect(order({ always: 'unknown' })).toHaveLength(3)
  })

  test('who failed lately is the last resort', () => {
    expect(order({}, ['https://there.example/']).at(-1)).toBe('there')
    expect(order({ near: 'FR' }, ['https://here.example/']).at(-1)).toBe('here')
  })

  test('who was passed over comes back when all were', () => {
    expect(order({ passedOver: ['there', 'here'] })).toEqual(['nowhere'])
    expect(order({ passedOver: ['there', 'here', 'nowhere'] })).toHaveLength(3)
  })
})
