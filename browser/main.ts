/** The browser shell: an engine, a page server, and a window on it. */
import type { ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { keptBuffer } from '../bridge/audio-buffer.ts'
import { linkFragment } from '../bridge/outside-link.ts'
import { readDirectory } from '../engine/directory/directory.ts'
import { createEngine } from '../engine/engine.ts'
import { findDownloads } from './downloads.ts'
import { findBrowser } from './installed-browsers.ts'
import { launchBrowser } from './launch.ts'
import { servePageOnLoopback } from './server.ts'

export interface BrowserShellOptions {
  readonly dataFolder: string
  readonly directoryFile: string
  /** Of a newer directory; null or absent = none is asked for. */
  readonly directoryAddress?: string | null
  readonly pageFolder: string
  readonly version: string
  /** More switches for a Chromium window. */
  readonly switches: readonly string[]
  /** False prints the one-time address instead of opening a window. */
  readonly openWindow: boolean
  /** Opened in the page at once; null or absent = none. It has passed `outsideLink`. */
  readonly link?: string | null
  readonly say: (line: string) => void
}

export interface BrowserShell {
  readonly address: string
  /** Settles when the last window is closed. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

/** A reload drops the page's socket for a moment; a closed window drops it for good. */
const WINDOW_GRACE_MS = 10_000

export async function startBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const engine = createEngine({
    dataFolder: options.dataFolder,
    directoryFile: options.directoryFile,
    directoryAddress: options.directoryAddress ?? null,
    downloads: join(await findDownloads(), 'Chatière'),
    version: options.version,
    systemLanguage: Intl.DateTimeFormat().resolvedOptions().locale,
  })
  const server = await servePageOnLoopback({
    engine,
    pageFolder: options.pageFolder,
    localOrigins: await originsOnThisComputer(options.directoryFile),
  })
  const { link = null } = options
  const address = `${server.oneTimeAddress()}${link === null ? '' : linkFragment(link)}`
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  let grace: NodeJS.Timeout | null = null
  server.onWindows(count => {
    if (grace !== null) clearTimeout(grace)
    grace = count === 0 ? setTimeout(end, WINDOW_GRACE_MS) : null
  })
  const window = options.openWindow ? await openWindow(options, address, end) : null
  if (window === null) {
    options.say(`Open this address in a browser on this computer, once:\n\n  ${address}\n`)
  }
  return {
    address,
    ended,
    async close() {
      if (grace !== null) clearTimeout(grace)
      window?.kill()
      await engine.close()
      await server.close()
      end()
    },
  }
}

/** Null when there is no browser to open. */
async function openWindow(
  options: BrowserShellOptions,
  address: string,
  end: () => void,
): Promise<ChildProcess | null> {
  const browser = findBrowser()
  if (browser === null) {
    options.say('No Chromium, Chrome, Edge or Firefox was found on this computer.')
    return null
  }
  const window = await launchBrowser(browser, address, join(options.dataFolder, 'window'), {
    audioBuffer: keptBuffer(
      await readFile(join(options.dataFolder, 'engine.json'), 'utf8').catch(() => ''),
      availableParallelism(),
    ),
    moreSwitches: options.switches,
  })
  window.once('exit', end)
  window.once('error', error => {
    options.say(`${browser.name} did not start: ${error.message}`)
    end()
  })
  return window
}

/** Services of the directory that run on this computer: the demo's, the tests'. */
async function originsOnThisComputer(directoryFile: string): Promise<string[]> {
  const directory = await readDirectory(directoryFile).catch(() => null) // the page tells it: start()
  const urls = (directory?.hosts ?? []).flatMap(host => host.services.map(service => service.url))
  const local = urls.filter(url => /^http:\/\/127\.0\.0\.1(?::\d+)?\//.test(url))
  return [...new Set(local.map(url => new URL(url).origin))]
}
