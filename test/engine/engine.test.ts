/** The engine's calls that need no server, over the real bridge. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../bridge/problems.ts'
import { createEngine, type Engine, type EngineOptions } from '../../engine/engine.ts'
import { openPage, type PageDouble } from '../servers/page-double.ts'
import { hostEntry, padService } from './directory/doubles.ts'

let folder: string
let engine: Engine | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  const others = [
    { name: 'Nuage', software: 'Nextcloud', url: 'https://cloud.a.example/', signup: true },
    { name: 'Chez nous', software: 'Nextcloud', url: 'http://192.168.1.1/', signup: true },
  ]
  const hosts = [
    hostEntry('a', [padService('https://pad.a.example/', { lifetimeDays: 3 })], {
      others: others.slice(0, 1),
    }),
    hostEntry('b', [padService('https://pad.b.example/')], { country: 'BE' }),
    // One address that leads inside, and the whole entry is left out.
    hostEntry('c', [padService('https://pad.c.example/')], { country: 'CH', others }),
  ]
  writeFileSync(join(folder, 'directory.json'), JSON.stringify({ date: '2026-11-01', hosts }))
})
afterEach(async () => {
  await engine?.close()
  rmSync(folder, { recursive: true, force: true })
})

const data = (name: string) => join(folder, 'data', name)

function start(more: Partial<EngineOptions> = {}): PageDouble {
  engine = createEngine({
    dataFolder: join(folder, 'data'),
    directoryFile: join(folder, 'directory.json'),
    downloads: join(folder, 'downloads'),
    version: '0',
    systemLanguage: 'fr',
    ...more,
  })
  return openPage(engine)
}

function got<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem))
  return outcome.value
}

const code = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.problem.code)

describe('a list of places', () => {
  test('goes out and comes back in: first told what would come of it, then taken over', async () => {
    const page = start()
    for (const title of ['Un', 'Deux'])
      got(await page.engine.planService({ kind: 'pad', title, hostId: 'b' }))
    const json = readFileSync(got(await page.engine.exportPlaces('json')).file, 'utf8')
    const [first] = got(await page.engine.listPlaces('Deux'))
    got(await page.engine.forgetPlace(first?.id ?? ''))
    const spoilt = json.replace('{"title":"Un"', '{"title":7},\n{"title":"Un"')
    const expected = { added: 1, known: 1, leftOut: 1 }
    expect(got(await page.engine.importPlaces({ json: spoilt, takeOver: false }))).toEqual(expected)
    expect(got(await page.engine.listPlaces('Deux'))).toEqual([])
    expect(got(await page.engine.importPlaces({ json: spoilt, takeOver: true }))).toEqual(expected)
    expect(got(await page.engine.listPlaces('Deux'))).toMatchObject([{ title: 'Deux' }])
  })

  test('that is none is a problem of its own; what is too long is no call of ours', async () => {
    const page = start()
    const bring = async (json: string) => code(await page.engine.importPlaces({ json, takeOver: true }))
    expect(await bring('{"places":[]}')).toBe('import-unreadable')
    expect(await bring('x'.repeat(2_000_000))).toBe('import-unreadable')
    expect(await bring('x'.repeat(2_000_001))).toBe('call-malformed')
  })

  test('tells which will be deleted soon', async () => {
    const page = start()
    got(await page.engine.planService({ kind: 'pad', title: 'Trois jours', hostId: 'a' }))
    got(await page.engine.planService({ kind: 'pad', title: 'Pour longtemps', hostId: 'b' }))
    expect(got(await page.engine.placesEnding())).toMatchObject([{ title: 'Trois jours' }])
  })
})

describe('the directory', () => {
  test('tells its countries, and what else there is, safe to open', async () => {
    const page = start()
    expect(got(await page.engine.hostCountries())).toEqual(['BE', 'FR'])
    const more = got(await page.engine.listMore({ software: null, text: '' }))
    expect(more.services.map(({ url }) => url)).toEqual(['https://cloud.a.example/'])
    expect(more.software).toEqual(['Nextcloud'])
  })

  test('that was fetched is used from the next start on, where its address is still told', async () => {
    const directoryAddress = 'https://hosts.example/directory.json'
    mkdirSync(join(folder, 'data'))
    const hosts = [hostEntry('new', [padService('https://pad.new.example/')], { country: 'IT' })]
    writeFileSync(
      data('directory.json'),
      JSON.stringify({ date: '2026-11-20', root: directoryAddress, hosts }),
    )
    const page = start({ directoryAddress })
    expect((await page.engine.start()).directoryDate).toBe('2026-11-20')
    expect(got(await page.engine.hostCountries())).toEqual(['IT'])
    await engine?.close()
    expect((await start().engine.start()).directoryDate).toBe('2026-11-01')
  })
})

test('what was agreed and set for a host is kept over a restart', async () => {
  const origin = 'https://meet.example.org'
  const page = start()
  expect(got(await page.engine.hostPreferences(origin))).toEqual({ origin, grants: null, zoom: 1 })
  got(await page.engine.setHostPreferences({ origin, grants: ['camera'] }))
  got(await page.engine.setHostPreferences({ origin, zoom: 1.25 }))
  await engine?.close()
  const again = start()
  expect(got(await again.engine.listHostPreferences())).toEqual([{ origin, grants: ['camera'], zoom: 1.25 }])
  expect(code(await again.engine.hostPreferences('https://anna@meet.example.org'))).toBe('call-malformed')
})

test('files that could not be read are told of, once, with where they are', async () => {
  mkdirSync(join(folder, 'data'))
  const names = ['engine.json', 'own-hosts.json', 'places.json', 'host-preferences.json']
  for (const name of names) writeFileSync(data(name), '{"cut')
  const page = start()
  expect(page.told.notices).toEqual([])
  await page.engine.start()
  expect(page.told.notices).toEqual(
    names.map(name => ({ code: 'kept-set-aside', facts: { file: `${data(name)}.unreadable` } })),
  )
  for (const { facts } of page.told.notices) expect(existsSync(String(facts.file))).toBe(true)
  await page.engine.start()
  expect(page.told.notices).toHaveLength(names.length)
  await engine?.close()
  const again = start()
  await again.engine.start()
  expect(again.told.notices).toEqual([])
})
