import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LONGEST_IMPORT } from '../../../bridge/engine-api.ts'
import { exportHtml, exportJson, importJson } from '../../../engine/places/export.ts'
import { writeExport } from '../../../engine/places/export-file.ts'
import { Places } from '../../../engine/places/places.ts'
import { padAddress, placeOf } from './sample.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('as JSON', () => {
  test('it goes out and comes in again elsewhere, once', () => {
    const here = new Places(join(folder, 'here.json'))
    const room = padAddress('', {
      kind: 'audio',
      url: 'mumble://salon.example/Caf%C3%A9',
      lifetimeDays: null,
    })
    here.keep({ title: 'Réunion', addresses: [room, padAddress('a')] })
    here.pin(here.keep({ title: 'Courses', addresses: [padAddress('b')] }).id, true)
    const { places, leftOut } = importJson(`\ufeff${exportJson(here.list())}`)
    expect(leftOut).toBe(0)
    const there = new Places(join(folder, 'there.json'))
    expect(there.wouldTakeOver(places)).toEqual({ added: 2, known: 0, leftOut: 0 })
    expect(there.list()).toEqual([])
    expect(there.takeOver(places)).toEqual({ added: 2, known: 0, leftOut: 0 })
    expect(there.takeOver(places)).toEqual({ added: 0, known: 2, leftOut: 0 })
    const withoutId = ({ id: _, ...place }: { id: string }) => place
    expect(there.list().map(withoutId)).toEqual(here.list().map(withoutId))
  })

  test.each(['', 'null', '[]', '{"format":"chatiere-places","version":2,"places":[]}', '{"places":[]}'])(
    '%j is no export',
    text => expect(() => importJson(text)).toThrow('import-unreadable'),
  )

  test('every entry is looked at as if somebody hostile had written it', () => {
    const good = placeOf([padAddress('a')])
    const at = (url: string) => ({ ...good, addresses: [padAddress('', { url })] })
    const entries = [
      good,
      at('javascript:alert(document.domain)'),
      at('data:text/html,x'),
      at('file:///etc/passwd'),
      at('https://user:secret@pad.example/'),
      at(`https://pad.example/${'a'.repeat(9000)}`),
      { ...good, addresses: [] },
      { ...good, addresses: Array.from({ length: 21 }, (_, index) => padAddress(`${index}`)) },
      { ...good, addresses: [padAddress('a', { exports: ['../../evil'] })] },
      { ...good, title: 7 },
      { ...good, pinned: 'yes' },
      'good',
      null,
    ]
    const text = JSON.stringify({ format: 'chatiere-places', version: 1, places: entries })
    const { places, leftOut } = importJson(text.replace('"title"', '"__proto__":{"polluted":1},"title"'))
    expect(leftOut).toBe(entries.length - 1)
    expect(places).toEqual([expect.objectContaining({ title: good.title, addresses: good.addresses })])
    expect(places[0]).not.toHaveProperty('id')
    expect(places[0]).not.toHaveProperty('polluted')
  })

  test('a place is a line, so that thousands of them can be brought back', () => {
    const url = `https://pad.example.org/p/${'compte-rendu-'.repeat(4)}`
    const meeting = () => ({
      ...placeOf([
        padAddress('', { kind: 'audio', url: 'mumble://salon.example.org/Conseil-d-administration-k3m9x' }),
        padAddress('', { url }),
      ]),
      endsOn: '2021-04-06',
    })
    const text = exportJson(Array.from({ length: 3000 }, meeting))
    expect(text.split('\n')).toHaveLength(3003)
    expect(text.length).toBeLessThan(LONGEST_IMPORT)
    expect(importJson(text).places).toHaveLength(3000)
  })

  test('more than fit are counted, not read', () => {
    const places = Array.from({ length: 5003 }, () => placeOf([padAddress('a')]))
    expect(importJson(exportJson(places)).leftOut).toBe(3)
  })

  test('any JSON is read or refused, nothing else', () => {
    const anything = fc.oneof(
      fc.json(),
      fc
        .array(fc.jsonValue())
        .map(places => JSON.stringify({ format: 'chatiere-places', version: 1, places })),
    )
    fc.assert(
      fc.property(anything, text => {
        try {
          expect(importJson(text).places).toEqual([])
        } catch (error) {
          expect(String(error)).toContain('import-unreadable')
        }
      }),
    )
  })
})

