/** A video call from the tile to the end, beside a meeting, and at hosts that say no. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../build/app-build.ts'
import { demoDirectory } from '../../build/demo-directory.ts'
import { type CallHostDouble, startCallHostDouble } from '../world/call-host-double.ts'
import { temporaryFolder } from '../world/children.ts'
import { type Display, startDisplay } from '../world/display.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { type Person, startPerson } from './person.ts'
import { makeMeeting } from './plays.ts'
import { trustAll } from './trusted.ts'

const folder = temporaryFolder('calls')
let display: Display
let server: MumbleServer
let here: CallHostDouble
let there: CallHostDouble
let trusted: ReturnType<typeof trustAll>
let person: Person | null = null

/** What the double offers in its page, as far as these plays use it. */
interface HostPage {
  readonly host: {
    readonly obeyed: unknown[][]
    readonly state: { readonly audio: boolean; readonly video: boolean }
    readonly options: Record<string, unknown>
    arrive(name: string): void
    depart(name: string): void
    letIn(): void
    endForAll(): void
  }
}

beforeAll(async () => {
  await buildApp()
  ;[display, server, here, there] = await Promise.all([
    startDisplay({ width: 1400, height: 900 }),
    startMumbleServer({ series: '1.3' }),
    startCallHostDouble(),
    startCallHostDouble(),
  ])
  trusted = trustAll(join(folder.path, 'certificates.pem'), [here, there])
})
afterEach(async () => {
  await person?.close()
  person = null
  here.behave({})
  there.behave({})
})
afterAll(async () => {
  await Promise.all([here?.stop(), there?.stop(), server?.stop(), display?.stop()])
  folder.remove()
})

/** A person whose directory has these call hosts, by name. */
async function start(
  hosts: Readonly<Record<string, CallHostDouble>>,
  size = { width: 1200, height: 800 },
): Promise<Page> {
  const directory = JSON.parse(
    JSON.stringify(demoDirectory({ mumblePort: server.port, padUrl: `${here.origin}/p/` })),
  )
  const [demo] = directory.hosts
  demo.services = demo.services.filter((service: { kind: string }) => service.kind === 'audio')
  const callHosts = Object.entries(hosts).map(([name, { origin }]) => ({
    ...demo,
    id: name.toLowerCase(),
    name,
    services: [{ kind: 'video', software: 'Jitsi Meet', url: `${origin}/` }],
  }))
  const directoryFile = join(folder.path, 'directory.json')
  writeFileSync(directoryFile, JSON.stringify({ ...directory, hosts: [demo, ...callHosts] }))
  person = await startPerson({
    directoryFile,
    display: display.display,
    trusted,
    size,
    settings: { userName: 'Zoé' },
  })
  const { page } = person
  const { origin } = new URL(page.url())
  await page
    .context()
    .grantPermissions(['microphone', 'camera', 'clipboard-read', 'clipboard-write'], { origin })
  return page
}

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })

async function toDoor(page: Page): Promise<string> {
  await button(page, /^Visio/).click()
  await page.getByRole('textbox', { name: 'Titre' }).fill('Goûter')
  await button(page, 'Créer ici').click()
  await page.getByRole('heading', { level: 1, name: 'Goûter' }).waitFor()
  return page.getByRole('textbox', { name: 'Lien' }).inputValue()
}

async function hostFrame(address: string): Promise<Frame> {
  if (person === null) throw new Error('nobody is here')
  return person.service(address)
}
/** Runs in the host's page with its own `window.host`. */
const tellHost = (frame: Frame, order: string, ...names: string[]) =>
  frame.evaluate(
    ([what = '', ...args]) =>
      (window as unknown as { host: Record<string, (...all: string[]) => void> }).host[what]?.(...args),
    [order, ...names],
  )
const stateOf = (frame: Frame) =>
  frame.evaluate(() => ({ ...(window as unknown as HostPage).host.state, screen: undefined }))

test('from the tile into a call: both sides mute, people come and go, and home again', async () => {
  const page = await start({ Ici: here })
  const address = await toDoor(page)
  await page.getByText(/Que peut utiliser/).waitFor()
  await button(page, 'Entrer dans la visio').click()
  await button(page, /^Micro ouvert/).waitFor({ timeout: 20_000 })
  const frame = await hostFrame(address)
  expect(new URL(frame.url()).origin).toBe(here.origin)
  await page.getByText('Il n’y a que vous ici').waitFor()
  // Who comes before we were told that we are in counts as there already.
  await page.getByRole('log').getByText('Vous êtes dans la visio').waitFor()

  await button(page, /^Micro ouvert/).click()
  await button(page, /^Micro coupé/).waitFor()
  expect((await stateOf(frame)).audio).toBe(true)
  await frame.getByRole('button', { name: 'audio: off' }).click()
  await button(page, /^Micro ouvert/).waitFor()
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('v')
  await button(page, /^Caméra éteinte/).waitFor()
  expect((await stateOf(frame)).video).toBe(true)

  await tellHost(frame, 'arrive', 'Anouk')
  await page.getByText('Anouk arrive dans la visio').waitFor()
  await button(page, '2 personnes dans la visio').click()
  await page.getByRole('list', { name: 'Dans la visio' }).getByText('Anouk').waitFor()
  await page.getByText('Il n’y a que vous ici').waitFor({ state: 'hidden' })
  await tellHost(frame, 'depart', 'Anouk')
  await page.getByText('Anouk quitte la visio').waitFor()
  await page.getByText('Il n’y a que vous ici').waitFor()

  // Another screen, and back: the call goes on.
  await button(page, 'Réglages').click()
  await page.getByRole('heading', { level: 1, name: 'Réglages' }).waitFor()
  expect(frame.isDetached()).toBe(false)
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /Goûter/ })
    .click()
  await button(page, 'Raccrocher').click()
  await page.getByText('La visio est terminée.').waitFor()
  await page.getByRole('heading', { level: 1, name: /Bonjour|Réglages/ }).waitFor()
  expect(frame.isDetached()).toBe(true)
  expect(person?.complaints).toEqual([])
})

