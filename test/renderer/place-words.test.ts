import { describe, expect, it } from 'vitest'
import type { Place } from '../../bridge/places.ts'
import { lifetimeInWords, machineInWords, typeInWords } from '../../renderer/create/host-words.ts'
import { countryName, dayOf, monthOf, sizeOf } from '../../renderer/i18n/format.ts'
import { createTranslator } from '../../renderer/i18n/index.ts'
import { aboutPlace, canBackUp, daysLeft, endInWords, firstToEnd } from '../../renderer/places/place-words.ts'

const { t } = createTranslator('fr')

function placeOf(endsOn: string | null, lifetimeDays: number | null): Place {
  const common = { software: '', hostId: null, hostName: 'Les Moustaches', exports: [], lifetimeDays }
  const end = Date.parse(endsOn ?? '2026-01-31')
  const opened = Number.isNaN(end) ? 0 : end - (lifetimeDays ?? 30) * 86_400_000
  return {
    id: 'x',
    title: 'Café',
    addresses: [
      { kind: 'audio', url: 'mumble://voix.example', ...common },
      { kind: 'pad', url: 'https://pad.example/p/x', ...common, exports: ['txt'] },
    ],
    made: '2026-01-01T00:00:00Z',
    lastOpened: new Date(opened).toISOString(),
    endsOn,
    pinned: false,
  }
}

describe('the end of a place', () => {
  const now = Date.parse('2026-03-01T12:00:00Z')

  it.each([
    ['2026-03-07', 30, 6],
    ['2026-03-01', 30, 0],
    ['2026-02-20', 30, -9],
    ['2026-03-09', 30, null],
    ['2026-04-01', 365, 31],
    ['2026-05-01', 365, null],
    [null, 30, null],
    ['soon', 30, null],
  ])('on %s of a life of %i days is told as %s days away', (endsOn, lifetime, left) => {
    const found = daysLeft(placeOf(endsOn, lifetime), now)
    expect(found === null ? null : found + 0).toBe(left)
  })

  it('is that of the host which deletes first, whatever the others allow', () => {
    const place = placeOf('2026-03-20', 30)
    const [room, pad] = place.addresses
    if (room === undefined || pad === undefined) throw new Error('a room and a pad')
    const longer = { ...room, lifetimeDays: 3650, hostName: 'Gouttière libre' }
    // A tenth of ten years would be a year of warnings.
    expect(daysLeft({ ...place, addresses: [longer, pad] }, now)).toBeNull()
    expect(firstToEnd([longer, pad])).toBe(pad)
    expect(firstToEnd([{ ...room, lifetimeDays: null }, longer])).toBe(longer)
    expect(firstToEnd([])).toBeUndefined()
  })

  it('is told in words', () => {
    expect([-1, 0, 1, 6].map(left => endInWords(t, left))).toEqual([
      'Peut-être déjà effacé',
      'Effacé aujourd’hui',
      'Effacé dans 1 jour',
      'Effacé dans 6 jours',
    ])
  })
})

it('says what a place is, each kind and host once', () => {
  expect(aboutPlace(t, placeOf(null, null), 'fr')).toBe('Réunion audio et pad, chez Les Moustaches')
  expect(canBackUp(placeOf(null, null))).toBe(true)
})

it('says what is known of a host and keeps quiet about the rest', () => {
  expect(typeInWords(t, 'COOPERATIVE')).toBe('Coopérative')
  expect(typeInWords(t, 'SECTE')).toBeNull()
  const unknown = { provider: null, country: null, hosting: null, server: null } as const
  expect(machineInWords(t, unknown, 'fr')).toBeNull()
  expect(machineInWords(t, { ...unknown, server: 'VIRTUAL', country: 'BE' }, 'fr')).toBe(
    'Serveur virtuel, Belgique',
  )
  expect([1, 45, 90, 365, 730].map(days => lifetimeInWords(t, days))).toEqual([
    '1 jour après la dernière modification',
    '45 jours après la dernière modification',
    '3 mois après la dernière modification',
    '1 an après la dernière modification',
    '2 ans après la dernière modification',
  ])
})

it('writes days, countries and sizes, and leaves alone what is none', () => {
  expect(dayOf('2016-11-29', 'en')).toBe('November 29, 2016')
  expect(monthOf('2017-06-01', 'fr')).toBe('juin 2017')
  expect([dayOf('2016', 'fr'), monthOf('2016', 'fr'), dayOf('hier', 'fr')]).toEqual(['2016', '2016', 'hier'])
  expect([countryName('fr', 'en'), countryName('Occitanie', 'en')]).toEqual(['France', 'Occitanie'])
  expect([0, 999, 2_000_000_000].map(bytes => sizeOf(bytes, 'en'))).toEqual(['0 byte', '999 byte', '2 GB'])
})
