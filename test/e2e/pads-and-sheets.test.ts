/** Two people write in a pad of a real Etherpad and count in a sheet of a real EtherCalc; one takes both home. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildApp } from '../../build/app-build.ts'
import { demoDirectory } from '../../build/demo-directory.ts'
import { type TemporaryFolder, temporaryFolder } from '../world/children.ts'
import { type Display, startDisplay } from '../world/display.ts'
import { type EtherCalc, startEtherCalc } from '../world/ethercalc.ts'
import { type Etherpad, startEtherpad } from '../world/etherpad.ts'
import { startTlsFront, type TlsFront } from '../world/tls-front.ts'
import { readXlsx } from '../world/xlsx.ts'
import { type Person, startPerson } from './person.ts'
import { padEditor, typeInPad } from './plays.ts'
import { trustAll } from './trusted.ts'

/** A computer with much to do takes its time. */
const patient = { timeout: 20_000 }

let folder: TemporaryFolder
let etherpad: Etherpad
let ethercalc: EtherCalc
let pads: TlsFront
let sheets: TlsFront
let display: Display
let zoe: Person
let samir: Person

beforeAll(async () => {
  folder = temporaryFolder('sheets')
  ;[etherpad, ethercalc, display] = await Promise.all([
    startEtherpad(),
    startEtherCalc(),
    startDisplay({ width: 1400, height: 900 }),
    buildApp(),
  ])
  ;[pads, sheets] = await Promise.all([startTlsFront(etherpad.port), startTlsFront(ethercalc.port)])

  const directory = demoDirectory({ mumblePort: 1, padUrl: `${pads.origin}/p/` })
  const services = [
    { kind: 'pad', software: 'Etherpad', url: `${pads.origin}/p/` },
    { kind: 'sheet', software: 'EtherCalc', url: `${sheets.origin}/` },
  ]
  const directoryFile = join(folder.path, 'directory.json')
  writeFileSync(
    directoryFile,
    JSON.stringify({ ...directory, hosts: directory.hosts.map(host => ({ ...host, services })) }),
  )
  // What is saved stays out of the downloads of whoever runs this.
  mkdirSync(join(folder.path, 'config'))
  writeFileSync(
    join(folder.path, 'config', 'user-dirs.dirs'),
    `XDG_DOWNLOAD_DIR="${join(folder.path, 'downloads')}"\n`,
  )
  vi.stubEnv('XDG_CONFIG_HOME', join(folder.path, 'config'))

  const trusted = trustAll(join(folder.path, 'certificates.pem'), [pads, sheets])
  const options = { directoryFile, display: display.display, trusted }
  ;[zoe, samir] = await Promise.all([startPerson(options), startPerson(options)])
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all([zoe?.close(), samir?.close()])
  await Promise.all([pads?.stop(), sheets?.stop(), etherpad?.stop(), ethercalc?.stop(), display?.stop()])
  folder?.remove()
})

/** The sheet that a person sees, in whatever shows it: pages of EtherCalc's address are nowhere else. */
async function sheetOf({ page }: Person): Promise<Frame> {
  const frames = () =>
    page
      .context()
      .pages()
      .flatMap(shown => shown.frames())
  const sheet = await vi.waitUntil(
    () => frames().find(frame => frame.url().startsWith(sheets.origin)),
    patient,
  )
  // It can be written in once its server has told it what is in it.
  await sheet.waitForFunction('window.SocialCalc?.hadSnapshot === true', undefined, patient)
  return sheet
}

/** EtherCalc holds a second sheet, for its forms, out of sight. */
const cell = (sheet: Frame, name: string) => sheet.locator(`#cell_${name}`).filter({ visible: true })

/** As with any spreadsheet: click, type, Enter. */
async function write(person: Person, name: string, content: string): Promise<void> {
  const sheet = await sheetOf(person)
  await cell(sheet, name).click()
  await person.page.keyboard.type(content)
  await person.page.keyboard.press('Enter')
}

async function shows(person: Person, name: string, content: string): Promise<void> {
  const sheet = await sheetOf(person)
  await expect.poll(async () => (await cell(sheet, name).textContent())?.trim(), patient).toBe(content)
}

/** From home to a document of one's own, of the kind that this tile makes. */
async function make({ page }: Person, tile: RegExp, title: string): Promise<void> {
  await page.getByRole('button', { name: tile }).click()
  await page.getByRole('heading', { name: /Cet ordinateur/ }).waitFor(patient)
  await page.getByRole('textbox', { name: 'Titre' }).fill(title)
  await page.getByRole('button', { name: 'Créer ici' }).click()
}

