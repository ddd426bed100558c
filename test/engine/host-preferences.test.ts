import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { KeptHostPreferences, MOST_HOST_PREFERENCES } from '../../engine/host-preferences.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'host-preferences.json')
const open = () => new KeptHostPreferences(file())
const meet = 'https://meet.example.org'

test('nobody was asked before; what was agreed and set is there after a restart', () => {
  expect(open().of(meet)).toEqual({ origin: meet, grants: null, zoom: 1 })
  open().change({ origin: meet, grants: ['screen', 'microphone', 'screen'] })
  expect(open().change({ origin: meet, zoom: 1.5 })).toEqual({
    origin: meet,
    grants: ['microphone', 'screen'],
    zoom: 1.5,
  })
  expect(open().of(meet)).toEqual({ origin: meet, grants: ['microphone', 'screen'], zoom: 1.5 })
})

test('a refusal is kept as one, and forgotten when the person takes it back', () => {
  open().change({ origin: meet, grants: [] })
  expect(open().of(meet).grants).toEqual([])
  expect(open().list()).toHaveLength(1)
  open().change({ origin: meet, grants: null })
  expect(open().list()).toEqual([])
})

test('an origin is one, however it is spelled; another scheme or port is another', () => {
  const kept = open()
  expect(kept.change({ origin: 'HTTPS://Meet.Example.ORG:443', zoom: 2 }).origin).toBe(meet)
  expect(kept.of(meet).zoom).toBe(2)
  expect(kept.of('http://meet.example.org').zoom).toBe(1)
  expect(kept.of(`${meet}:8443`).zoom).toBe(1)
})

test.each([
  'https://meet.example.org/room',
  'https://meet.example.org?room',
  'https://anna:secret@meet.example.org',
  'ftp://meet.example.org',
  'javascript:alert(1)',
  'https://',
  '',
])('%j is no origin', origin => {
  expect(() => open().of(origin)).toThrow('call-malformed')
  expect(() => open().change({ origin, zoom: 2 })).toThrow('call-malformed')
})

test('all are listed by name; the one set longest ago makes room', () => {
  const kept = open()
  for (let n = 0; n < MOST_HOST_PREFERENCES; n++) kept.change({ origin: `https://h${n}.example`, zoom: 2 })
  kept.change({ origin: 'https://h0.example', grants: ['camera'] })
  kept.change({ origin: 'https://more.example', grants: [] })
  const origins = open()
    .list()
    .map(({ origin }) => origin)
  expect(origins).toHaveLength(MOST_HOST_PREFERENCES)
  expect(origins.slice(0, 3)).toEqual(['https://h0.example', 'https://h2.example', 'https://h3.example'])
  expect(origins.at(-1)).toBe('https://more.example')
})

test('a bad entry is left out alone, and the whole file is set aside', () => {
  open().change({ origin: meet, grants: ['camera'] })
  const [good] = JSON.parse(readFileSync(file(), 'utf8')).items
  const bad = [
    { ...good, id: 'https://other.example/' },
    { ...good, id: 'file://x' },
    { ...good, id: 'https://a.example', grants: ['geolocation'] },
    { ...good, id: 'https://b.example', zoom: 100 },
    good,
    null,
  ]
  const text = JSON.stringify({ version: 1, items: [good, ...bad] })
  writeFileSync(file(), text)
  const kept = open()
  expect(kept.list()).toEqual([{ origin: meet, grants: ['camera'], zoom: 1 }])
  expect(readFileSync(kept.setAside!, 'utf8')).toBe(text)
})
