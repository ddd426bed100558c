/** Two people count together in a sheet of a real EtherCalc, and one of them takes it home. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Frame } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildApp } from '../../build/app-build.ts'
import { demoDirectory } from '../../build/demo-directory.ts'
import { type TemporaryFolder, temporaryFolder } from '../world/children.ts'
import { type Display, startDisplay } from '../world/display.ts'
import { type EtherCalc, startEtherCalc } from '../world/ethercalc.ts'
import { startTlsFront, type TlsFront } from '../world/tls-front.ts'
import { readXlsx } from '../world/xlsx.ts'
import { type Person, startPerson } from './person.ts'

/** A computer with much to do takes its time. */
const patient = { timeout: 20_000 }

let folder: TemporaryFolder
let ethercalc: EtherCalc
let front: TlsFront
let display: Display
let zoe: Person
let samir: Person

beforeAll(async () => {
  folder = temporaryFolder('sheets')
  const [calc, screen] = await Promise.all([
    startEtherCalc(),
    startDisplay({ width: 1400, height: 900 }),
    buildApp(),
  ])
  ethercalc = calc
  display = screen
  front = await startTlsFront(ethercalc.port)

  const directory = demoDirectory({ mumblePort: 1, padUrl: `${front.origin}/` })
  const services = [{ kind: 'sheet', software: 'EtherCalc', url: `${front.origin}/` }]
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

  const options = { directoryFile, display: display.display, trusted: front }
  ;[zoe, samir] = await Promise.all([startPerson(options), startPerson(options)])
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await Promise.all([zoe?.close(), samir?.close()])
  await Promise.all([front?.stop(), ethercalc?.stop(), display?.stop()])
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
    () => frames().find(frame => frame.url().startsWith(front.origin)),
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

test('what one writes, the other sees, and what both wrote is saved', async () => {
  const { page } = zoe
  await page.getByRole('button', { name: /^Tableur/ }).click()
  await page.getByRole('heading', { name: /Cet ordinateur/ }).waitFor(patient)
  await page.getByRole('textbox', { name: 'Titre' }).fill('Dépenses d’été')
  await page.getByRole('button', { name: 'Créer ici' }).click()
  const address = (await sheetOf(zoe)).url()
  expect(address).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/depenses-d-ete-\w{10}$/)
  await write(zoe, 'A1', 'Café, thé')
  await write(zoe, 'B1', '12.5')
  await shows(zoe, 'A1', 'Café, thé')

  await samir.page.getByRole('textbox', { name: 'Votre invitation' }).fill(`On compte ici : ${address}`)
  await samir.page.getByRole('button', { name: 'Rejoindre' }).click()
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

  await page.getByRole('button', { name: 'Mes lieux' }).click()
  await page.getByRole('button', { name: 'Que faire de « Dépenses d’été »' }).click()
  await page.getByRole('menuitem', { name: 'Sauvegarder' }).click()
  const told = await page.getByText(/fichiers sauvegardés dans/).textContent(patient)
  const saved = told?.match(/dans (.+)$/)?.[1] ?? ''
  expect(saved.startsWith(join(folder.path, 'downloads'))).toBe(true)
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