test('a host that wants an account is left for another one, with another link', async () => {
  here.behave({ refuses: 'conference.authenticationRequired', words: 'Log in first' })
  const page = await start({ Ici: here })
  const address = await toDoor(page)
  await button(page, 'Entrer dans la visio').click()
  await page.getByText(/il faut un compte pour ouvrir une visio/).waitFor({ timeout: 20_000 })
  await page.getByText(/Log in first/).waitFor()
  // It is the only one: the person is told, and may still be let in.
  await button(page, 'Essayer un autre hébergeur').click()
  await page
    .getByRole('alert')
    .filter({ hasText: /hébergeur/ })
    .nth(1)
    .waitFor()
  await tellHost(await hostFrame(address), 'letIn')
  await button(page, /^Micro ouvert/).waitFor()
  await person?.close()

  // `there` weighs nothing against a host that one never wants again.
  const again = await start({ Ici: here, Ailleurs: there })
  let first = await toDoor(again)
  while (!first.startsWith(here.origin)) {
    await button(again, 'Retour').click()
    first = await toDoor(again)
  }
  await button(again, 'Entrer dans la visio').click()
  await again.getByText(/il faut un compte/).waitFor({ timeout: 20_000 })
  await button(again, 'Essayer un autre hébergeur').click()
  await again.getByText(/Le lien a changé/).waitFor({ timeout: 15_000 })
  const second = await again.getByRole('textbox', { name: 'Lien' }).inputValue()
  expect(new URL(second).origin).toBe(there.origin)
  await button(again, 'Entrer dans la visio').click()
  await button(again, /^Micro ouvert/).waitFor({ timeout: 20_000 })
  expect(person?.complaints).toEqual([])
})

test('beside a meeting: its microphone is closed meanwhile, and open again after', async () => {
  const page = await start({ Ici: here })
  await makeMeeting(person as Person, { title: 'Conseil', name: 'Zoé' })
  const meetingMic = (state: 'ouvert' | 'coupé') =>
    button(page, new RegExp(`Micro ${state}`))
      .first()
      .waitFor()
  await meetingMic('ouvert')
  await button(page, 'Se voir en visio, à côté de la réunion').click()
  await page.getByRole('textbox', { name: 'Titre' }).fill('Goûter')
  await button(page, 'Créer ici').click()
  await page.getByText('Le micro de votre réunion sera coupé').waitFor()
  const address = await page.getByRole('textbox', { name: 'Lien' }).inputValue()
  await button(page, 'Entrer dans la visio').click()
  await page.getByText('Le micro de votre réunion est coupé pendant la visio.').waitFor()
  await button(page, /^Caméra allumée/).waitFor({ timeout: 20_000 })
  const strip = page.getByRole('region', { name: 'Réunion en cours' })
  await strip.getByRole('button', { name: /Micro coupé/ }).waitFor()

  // Home and back to the meeting: neither the meeting nor the call ends.
  await button(page, 'Revenir à la réunion').click()
  await button(page, 'Quitter').waitFor()
  await meetingMic('coupé')
  const frame = await hostFrame(address)
  expect(frame.isDetached()).toBe(false)

  await tellHost(frame, 'endForAll')
  await page.getByRole('dialog', { name: 'La visio est terminée' }).waitFor()
  await page.getByRole('dialog').getByText('Le micro de votre réunion est de nouveau ouvert.').waitFor()
  await page.keyboard.press('Escape')
  await meetingMic('ouvert')
  await button(page, 'Quitter').click()
  await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()
  expect(person?.complaints).toEqual([])
})

test('a pasted link, the host’s own door, no camera, and what was agreed stays', async () => {
  here.behave({ door: true })
  const page = await start({ Ici: here })
  const address = `${here.origin}/SalonDeThe`
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(`Venez : ${address}`)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Visio chez Ici' }).waitFor()
  await page.getByRole('switch', { name: 'Ma caméra' }).press(' ')
  await page.getByRole('switch', { name: 'Entrer micro coupé' }).press(' ')
  await button(page, 'Entrer dans la visio').click()
  await page.getByText('Vous êtes à l’entrée de la visio').waitFor({ timeout: 20_000 })
  const frame = await hostFrame(address)
  const options = await frame.evaluate(() => (window as unknown as HostPage).host.options)
  expect(options).toMatchObject({
    'config.startWithAudioMuted': true,
    'config.startWithVideoMuted': true,
    'userInfo.displayName': 'Zoé',
  })
  await frame.getByRole('button', { name: 'join' }).click()
  await button(page, /^Micro coupé/).waitFor()
  // The camera was refused to this host: nobody can turn it on, and it is said.
  await button(page, /^Caméra éteinte/).click()
  await page.getByText(/n’a pas pu utiliser votre micro ou votre caméra/).waitFor()
  expect((await stateOf(frame)).video).toBe(true)
  await button(page, /^Micro coupé/).click()
  await button(page, /^Micro ouvert/).waitFor()
  await frame.getByRole('button', { name: 'hang up' }).click()
  await page.getByRole('heading', { level: 1, name: /Bonjour/ }).waitFor()

  await page
    .getByRole('textbox', { name: 'Votre invitation' })
    .fill(`jitsi-meet://${new URL(address).host}/SalonDeThe`)
  await page.keyboard.press('Enter')
  await page.getByText(/peut utiliser votre micro, pas votre caméra/).waitFor()
})
