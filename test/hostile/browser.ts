/**
 * The app's browser as `browser/launch.ts` starts it, with no default of any test driver: those would let popups,
 * downloads and permissions through.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Frame,
  type Page,
} from 'playwright-core'
import { findBrowser } from '../../browser/installed-browsers.ts'
import { chromiumSwitches, prepareChromiumProfile } from '../../browser/launch.ts'
import { startChild, temporaryFolder, whenReady } from '../world/children.ts'
import { startDisplay } from '../world/display.ts'

export interface HostileBrowser {
  readonly context: BrowserContext
  /** The app's window. */
  readonly page: Page
  /** Where it puts what it downloads. */
  readonly downloads: string
  /** What was handed to the system's programs, one line a call. */
  opened(): Promise<string>
  close(): Promise<void>
}

export async function startHostileBrowser(
  address: string,
  moreSwitches: readonly string[],
): Promise<HostileBrowser> {
  const installed = findBrowser()
  if (installed === null) throw new Error('no browser is installed')
  const folder = temporaryFolder('hostile')
  const profile = join(folder.path, 'profile')
  const home = join(folder.path, 'home')
  const downloads = join(home, 'Downloads')
  const opened = join(folder.path, 'opened')
  await mkdir(downloads, { recursive: true })
  await prepareChromiumProfile(profile)
  const programs = join(folder.path, 'programs')
  await mkdir(programs)
  for (const program of ['xdg-open', 'xdg-email']) {
    await writeFile(join(programs, program), `#!/bin/sh\necho "$@" >> '${opened}'\n`, { mode: 0o755 })
  }
  const display = await startDisplay({ width: 1300, height: 900 })
  const asRoot = process.getuid?.() === 0
  const logFile = join(folder.path, 'browser.log')
  const child = startChild(
    installed.path,
    [
      ...chromiumSwitches(profile, asRoot),
      ...moreSwitches,
      '--mute-audio',
      '--disable-gpu',
      '--remote-debugging-port=0',
      '--window-size=1200,780',
      `--app=${address}`,
    ],
    {
      logFile,
      env: {
        ...process.env,
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        PATH: `${programs}:${process.env.PATH}`,
        DISPLAY: display.display,
        WAYLAND_DISPLAY: '',
        LANGUAGE: 'fr',
        LANG: 'fr_FR.UTF-8',
      },
    },
  )
  const portFile = join(profile, 'DevToolsActivePort')
  const port = () =>
    readFile(portFile, 'utf8').then(
      text => text.split('\n')[0],
      () => undefined,
    )
  await whenReady(child, async () => (await port()) !== undefined, {
    what: 'the browser',
    withinMs: 60_000,
    logFile,
  })
  const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${await port()}`, {
    noDefaults: true,
  })
  const [context] = browser.contexts()
  const page = context?.pages()[0]
  if (context === undefined || page === undefined) throw new Error('the browser has no window')
  return {
    context,
    page,
    downloads,
    opened: () => readFile(opened, 'utf8').catch(() => ''),
    close: async () => {
      await browser.close()
      await child.stop()
      await display.stop()
      folder.remove()
    },
  }
}

const sessions = new WeakMap<Frame | Page, Promise<CDPSession>>()

/**
 * Runs a function in a page as its own script would: without a click. (Playwright's `evaluate` lends one.)
 * @param where a page, or a frame with a process of its own
 * @param attack takes one value that JSON can carry, and gives one
 */
export async function run<Input, Output>(
  where: Frame | Page,
  attack: (input: Input) => Output | Promise<Output>,
  input: Input,
): Promise<Output> {
  const page = 'mainFrame' in where ? where : where.page()
  const session = await (sessions.get(where) ?? open(page.context().newCDPSession(where)))
  function open(made: Promise<CDPSession>) {
    sessions.set(where, made)
    return made
  }
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: `(${attack})(${JSON.stringify(input)})`,
    awaitPromise: true,
    returnByValue: true,
    userGesture: false,
  })
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  }
  return result.value
}
