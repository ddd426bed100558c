/**
 * A person with the app, on a screen nobody looks at: in Electron where its binary is, in the browser shell
 * everywhere else. The same tests play either.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { _electron, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core'
import { firstBuffer } from '../../bridge/audio-buffer.ts'
import type { SettingsChange } from '../../bridge/settings.ts'
import { findBrowser } from '../../browser/installed-browsers.ts'
import { chromiumSwitches, prepareChromiumProfile } from '../../browser/launch.ts'
import { findElectron } from '../../build/electron-binary.ts'
import { projectFolder } from '../../build/places.ts'
import { addressBarPages } from '../world/address-bar.ts'
import { startChild, temporaryFolder, whenReady } from '../world/children.ts'
import { shortLivedPage } from '../world/short-lived-page.ts'
import type { TlsFront } from '../world/tls-front.ts'
import { openWindow } from './window.ts'

export interface PersonOptions {
  readonly directoryFile: string
  /** DISPLAY of the screen. */
  readonly display: string
  /** What the app needs to speak and hear through a cable; none = no sound at all. */
  readonly sound?: Record<string, string>
  /** The host whose certificate this person's computer takes as good. */
  readonly trusted: Pick<TlsFront, 'certificateFile' | 'keyHash'>
  /** Settings that this person has from before. */
  readonly settings?: SettingsChange
  readonly size?: { readonly width: number; readonly height: number }
  /** See {@link Person.leftAlone}: then the window has a size of its own. Not in Electron. */
  readonly canBeLeftAlone?: boolean
}

export interface Person {
  readonly page: Page
  /** Where a service shown beside the meeting lives: a frame in the browser shell, a page of its own in Electron. */
  service(address: string): Promise<Frame>
  /** Everything that the app's page complained about. */
  readonly complaints: string[]
  /**
   * Does `work` while nobody looks into the app, where that can be: a test that listens must not disturb. Only for who
   * was started with `canBeLeftAlone`; `page` is another object afterwards.
   */
  leftAlone<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

const electron = await findElectron({ install: false })
export const shellName = 'path' in electron ? 'Electron' : 'browser shell'

export function startPerson(options: PersonOptions): Promise<Person> {
  return 'path' in electron ? startInElectron(electron.path, options) : startInBrowser(options)
}

const language = { LANG: 'fr_FR.UTF-8', LC_ALL: 'fr_FR.UTF-8', LANGUAGE: 'fr' }

/** Does `work` while nobody looks into the app of any of them. */
export function leftAlone<T>(people: readonly Person[], work: () => Promise<T>): Promise<T> {
  return people.reduceRight((rest, person) => () => person.leftAlone(rest), work)()
}

function environment(options: PersonOptions): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !['ELECTRON_RUN_AS_NODE', 'WAYLAND_DISPLAY', 'NODE_OPTIONS'].includes(entry[0]),
  )
  return {
    ...Object.fromEntries(inherited),
    ...language,
    DISPLAY: options.display,
    NODE_EXTRA_CA_CERTS: options.trusted.certificateFile,
    ...options.sound,
  }
}

async function startInBrowser(options: PersonOptions): Promise<Person> {
  const browser = findBrowser()
  if (browser === null) throw new Error('no browser is installed')
  const folder = temporaryFolder('person')
  const shell = await startShell(options, folder.path)
  const asRoot = process.getuid?.() === 0
  const profile = join(folder.path, 'profile')
  await prepareChromiumProfile(profile)
  const window: BrowserWindow = {
    program: browser.path,
    profile,
    address: shell.address,
    switches: [
      ...chromiumSwitches(profile, asRoot, firstBuffer(availableParallelism()))
        .filter(name => !name.startsWith('--user-data-dir'))
        .map(name => (name.startsWith('--disable-features') ? `${name},${addressBarPages}` : name)),
      // The screen has no graphics chip: what computes one takes a third of all the work.
      '--disable-gpu',
      `--ignore-certificate-errors-spki-list=${options.trusted.keyHash}`,
      ...(options.sound === undefined
        ? ['--mute-audio', '--use-fake-device-for-media-stream', shortLivedPage]
        : []),
    ],
    options,
  }
  const person = await (options.canBeLeftAlone === true ? openAlone : openWatched)(window)
  const closeWindow = person.close
  return Object.assign(person, {
    close: async () => {
      await closeWindow()
      await shell.stop()
      folder.remove()
    },
  })
}