async function follow({ page }: Person, invitation: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(invitation)
  await page.getByRole('button', { name: 'Rejoindre' }).click()
}

const goHome = ({ page }: Person) => page.getByRole('button', { name: 'Accueil' }).click()

/** Saves what is kept under this title; gives the folder where it lies. */
async function save({ page }: Person, title: string): Promise<string> {
  await page.getByRole('button', { name: 'Mes lieux' }).click()
  await page.getByRole('button', { name: `Que faire de « ${title} »` }).click()
  await page.getByRole('menuitem', { name: 'Sauvegarder' }).click()
  const told = await page.getByText(/fichiers sauvegardés dans/).textContent(patient)
  const saved = told?.match(/dans (.+)$/)?.[1] ?? ''
  expect(saved.startsWith(join(folder.path, 'downloads'))).toBe(true)
  return saved
}

test('a pad: what one writes, the other sees, and what both wrote is saved', async () => {
  await make(zoe, /^Pad/, 'Ordre du jour')
  const shown = await zoe.page.waitForSelector('iframe')
  const { origin, pathname } = new URL((await shown.getAttribute('src')) ?? '')
  const [address, name] = [origin + pathname, basename(pathname)]
  expect(name).toMatch(/^ordre-du-jour-\w{10}$/)
  await typeInPad(zoe, address, '1. Café & <thé>')
  await follow(samir, `On écrit ici : ${address}`)
  await (await padEditor(samir, address)).getByText('1. Café & <thé>').waitFor(patient)
  await typeInPad(samir, address, '2. L’œuf')
  await (await padEditor(zoe, address)).getByText('2. L’œuf').waitFor(patient)
  // The two empty lines are where a new pad begins.
  const content = '\n\n1. Café & <thé>\n2. L’œuf\n'
  await expect.poll(() => etherpad.padText(name), patient).toBe(content)

  const saved = await save(zoe, 'Ordre du jour')
  expect(readFileSync(join(saved, `${name}.txt`), 'utf8').trimEnd()).toBe(content.trimEnd())
  expect(readFileSync(join(saved, `${name}.html`), 'utf8')).toContain('1. Caf&#233; &amp; &lt;th&#233;&gt;')
  const history = JSON.parse(readFileSync(join(saved, `${name}.etherpad`), 'utf8'))
  expect(history[`pad:${name}`].atext.text).toBe(content)
  expect([...zoe.complaints, ...samir.complaints]).toEqual([])
  await Promise.all([zoe, samir].map(goHome))
})

test('a sheet: what one writes, the other sees, and what both wrote is saved', async () => {
  await make(zoe, /^Tableur/, 'Dépenses d’été')
  const address = (await sheetOf(zoe)).url()
  expect(address).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/depenses-d-ete-\w{10}$/)
  await write(zoe, 'A1', 'Café, thé')
  await write(zoe, 'B1', '12.5')
  await shows(zoe, 'A1', 'Café, thé')

  await follow(samir, `On compte ici : ${address}`)
  await shows(samir, 'A1', 'Café, thé')
  await shows(samir, 'B1', '12,5')
  await write(samir, 'A2', 'Cœur de laitue')
  await write(samir, 'B2', '30')
  await write(samir, 'B3', '=B1+B2')
  await shows(zoe, 'A2', 'Cœur de laitue')
  await shows(zoe, 'B3', '42,5')

  const name = basename(new URL(address).pathname)
  const content = '"Café, thé",12.5\n"Cœur de laitue",30\n,42.5\n'
  await expect.poll(() => ethercalc.sheetCsv(name), patient).toBe(content)

  const saved = await save(zoe, 'Dépenses d’été')
  expect(readFileSync(join(saved, `${name}.csv`), 'utf8')).toBe(content)
  expect(readXlsx(readFileSync(join(saved, `${name}.xlsx`)))).toEqual({
    A1: { value: 'Café, thé', formula: null },
    B1: { value: '12.5', formula: null },
    A2: { value: 'Cœur de laitue', formula: null },
    B2: { value: '30', formula: null },
    B3: { value: '42.5', formula: 'B1+B2' },
  })
  expect([...zoe.complaints, ...samir.complaints]).toEqual([])
})
