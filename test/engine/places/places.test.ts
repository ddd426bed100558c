import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Place } from '../../../bridge/places.ts'
import { MOST_PLACES } from '../../../engine/places/place-schema.ts'
import { Places } from '../../../engine/places/places.ts'
import { padAddress } from './sample.ts'

const DAY_MS = 86_400_000

let folder: string
let now: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  now = Date.UTC(2020, 3, 6, 12)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'places.json')
const open = () => new Places(file(), () => now)
const keep = (places: Places, name: string, title = name) =>
  places.keep({ title, addresses: [padAddress(name)] })
const titles = (places: readonly Place[]) => places.map(({ title }) => title)

describe('keeping', () => {
  test('what is kept is there after a restart, with its whole address', () => {
    const url = 'https://bin.example/?0123456789abcdef#the-key/of it'
    const kept = open().keep({ title: 'Recette', addresses: [padAddress('x', { url })] })
    expect(kept.addresses[0]?.url).toBe('https://bin.example/?0123456789abcdef#the-key/of%20it')
    expect(open().list()).toEqual([kept])
  })

  test('the same main address again is the same place, opened again, under its own title', () => {
    const places = open()
    const first = keep(places, 'cafe', 'Café')
    places.rename(first.id, 'Notre café')
    now += DAY_MS
    const addresses = [padAddress('cafe'), padAddress('second')]
    const again = places.keep({ title: 'Café', addresses })
    expect(again).toMatchObject({ id: first.id, title: 'Notre café', made: first.made, addresses })
    expect(again.lastOpened).toBe(new Date(now).toISOString())
    expect(places.list()).toHaveLength(1)
    // What is not told this time is not lost.
    expect(keep(places, 'cafe').addresses).toEqual(addresses)
  })

  test("a room is the same place whatever its link's title, and its password is not kept", () => {
    const places = open()
    const room = (url: string) =>
      places.keep({ title: 'Salon', addresses: [padAddress('', { kind: 'audio', url })] })
    const first = room('mumble://anna:secret@salon.example/Caf%C3%A9?title=Lundi')
    expect(room('mumble://salon.example/Caf%C3%A9?title=Mardi&url=https%3A%2F%2Fpad.example%2F').id).toBe(
      first.id,
    )
    expect(readFileSync(file(), 'utf8')).not.toContain('secret')
    expect(room('mumble://salon.example/Autre').id).not.toBe(first.id)
  })

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'https://anna:secret@pad.example/', '', 'mumble:'])(
    'the address %j is not kept',
    url => {
      const places = open()
      expect(() => places.keep({ title: 'x', addresses: [padAddress('', { url })] })).toThrow(
        'link-unreadable',
      )
      expect(() => places.keepPasted({ kind: 'pad', title: 'x', hostId: null, url })).toThrow(
        'link-unreadable',
      )
      expect(places.list()).toEqual([])
    },
  )

  test('a place without addresses is none', () => {
    expect(() => open().keep({ title: 'x', addresses: [] })).toThrow('link-unreadable')
  })

  test('a title is one readable line; without one it is called as its host', () => {
    const places = open()
    expect(keep(places, 'a', '  Deux\nlignes \u202etxt.exe').title).toBe('Deux lignes txt.exe')
    expect(keep(places, 'b', ' \n ').title).toBe('Exemple')
    expect(keep(places, 'c', '🐈'.repeat(150)).title).toBe('🐈'.repeat(100))
    expect(() => places.rename('none', ' ')).toThrow('name-empty')
  })

  test('a pasted address keeps its fragment, and takes what is known of its host', () => {
    const places = open()
    const url = ' https://drop.example/r/AbCd#key= \n'
    const pasted = { kind: 'pad', title: 'Photos', hostId: 'drop', url } as const
    expect(places.keepPasted(pasted).addresses).toEqual([
      {
        kind: 'pad',
        url: 'https://drop.example/r/AbCd#key=',
        hostId: 'drop',
        hostName: 'drop.example',
        software: '',
        exports: [],
        lifetimeDays: null,
      },
    ])
    const about = { software: 'Lufi', hostName: 'Drop', exports: [], lifetimeDays: 30 }
    expect(places.keepPasted(pasted, about)).toMatchObject({ addresses: [about], endsOn: '2020-05-06' })
  })

  test('beyond the limit, what nobody opened for longest makes room, but nothing pinned', () => {
    const places = open()
    const entries = Array.from({ length: MOST_PLACES }, (_, index) => ({
      title: String(index),
      addresses: [padAddress(String(index))],
      made: new Date(now).toISOString(),
      lastOpened: new Date(now - (MOST_PLACES - index) * 1000).toISOString(),
      pinned: index === 0,
    }))
    expect(places.takeOver(entries)).toEqual({ added: MOST_PLACES, known: 0, leftOut: 0 })
    expect(places.takeOver([{ ...entries[0]!, addresses: [padAddress('more')] }])).toEqual({
      added: 0,
      known: 0,
      leftOut: 1,
    })
    keep(places, 'new')
    const all = places.list()
    expect(all).toHaveLength(MOST_PLACES)
    expect(titles(all.slice(0, 2))).toEqual(['0', 'new'])
    expect(titles(all)).not.toContain('1')
    expect(titles(open().list())).toEqual(titles(all))
  })

  test('where all are pinned there is no room, and that is told', () => {
    const places = open()
    const pinned = Array.from({ length: MOST_PLACES }, (_, index) => ({
      title: String(index),
      addresses: [padAddress(String(index))],
      made: new Date(now).toISOString(),
      lastOpened: new Date(now).toISOString(),
      pinned: true,
    }))
    places.takeOver(pinned)
    expect(() => keep(places, 'new')).toThrow('places-full')
    expect(places.list()).toHaveLength(MOST_PLACES)
    // What is there already can still be opened.
    expect(keep(places, '7').title).toBe('7')
  })
})