/** The program that serves the page and holds the engine. */
async function startShell(
  options: PersonOptions,
  folder: string,
): Promise<{ address: string; stop(): Promise<void> }> {
  const data = join(folder, 'data')
  keepSettings(data, options.settings)
  const logFile = join(folder, 'shell.log')
  const shell = startChild(
    process.execPath,
    ['build/start.ts', '--data', data, '--directory', options.directoryFile],
    { cwd: projectFolder, logFile, env: { ...environment(options), DISPLAY: '', WAYLAND_DISPLAY: '' } },
  )
  const address = () =>
    readFileSync(logFile, 'utf8').match(/http:\/\/chatiere\.localhost:\d+\/\?ticket=\S+/)?.[0]
  await whenReady(shell, async () => address() !== undefined, {
    what: 'the browser shell',
    withinMs: 60_000,
    logFile,
  })
  return { address: address() ?? '', stop: () => shell.stop() }
}

interface BrowserWindow {
  readonly program: string
  readonly profile: string
  readonly address: string
  readonly switches: readonly string[]
  readonly options: PersonOptions
}

async function openWatched({ program, profile, address, switches, options }: BrowserWindow): Promise<Person> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: program,
    headless: false,
    chromiumSandbox: process.getuid?.() !== 0,
    // Playwright's defaults would silence the ear.
    ignoreDefaultArgs: ['--mute-audio'],
    args: [...switches],
    env: environment(options),
    locale: 'fr-FR',
    viewport: options.size ?? { width: 1200, height: 750 },
  })
  const { origin } = new URL(address)
  await context.grantPermissions(['microphone', 'clipboard-read', 'clipboard-write'], { origin })
  const page = context.pages()[0] ?? (await context.newPage())
  const complaints = collectComplaints(page)
  await page.goto(address)
  return {
    page,
    complaints,
    service: url => frameOf(context, url),
    leftAlone: work => work(),
    close: () => context.close(),
  }
}

/** Permissions that Playwright grants end when it looks away: the browser itself says yes to the microphone here. */
async function openAlone({ program, profile, address, switches, options }: BrowserWindow): Promise<Person> {
  const window = await openWindow({
    program,
    profile,
    switches: [
      ...switches,
      `--user-data-dir=${profile}`,
      '--use-fake-ui-for-media-stream',
      // People's windows lie above one another on this screen.
      '--disable-backgrounding-occluded-windows',
      '--lang=fr',
      `--app=${address}`,
    ],
    env: environment(options),
  })
  const complaints: string[] = []
  collectComplaints(window.page, complaints)
  return {
    get page() {
      return window.page
    },
    complaints,
    service: url => frameOf(window.context, url),
    leftAlone: async work => {
      const done = await window.unwatched(work)
      collectComplaints(window.page, complaints)
      return done
    },
    close: () => window.close(),
  }
}

async function startInElectron(executablePath: string, options: PersonOptions): Promise<Person> {
  const folder = temporaryFolder('person')
  keepSettings(join(folder.path, 'engine'), options.settings)
  const asRoot = process.getuid?.() === 0
  const app = await _electron.launch({
    executablePath,
    cwd: projectFolder,
    chromiumSandbox: !asRoot,
    args: [
      projectFolder,
      `--user-data-dir=${folder.path}`,
      `--chatiere-directory=${options.directoryFile}`,
      `--ignore-certificate-errors-spki-list=${options.trusted.keyHash}`,
      ...(options.sound === undefined ? ['--use-fake-device-for-media-stream'] : []),
    ],
    env: environment(options),
    locale: 'fr-FR',
  })
  const page = await app.firstWindow()
  if (options.size !== undefined) await page.setViewportSize(options.size)
  const complaints = collectComplaints(page)
  return {
    page,
    complaints,
    service: url => frameOf(app.context(), url),
    leftAlone: work => work(),
    close: async () => {
      await app.close()
      folder.remove()
    },
  }
}

function keepSettings(folder: string, settings: SettingsChange = {}): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'engine.json'), JSON.stringify({ settings }))
}

function collectComplaints(page: Page, complaints: string[] = []): string[] {
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    // What a framed service writes to its own console is not ours.
    const own = message.location().url === '' || message.location().url.startsWith(new URL(page.url()).origin)
    if (message.type() === 'error' && own) complaints.push(message.text())
  })
  return complaints
}

async function frameOf(context: BrowserContext, address: string): Promise<Frame> {
  const wanted = new URL(address)
  const deadline = performance.now() + 20_000
  while (performance.now() < deadline) {
    const frames = context.pages().flatMap(page => page.frames())
    const found = frames.find(frame => {
      const url = URL.canParse(frame.url()) ? new URL(frame.url()) : null
      return url?.origin === wanted.origin && url.pathname === wanted.pathname
    })
    if (found !== undefined) return found
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error(`no view shows ${address}`)
}
