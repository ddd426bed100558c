/** A Chromium window with no switch but those it is told, which can be looked into and left alone. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright-core'
import { startChild, temporaryFolder, whenReady } from '../world/children.ts'

/** Times that a browser is asked to be looked into, ms that it may take each time, and ms between two. */
const LOOKS = 3
const LOOK_MS = 15_000
const LOOK_AGAIN_AFTER = 1000

export interface WindowOptions {
  /** The browser's program. */
  readonly program: string
  /** Absolute path of a folder for its profile. */
  readonly profile: string
  readonly switches: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

export interface Window {
  readonly context: BrowserContext
  /** The first tab. */
  readonly page: Page
  /** Of the browser's first process. */
  readonly pid: number
  /** Lets every page and every frame with a process of its own forget what it does not need. */
  collectGarbage(): Promise<void>
  /**
   * Nobody looks into the window until `work` is done: whoever does is told of every frame of every WebSocket, which
   * costs a meeting a tenth of a core and milliseconds of delay. `context` and `page` are new ones afterwards.
   */
  unwatched<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openWindow({ program, profile, switches, env }: WindowOptions): Promise<Window> {
  const folder = temporaryFolder('window')
  const home = join(folder.path, 'home')
  await mkdir(home)
  const logFile = join(folder.path, 'browser.log')
  const child = startChild(program, [...switches, '--remote-debugging-port=0', '--window-size=1200,780'], {
    logFile,
    env: { ...env, HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
  })
  const portFile = join(profile, 'DevToolsActivePort')
  const port = () =>
    readFile(portFile, 'utf8').then(
      text => text.split('\n')[0],
      () => undefined, // not listening yet
    )
  await whenReady(child, async () => (await port()) !== undefined, {
    what: 'the browser',
    withinMs: 60_000,
    logFile,
  })
  const address = `http://127.0.0.1:${await port()}`
  let { browser, context, page } = await lookInto(address)
  return {
    get context() {
      return context
    },
    get page() {
      return page
    },
    pid: child.process.pid ?? 0,
    collectGarbage: async () => {
      const frames = context.pages().flatMap(each => each.frames())
      await Promise.all(frames.map(frame => collectIn(context, frame)))
    },
    unwatched: async work => {
      await browser.close()
      try {
        return await work()
      } finally {
        ;({ browser, context, page } = await lookInto(address))
      }
    },
    close: async () => {
      await browser.close()
      await child.stop()
      folder.remove()
    },
  }
}

interface Look {
  readonly browser: Browser
  readonly context: BrowserContext
  readonly page: Page
}

/** While a window is still opening, Playwright may wait for an answer that never comes: it is asked anew. */
async function lookInto(address: string): Promise<Look> {
  for (let tries = 1; ; tries++) {
    try {
      return await lookOnce(address)
    } catch (error) {
      if (tries === LOOKS) throw error
      // It may also refuse at once.
      await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_AFTER))
    }
  }
}

/** Playwright's own defaults would have every page emulate a screen. */
async function lookOnce(address: string): Promise<Look> {
  const browser = await chromium.connectOverCDP(address, { noDefaults: true, timeout: LOOK_MS })
  const [context] = browser.contexts()
  const page = context?.pages()[0]
  if (context === undefined || page === undefined) throw new Error('the browser has no window')
  return { browser, context, page }
}

async function collectIn(context: BrowserContext, frame: Frame): Promise<void> {
  try {
    const session = await context.newCDPSession(frame.parentFrame() === null ? frame.page() : frame)
    await session.send('HeapProfiler.collectGarbage')
    await session.detach()
  } catch {
    // It shares its process with its parent, which has been asked; or it has gone.
  }
}
