/** Against real servers: what is saved of an Etherpad is what is in it, and hosts are recognised for what they are. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../bridge/places.ts'
import { recognise } from '../../engine/own-hosts/recognise.ts'
import { backUp } from '../../engine/places/backup.ts'
import { Places } from '../../engine/places/places.ts'
import { httpDouble } from '../engine/places/http-double.ts'
import { type EtherCalc, startEtherCalc } from '../world/ethercalc.ts'
import { type Etherpad, startEtherpad } from '../world/etherpad.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { freePort } from '../world/ports.ts'
import { readXlsx } from '../world/xlsx.ts'

let folder: string
let etherpad: Etherpad
let ethercalc: EtherCalc
let mumble: MumbleServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  ;[etherpad, ethercalc, mumble] = await Promise.all([
    startEtherpad(),
    startEtherCalc(),
    startMumbleServer({ series: '1.3' }),
  ])
})
afterAll(async () => {
  await Promise.all([etherpad?.stop(), ethercalc?.stop(), mumble?.stop()])
  rmSync(folder, { recursive: true, force: true })
})

function placeWith(...pads: string[]): Place {
  return new Places(join(mkdtempSync(join(folder, 'places-')), 'places.json')).keep({
    title: 'Réunion : « été »',
    addresses: pads.map(name => ({
      kind: 'pad',
      url: `${etherpad.padUrl(name)}?showChat=false#L4`,
      software: 'Etherpad',
      hostId: null,
      hostName: 'Ici',
      exports: ['txt', 'html', 'etherpad'],
      lifetimeDays: null,
    })),
  })
}

describe('a backup of a real Etherpad', () => {
  // Etherpad gives ten exports in 90 s to one address; these tests take all ten.
  test("holds both pads' text as the server has it, as text, as a page, and with its history", async () => {
    // Etherpad calls it ordre_du_jour, and sends who asks for the other name there.
    const text = 'Ordre du jour\n\n1. <b>café</b> & thé 🐈\n2. œuvres\n'
    await etherpad.setPadText('ordre du jour', text)
    await etherpad.setPadText('notes', 'Rien encore.\n')
    const backup = await backUp(placeWith('ordre du jour', 'notes'), {
      folder,
      now: new Date(2020, 3, 6, 12),
      language: 'en',
    })
    expect(backup.failed).toEqual([])
    expect(basename(backup.folder)).toBe('2020-04-06 Réunion « été »')
    expect(backup.files.map(file => basename(file))).toEqual([
      'ordre du jour.txt',
      'ordre du jour.html',
      'ordre du jour.etherpad',
      'notes.txt',
      'notes.html',
      'notes.etherpad',
      'links.html',
    ])
    const [txt, html, history, notes] = backup.files.map(file => readFileSync(file, 'utf8'))
    expect(txt?.trimEnd()).toBe(text.trimEnd())
    expect(txt?.trimEnd()).toBe((await etherpad.padText('ordre du jour')).trimEnd())
    expect(html).toContain('Ordre du jour')
    expect(html).toContain('&lt;b&gt;')
    expect(JSON.parse(history ?? '')['pad:ordre_du_jour'].atext.text.trimEnd()).toBe(text.trimEnd())
    expect(notes?.trimEnd()).toBe('Rien encore.')
    expect(readdirSync(backup.folder)).toHaveLength(7)
  })

  test('tells of a pad that is not there, and leaves nothing of it', async () => {
    const backup = await backUp(placeWith('nobody made this'), { folder, now: new Date(), language: 'fr' })
    expect(backup.failed.map(({ form, status }) => [form, status])).toEqual([
      ['txt', 'not-there'],
      ['html', 'not-there'],
      ['etherpad', 'not-there'],
    ])
    expect(readdirSync(backup.folder)).toEqual(['liens.html'])
  })

  test("holds a meeting's pad and its sheet, saved at once", async () => {
    await etherpad.setPadText('assemblee', 'Les comptes sont à côté.\n')
    await ethercalc.setSheetCsv('assemblee', 'Café,12.5\n')
    const [pad, ...none] = placeWith('assemblee').addresses
    if (pad === undefined || none.length > 0) throw new Error('one pad is one address')
    const place = new Places(join(mkdtempSync(join(folder, 'places-')), 'places.json')).keep({
      title: 'Assemblée',
      addresses: [
        { ...pad, kind: 'audio', url: `mumble://127.0.0.1:${mumble.port}/Assembl%C3%A9e`, exports: [] },
        { ...pad, exports: ['txt'] },
        { ...pad, kind: 'sheet', url: ethercalc.sheetUrl('assemblee'), exports: ['csv', 'xlsx'] },
      ],
    })
    const backup = await backUp(place, { folder, now: new Date(), language: 'fr' })
    expect(backup.failed).toEqual([])
    // Two documents of one name: the second gets a number, nothing is written over.
    expect(backup.files.map(file => basename(file))).toEqual([
      'assemblee.txt',
      'assemblee 2.csv',
      'assemblee 2.xlsx',
      'liens.html',
    ])
    const [txt = '', csv = '', xlsx = ''] = backup.files
    expect(readFileSync(txt, 'utf8').trimEnd()).toBe('Les comptes sont à côté.')
    expect(readFileSync(csv, 'utf8')).toBe('Café,12.5\n')
    expect(readXlsx(readFileSync(xlsx))).toEqual({
      A1: { value: 'Café', formula: null },
      B1: { value: '12.5', formula: null },
    })
  })
})

describe('recognising', () => {
  test.each([
    ['its address', () => etherpad.url],
    ["a pad's address", () => `${etherpad.url}/p/notes?lang=fr#L2`],
    ['an address without scheme', () => `127.0.0.1:${etherpad.port}/p/notes`],
    ['no more than host and port', () => ` 127.0.0.1:${etherpad.port} `],
  ])('a real Etherpad by %s', async (_, address) => {
    const { host, tried } = await recognise(address())
    expect(host).toEqual({
      kind: 'pad',
      software: 'Etherpad',
      base: `${etherpad.url}/`,
      evidence: { asked: `${etherpad.url}/`, fact: 'locales.json' },
    })
    expect(tried.length).toBeLessThanOrEqual(3)
  })

  test.each([
    ['says nothing', '<h1>Bienvenue</h1>'],
    ['speaks of it', '<h1>Un etherpad pour nous</h1>'],
  ])("a real Etherpad behind an administrator's own front page, which %s", async (_, page) => {
    const front = await httpDouble((asked, response) => {
      const pass = (answer: IncomingMessage) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      }
      if (asked.url === '/') response.setHeader('content-type', 'text/html').end(page)
      else request(`${etherpad.url}${asked.url}`, pass).end()
    })
    try {
      const { host } = await recognise(front.url)
      expect(host).toMatchObject({ software: 'Etherpad', base: `${front.url}/` })
      expect(host?.evidence).toEqual({ asked: `${front.url}/api`, fact: 'currentVersion' })
    } finally {
      await front.stop()
    }
  })

  test.each([
    ['a link', () => `mumble://127.0.0.1:${mumble.port}/Caf%C3%A9?title=x`],
    ['host and port', () => `127.0.0.1:${mumble.port}`],
  ])('a real Mumble server by %s', async (_, address) => {
    const { host } = await recognise(address())
    const base = `mumble://127.0.0.1:${mumble.port}/`
    expect(host).toEqual({ kind: 'audio', software: 'Mumble', base, evidence: { asked: base, fact: 'ping' } })
  })

  test('a real Mumble server that answers no pings, by how it greets', async () => {
    const silent = await startMumbleServer({ series: '1.3', settings: { allowping: 'false' } })
    try {
      const { host } = await recognise(`mumble://127.0.0.1:${silent.port}`)
      expect(host?.evidence.fact).toBe('Version')
    } finally {
      await silent.stop()
    }
  })

  test('nothing where nobody is', async () => {
    const { host, tried } = await recognise(`127.0.0.1:${await freePort()}`)
    expect(host).toBeNull()
    expect(tried.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'silent', 'refused'])
  })

  test('an Etherpad is no Mumble server', async () => {
    const { host, tried } = await recognise(`mumble://127.0.0.1:${etherpad.port}`)
    expect(host).toBeNull()
    expect(tried.map(({ outcome }) => outcome)).toEqual(['silent', 'not-mumble'])
  })
})