describe('as a page', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>\`&amp;`

  test('every word and address in it is escaped, and nothing unsafe can be clicked', () => {
    const page = exportHtml(
      [
        placeOf(
          [padAddress('a', { hostName: evil, url: `https://pad.example/p/${evil}?"onclick="x#'<b>` })],
          evil,
        ),
        placeOf([padAddress('b', { url: 'javascript:alert(3)//"<script>' })]),
        { ...placeOf([padAddress('c', { kind: 'pad' })]), made: evil, endsOn: evil },
      ],
      'fr',
    )
    expect(page).not.toMatch(/<script|<img|onclick="x|javascript:alert\(3\)\/\/"/)
    const tags = new Set([...page.matchAll(/<([a-z0-9]+)/g)].map(([, tag]) => tag))
    expect([...tags].sort()).toEqual([
      'a',
      'bdi',
      'body',
      'br',
      'h1',
      'h2',
      'head',
      'html',
      'li',
      'main',
      'meta',
      'p',
      'section',
      'style',
      'time',
      'title',
      'ul',
    ])
    const links = [...page.matchAll(/<a ([^>]*)>/g)].map(([, attributes]) => attributes)
    expect(links).toHaveLength(2)
    for (const link of links)
      expect(link).toMatch(/^href="https:\/\/pad\.example\/[^"<>]*" rel="noreferrer noopener"$/)
  })

  test('whatever a title is, no tag comes of it', () => {
    const count = (page: string) => page.match(/[<>"]/g)?.length
    const plain = count(exportHtml([placeOf([padAddress('a')])], 'en'))
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '"', '&', "'", '`', 'a', '/') }), title => {
        expect(count(exportHtml([placeOf([padAddress('a')], title)], 'en'))).toBe(plain)
      }),
    )
  })

  test('it speaks the language asked for, and names dates in it', () => {
    const places = [{ ...placeOf([padAddress('a')]), endsOn: '2021-04-06', pinned: true }]
    const now = Date.UTC(2020, 3, 7, 12)
    const french = exportHtml(places, 'fr', now)
    expect(french).toContain('<html lang="fr">')
    expect(french).toContain('<time datetime="2021-04-06">6 avril 2021</time>')
    expect(french).toContain('Pad · <bdi>Exemple</bdi>')
    const english = exportHtml(places, 'en', now)
    expect(english).toContain('<html lang="en">')
    expect(english).toMatch(/<time datetime="2021-04-06">April 6, 2021<\/time>/)
    expect(exportHtml([], 'en')).toContain('No address.')
  })
})

test('as files, nothing is written over, and a folder that is not there is a problem', async () => {
  const places = [placeOf([padAddress('a')])]
  const now = new Date(2020, 3, 6, 12)
  const write = (form: 'json' | 'html', to = folder) =>
    writeExport(places, form, { folder: to, now, language: 'en' })
  expect(await write('json')).toBe(join(folder, 'Chatiere 2020-04-06.json'))
  expect(await write('json')).toBe(join(folder, 'Chatiere 2020-04-06 2.json'))
  expect(readFileSync(await write('html'), 'utf8')).toBe(exportHtml(places, 'en', now.getTime()))
  expect(importJson(readFileSync(join(folder, 'Chatiere 2020-04-06.json'), 'utf8')).places).toHaveLength(1)
  await expect(write('json', join(folder, 'nowhere'))).rejects.toThrow('disk-refused')
})