describe('finding again', () => {
  test('pinned ones come first, then the latest opened', () => {
    const places = open()
    const [a, , c] = ['a', 'b', 'c'].map(name => {
      now += 1000
      return keep(places, name)
    })
    expect(titles(places.list())).toEqual(['c', 'b', 'a'])
    places.pin(a!.id, true)
    expect(titles(places.list())).toEqual(['a', 'c', 'b'])
    now += 1000
    places.opened(c!.id)
    places.pin(a!.id, false)
    expect(titles(places.list())).toEqual(['c', 'b', 'a'])
    expect(places.opened('none')).toBeNull()
    expect(places.pin('none', true)).toBeNull()
    expect(places.rename('none', 'x')).toBeNull()
  })

  test.each([
    ['REUNION', ['Réunion de l’œuvre']],
    ['oeuvre réu', ['Réunion de l’œuvre']],
    ['framapad', ['Courses']],
    ['pad.example/p/%C3%A9', ['Réunion de l’œuvre']],
    ['étage', ['Réunion de l’œuvre']],
    ['  ', ['Courses', 'Réunion de l’œuvre']],
    ['nulle part', []],
  ])('%j finds %j', (text, found) => {
    const places = open()
    keep(places, '%C3%A9tage', 'Réunion de l’œuvre')
    now += 1
    places.keep({ title: 'Courses', addresses: [padAddress('c', { hostName: 'Framapad' })] })
    expect(titles(places.search(text))).toEqual(found)
  })
})

describe('the end of a place', () => {
  test('is counted from the last opening by the shortest lifetime', () => {
    const places = open()
    const addresses = [365, 30, null].map((lifetimeDays, index) => padAddress(`${index}`, { lifetimeDays }))
    const place = places.keep({ title: 'x', addresses })
    expect(place.endsOn).toBe('2020-05-06')
    now += DAY_MS
    expect(places.opened(place.id)?.endsOn).toBe('2020-05-07')
    expect(
      places.keep({ title: 'y', addresses: [padAddress('y', { lifetimeDays: null })] }).endsOn,
    ).toBeNull()
  })

  test.each([
    // A month: a week before. A year: 36.5 days before.
    [30, 22.9, 23],
    [365, 328.4, 328.6],
  ])(
    'of %d days is announced between day %d and day %d, until it is over',
    (lifetimeDays, notYet, already) => {
      const places = open()
      places.keep({ title: 'x', addresses: [padAddress('x', { lifetimeDays })] })
      const soonAt = (days: number) => titles(places.endingSoon(now + days * DAY_MS))
      expect(soonAt(notYet)).toEqual([])
      expect(soonAt(already)).toEqual(['x'])
      expect(soonAt(lifetimeDays)).toEqual(['x'])
      expect(soonAt(lifetimeDays + 0.1)).toEqual([])
    },
  )

  test('the next to end comes first', () => {
    const places = open()
    for (const days of [6, 2, 4])
      places.keep({ title: `${days}`, addresses: [padAddress(`${days}`, { lifetimeDays: days })] })
    expect(titles(places.endingSoon())).toEqual(['2', '4', '6'])
  })
})

describe('forgetting', () => {
  test('can be undone, also after a restart, and never makes a place twice', () => {
    const places = open()
    const place = places.pin(keep(places, 'a').id, true)!
    expect(places.forget(place.id)).toEqual(place)
    expect(places.forget(place.id)).toBeNull()
    expect(open().list()).toEqual([])
    const other = open()
    expect(other.restore(place)).toEqual(place)
    expect(other.restore(place)).toEqual(place)
    expect(other.restore({ ...place, id: 'another' })).toEqual(place)
    expect(other.list()).toEqual([place])
    expect(() => other.restore({ ...place, addresses: [] })).toThrow('call-malformed')
  })
})

