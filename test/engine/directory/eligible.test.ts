import { describe, expect, test } from 'vitest'
import { Directory, type Host, type Service } from '../../../engine/directory/directory.ts'
import { eligibleOffers, type Ineligible, whyNotEligible } from '../../../engine/directory/eligible.ts'
import { hostEntry, padService } from './doubles.ts'

const today = '2026-11-23'

describe('who takes a stranger', () => {
  test.each<[string, Partial<Host>, Partial<Service>, Ineligible | null]>([
    ['nothing told', {}, {}, null],
    ['all well', { status: 'ACTIVE' }, { status: 'OK', load: 'OPEN', signup: false }, null],
    ['in small letters', {}, { status: 'ok', load: 'open' }, null],
    ['paused', { status: 'IDLE' }, {}, 'not-active'],
    ['away', { status: 'AWAY' }, {}, 'not-active'],
    ['the host has ended', { ended: '2026-11-22' }, {}, 'ended'],
    ['the service has ended', {}, { ended: '2020-01-01' }, 'ended'],
    ['ends today', {}, { ended: '2026-11-23' }, 'ended'],
    ['ends tomorrow', {}, { ended: '2026-11-24' }, null],
    ['ends this year, no day told', {}, { ended: '2026' }, 'ended'],
    ['ends next year', {}, { ended: '2027' }, null],
    ['a warning', {}, { status: 'WARNING' }, 'status'],
    ['out of order', {}, { status: 'DOWN' }, 'status'],
    ['a word nobody knows', {}, { status: 'comme ci' }, 'status'],
    ['full', {}, { load: 'FULL' }, 'full'],
    ['full, in small letters', {}, { load: 'full' }, 'full'],
    ['an account is needed', {}, { signup: true }, 'signup'],
    ['nobody told about accounts', {}, { signup: null }, 'signup-unknown'],
    ['the host asked for nobody', { weight: 0 }, {}, 'not-drawn'],
    ['the service is only listed', {}, { weight: 0 }, 'not-drawn'],
  ])('%s', (_, host, service, why) => {
    const entry = hostEntry('host', [padService('https://pad.example/', service)], host)
    expect(whyNotEligible(entry, entry.services[0]!, today)).toBe(why)
    expect(eligibleOffers(new Directory('', [entry]), 'pad', today)).toHaveLength(why === null ? 1 : 0)
  })

  test('a host’s weight is shared by its services of the kind, those of other kinds and closed ones aside', () => {
    const entry = hostEntry(
      'many',
      [
        padService('https://one.example/'),
        padService('https://two.example/'),
        padService('https://full.example/', { load: 'FULL' }),
        padService('https://own.example/', { weight: 7 }),
        { kind: 'video', software: 'Jitsi Meet', url: 'https://call.example/' },
      ],
      { weight: 4 },
    )
    const directory = new Directory('', [entry])
    expect(eligibleOffers(directory, 'pad', today).map(({ weight }) => weight)).toEqual([2, 2, 7])
    expect(eligibleOffers(directory, 'video', today).map(({ weight }) => weight)).toEqual([4])
  })

  test('what needs a name in advance is asked only where names are', () => {
    const named = padService('https://pad.example/')
    const byHand = padService('https://hand.example/', { software: 'Unheard Of' })
    const directory = new Directory('', [hostEntry('a', [named]), hostEntry('b', [byHand])])
    expect(eligibleOffers(directory, 'pad', today)).toHaveLength(2)
    expect(eligibleOffers(directory, 'pad', today, 'named').map(({ host }) => host.id)).toEqual(['a'])
  })
})
