/** Against a real EtherCalc: it is found well, recognised, addressed as it wants to be, and saved as it is. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Place } from '../../bridge/places.ts'
import { namedAddress, newAddress } from '../../engine/directory/addresses.ts'
import { probeService } from '../../engine/directory/probe.ts'
import { findSoftware } from '../../engine/directory/software.ts'
import { recognise } from '../../engine/own-hosts/recognise.ts'
import { backUp } from '../../engine/places/backup.ts'
import { Places } from '../../engine/places/places.ts'
import { type EtherCalc, startEtherCalc } from '../world/ethercalc.ts'
import { readXlsx } from '../world/xlsx.ts'

let folder: string
let ethercalc: EtherCalc

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  ethercalc = await startEtherCalc()
})
afterAll(async () => {
  await ethercalc?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const software = findSoftware('EtherCalc')
const sheets = () => ({ kind: 'sheet', software: 'EtherCalc', url: `${ethercalc.url}/` }) as const

function placeWith(url: string): Place {
  const file = join(mkdtempSync(join(folder, 'places-')), 'places.json')
  const exports = software.exports.map(form => form.format)
  const where = { software: 'EtherCalc', hostId: null, hostName: 'Ici', lifetimeDays: null }
  return new Places(file).keep({ title: 'Comptes', addresses: [{ kind: 'sheet', url, exports, ...where }] })
}

const save = (url: string) =>
  backUp(placeWith(url), { folder, now: new Date(2020, 3, 6, 12), language: 'fr' })

/** Accents, commas, quotes, other scripts, numbers, and what a page would take for its own. */
const typed = [
  'Prénom,"Nom, et suite",Montant',
  'Zoé,"dit ""l\'œuf""",12.5',
  'Éric,"日本 🐈",30',
  '"<b>Total</b> & reste",,',
]
/** As EtherCalc writes it: formulas as their results. */
const results = [...typed.slice(0, 3), '"<b>Total</b> & reste",85,42.5', '']

/** A computer with much to do takes its time. */
const patient = { timeout: 20_000 }

async function fill(name: string): Promise<void> {
  await ethercalc.setSheetCsv(name, `${typed.join('\n')}\n`)
  await ethercalc.command(name, 'set B4 formula C4*2', 'set C4 formula SUM(C2:C3)')
  await expect.poll(() => ethercalc.sheetCsv(name), patient).toBe(results.join('\n'))
}

describe('a backup', () => {
  test('holds what is in the sheet, as CSV and as a workbook', async () => {
    const url = newAddress(sheets(), 'Dépenses de l’été')
    await fill(decodeURIComponent(basename(url)))
    const backup = await save(`${url}?view=1#A3`)
    expect(backup.failed).toEqual([])
    const [csv = '', xlsx = '', ...others] = backup.files
    expect([basename(csv), basename(xlsx)]).toEqual([`${basename(url)}.csv`, `${basename(url)}.xlsx`])
    expect(others.map(file => basename(file))).toEqual(['liens.html'])
    expect(readFileSync(csv, 'utf8')).toBe(results.join('\n'))

    const cells = readXlsx(readFileSync(xlsx))
    expect(Object.entries(cells).map(([name, { value }]) => [name, value])).toEqual([
      ['A1', 'Prénom'],
      ['B1', 'Nom, et suite'],
      ['C1', 'Montant'],
      ['A2', 'Zoé'],
      ['B2', 'dit "l\'œuf"'],
      ['C2', '12.5'],
      ['A3', 'Éric'],
      ['B3', '日本 🐈'],
      ['C3', '30'],
      ['A4', '<b>Total</b> & reste'],
      ['B4', '85'],
      ['C4', '42.5'],
    ])
    expect(cells.B4?.formula).toBe('C4*2')
  })

  test('tells of a sheet in which nobody has written yet', async () => {
    const url = ethercalc.sheetUrl('vide')
    expect(await save(url)).toMatchObject({ failed: [], empty: [url] })
  })

  test('asks for no form of a sheet of sheets, which its server could not bear', async () => {
    const { failed } = await save(`${ethercalc.url}/=classeur`)
    expect(failed.map(({ status }) => status)).toEqual(['unknown-form', 'unknown-form'])
    expect((await fetch(`${ethercalc.url}/=classeur.csv`)).status).toBe(404)
  })
})

describe('asked how it is', () => {
  test('it is well, and nothing is made by asking', async () => {
    expect(await probeService(sheets())).toMatchObject({ well: true })
    expect(await (await fetch(`${ethercalc.url}/_rooms`)).json()).not.toContain('chatiere')
  })

  // Hosts may hide what they like: each question by itself is answered as it should be.
  test.each(software.health)('$path is answered as expected', async question => {
    const answer = await fetch(`${ethercalc.url}/${question.path}`)
    expect(answer.status).toBe(200)
    const type = { page: 'text/html', image: 'image/', json: 'application/json', audio: 'audio/' }[
      question.gives
    ]
    expect(answer.headers.get('content-type')).toContain(type)
    expect(question.judge?.(await answer.json()) ?? null).toBeNull()
  })
})

describe('recognising', () => {
  test.each([
    ['its address', () => ethercalc.url],
    ["a sheet's address", () => `${ethercalc.url}/depenses?view#A1`],
    ['no more than host and port', () => ` 127.0.0.1:${ethercalc.port} `],
  ])('by %s', async (_, typedAddress) => {
    const { host, tried } = await recognise(typedAddress())
    expect(host).toEqual({
      kind: 'sheet',
      software: 'EtherCalc',
      base: `${ethercalc.url}/`,
      evidence: { asked: `${ethercalc.url}/_exists/chatiere`, fact: 'true or false' },
    })
    expect(tried.length).toBeLessThanOrEqual(4)
  })
})

describe('names', () => {
  /** As its page reads its own address: what it calls the sheet when it talks to the server. */
  async function nameInPage(url: string): Promise<string | undefined> {
    const html = await (await fetch(url)).text()
    const script = html.match(/location\.href\.match\(\/(.+)\/\)\) \{/)?.[1]
    if (script === undefined) throw new Error('its page reads its address in another way')
    return new URL(url).href.match(new RegExp(script))?.[1]
  }

  test.each(['comptes', 'a', 'Été 2020', "l'année", 'moitié & moitié', 'a+b@c;d,e!', '-', '1'])(
    '%s is the same for its page and its exports',
    async name => {
      const url = namedAddress(sheets(), name)
      const inPage = await nameInPage(url)
      await fetch(`${ethercalc.url}/_/${encodeURIComponent(inPage ?? '')}`, {
        method: 'PUT',
        headers: { 'content-type': 'text/csv' },
        body: 'ici,1\n',
      })
      expect(await ethercalc.sheetCsv(name)).toBe('ici,1\n')
    },
  )

  test.each(['_new', '=plusieurs', 'a.b', 'a/b', 'a?b', 'a#b', 'a:b', 'a*b', 'a(2)', 'cœur', '日本', ''])(
    '%s is not taken',
    name => {
      expect(() => namedAddress(sheets(), name)).toThrow('page-refused')
    },
  )
})