describe('any sequence of wishes', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd')
  const wish = fc.oneof(
    fc.record({ wish: fc.constant('keep' as const), name }),
    fc.record({ wish: fc.constant('rename' as const), name, title: fc.string({ unit: 'binary' }) }),
    fc.record({ wish: fc.constant('pin' as const), name, pinned: fc.boolean() }),
    fc.record({ wish: fc.constant('opened' as const), name }),
    fc.record({ wish: fc.constant('forget' as const), name }),
    fc.record({ wish: fc.constant('restore' as const) }),
  )

  test('leaves one place per address, in order, the same on disk as in memory', () => {
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 20 }), wishes => {
        rmSync(file(), { force: true })
        const places = open()
        /** The places that must be there, by address: pinned and when opened. */
        const expected = new Map<string, { pinned: boolean; opened: number }>()
        let forgotten: { name: string; place: Place } | null = null
        const idOf = (name: string) =>
          places.list().find(({ addresses }) => addresses[0]!.url.endsWith(`/${name}`))?.id ?? 'none'
        for (const it of wishes) {
          now += 1000
          switch (it.wish) {
            case 'keep':
              keep(places, it.name)
              expected.set(it.name, { pinned: expected.get(it.name)?.pinned ?? false, opened: now })
              break
            case 'rename':
              try {
                places.rename(idOf(it.name), it.title)
              } catch (error) {
                expect(String(error)).toContain('name-empty')
              }
              break
            case 'pin':
              places.pin(idOf(it.name), it.pinned)
              if (expected.has(it.name))
                expected.set(it.name, { ...expected.get(it.name)!, pinned: it.pinned })
              break
            case 'opened':
              places.opened(idOf(it.name))
              if (expected.has(it.name)) expected.set(it.name, { ...expected.get(it.name)!, opened: now })
              break
            case 'forget': {
              const place = places.forget(idOf(it.name))
              if (place !== null) forgotten = { name: it.name, place }
              expected.delete(it.name)
              break
            }
            case 'restore':
              if (forgotten === null) break
              places.restore(forgotten.place)
              if (!expected.has(forgotten.name))
                expected.set(forgotten.name, {
                  pinned: forgotten.place.pinned,
                  opened: Date.parse(forgotten.place.lastOpened),
                })
          }
        }
        const order = [...expected]
          .sort(([, a], [, b]) => Number(b.pinned) - Number(a.pinned) || b.opened - a.opened)
          .map(([name]) => `https://pad.example/p/${name}`)
        expect(places.list().map(({ addresses }) => addresses[0]!.url)).toEqual(order)
        expect(open().list()).toEqual(places.list())
        expect(open().setAside).toBeNull()
      }),
      { numRuns: 60 },
    )
  })
})

describe('a file that is not as it should be', () => {
  test.each([
    ['cut short', '{"version": 1, "items": [{"id": "a"'],
    ['of a newer shape', '{"version": 2, "items": [], "more": "kept"}'],
    ['of an older shape', '[{"title": "x"}]'],
    ['empty', ''],
  ])('%s is set aside, not lost', (_, text) => {
    writeFileSync(file(), text)
    const places = open()
    expect(places.list()).toEqual([])
    expect(readFileSync(places.setAside!, 'utf8')).toBe(text)
    keep(places, 'a')
    expect(open().setAside).toBeNull()
    expect(titles(open().list())).toEqual(['a'])
    expect(readFileSync(places.setAside!, 'utf8')).toBe(text)
  })

  test('each broken one gets a name of its own', () => {
    for (const text of ['one', 'two']) {
      writeFileSync(file(), text)
      open()
    }
    expect(readdirSync(folder).sort()).toEqual(['places.json.unreadable', 'places.json.unreadable-2'])
  })

  test('a bad entry is left out alone, and the whole file is set aside first', () => {
    const good = keep(open(), 'good')
    const kept = JSON.parse(readFileSync(file(), 'utf8')).items[0]
    const bad = [
      { ...kept, id: '../evil' },
      { ...kept, id: 'b', addresses: [{ ...kept.addresses[0], url: 'javascript:alert(1)' }] },
      { ...kept, id: 'c', addresses: [{ ...kept.addresses[0], kind: 'casino' }] },
      { ...kept, id: 'd', lastOpened: 'yesterday' },
      { ...kept, id: 'e', lastOpened: '+275000-01-01T00:00:00.000Z' },
      { ...kept, id: 'f', addresses: [{ ...kept.addresses[0], lifetimeDays: 1e300 }] },
      kept,
      null,
      7,
    ]
    const text = JSON.stringify({ version: 1, items: [kept, ...bad] })
    writeFileSync(file(), text)
    const places = open()
    expect(places.list()).toEqual([good])
    expect(readFileSync(places.setAside!, 'utf8')).toBe(text)
    expect(open().setAside).toBeNull()
  })

  test('whatever is in it, it opens', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.array(fc.jsonValue()).map(asFile)), text => {
        writeFileSync(file(), text)
        expect(open().list()).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test.skipIf(process.platform === 'win32')('is readable by its owner only', () => {
    keep(open(), 'a')
    expect(statSync(file()).mode & 0o077).toBe(0)
  })

  test('a disk that refuses changes nothing', () => {
    const places = open()
    keep(places, 'a')
    rmSync(folder, { recursive: true })
    expect(() => keep(places, 'b')).toThrow('disk-refused')
    expect(titles(places.list())).toEqual(['a'])
  })
})

function asFile(items: unknown[]): string {
  return JSON.stringify({ version: 1, items })
}
