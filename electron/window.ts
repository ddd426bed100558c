/** The app's window: how it is made, shown, brought back after a crash, and where it was. */
import type { BrowserWindowConstructorOptions } from 'electron'
import { describeError, type Log } from './log-file.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Rectangle } from './view-place.ts'
import { firstBounds, LEAST_HEIGHT, LEAST_WIDTH, readWindowState, writeWindowState } from './window-state.ts'

/** `--paper` of the page's two themes, so that nothing flashes before the first paint. */
const PAPER = { light: '#faf6f0', dark: '#1b1521' } as const

/** A page that never paints must not leave the person without any window. */
const SHOW_AFTER_MS = 5000

/** A page that crashes over and over is left alone. */
const MOST_RELOADS = 3
const RELOAD_SPAN_MS = 60_000

/** The members of the page's contents that are used here. */
interface PageContents {
  on(event: 'did-navigate', listener: () => void): unknown
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { readonly reason: string }) => void,
  ): unknown
  on(event: 'preload-error', listener: (event: unknown, file: string, error: Error) => void): unknown
  on(
    event: 'did-fail-load',
    listener: (event: unknown, code: number, reason: string, url: string, isMainFrame: boolean) => void,
  ): unknown
  reload(): void
}

/** The members of `BrowserWindow` that are used here. */
export interface AppWindow {
  readonly webContents: PageContents
  on(event: 'ready-to-show' | 'close' | 'closed', listener: () => void): unknown
  loadURL(url: string): Promise<void>
  show(): void
  maximize(): void
  isMaximized(): boolean
  isDestroyed(): boolean
  getNormalBounds(): Rectangle
}

/** What belongs to the page in the window. */
export interface PreparedPage {
  /** Ends it: the page is loaded anew, crashed, or goes with its window. */
  gone(): void
  /** Where the window was before it became small and stayed on top; null when it did not. */
  placeBefore(): { readonly bounds: Rectangle; readonly maximized: boolean } | null
}

export interface WindowParts<W extends AppWindow> {
  create: (options: BrowserWindowConstructorOptions) => W
  /** The preload, as an absolute path. */
  preload: string
  url: string
  dark: boolean
  stateFile: string
  /** The usable area of each screen, the main one first. */
  screens: readonly Rectangle[]
  /**
   * Called with the new window before its page is loaded: the place to register what the page may ask.
   */
  prepare: (window: W) => PreparedPage
  /** The window is gone. */
  closed: () => void
  /** The page crashed too often to try again. */
  pageBroken: () => void
  log: Log
}

/** Opens the window and loads the page. The window shows at its first paint, or after 5 s without one. */
export function openAppWindow<W extends AppWindow>(parts: WindowParts<W>): W {
  const { log } = parts
  const { maximized, ...place } = firstBounds(readWindowState(parts.stateFile), parts.screens)
  const window = parts.create({
    ...place,
    minWidth: LEAST_WIDTH,
    minHeight: LEAST_HEIGHT,
    show: false,
    backgroundColor: parts.dark ? PAPER.dark : PAPER.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // Chromium would fetch dictionaries from its maker.
      spellcheck: false,
      // Who speaks must still be shown when the window is half covered, and timers must not slow down.
      backgroundThrottling: false,
    },
  })

  let shown = false
  const show = () => {
    clearTimeout(late)
    if (shown || window.isDestroyed()) return
    shown = true
    if (maximized) window.maximize()
    window.show()
  }
  const late = setTimeout(() => {
    log('the page has not painted yet: showing the window anyway')
    show()
  }, SHOW_AFTER_MS)
  window.on('ready-to-show', show)

  const page = parts.prepare(window)
  window.on('close', () => {
    const before = page.placeBefore()
    const { x, y, width, height } = before?.bounds ?? window.getNormalBounds()
    writeWindowState(
      parts.stateFile,
      {
        x: Math.round(x),
        y: Math.round(y),
        width: Math.max(LEAST_WIDTH, Math.round(width)),
        height: Math.max(LEAST_HEIGHT, Math.round(height)),
        maximized: before?.maximized ?? window.isMaximized(),
      },
      log,
    )
  })
  window.on('closed', () => {
    clearTimeout(late)
    page.gone()
    parts.closed()
  })

  const contents = window.webContents
  const reloads = createRateLimit(MOST_RELOADS, RELOAD_SPAN_MS)
  contents.on('did-navigate', page.gone)
  contents.on('render-process-gone', (_event, { reason }) => {
    page.gone()
    if (reason === 'clean-exit') return
    log(`the page's process ended: ${reason}`)
    if (!reloads.take()) {
      parts.pageBroken()
      return
    }
    // Not inside the event: Chromium is still clearing up.
    setImmediate(() => {
      if (!window.isDestroyed()) contents.reload()
    })
  })
  contents.on('preload-error', (_event, file, error) =>
    log(`the preload ${file} failed: ${describeError(error)}`),
  )
  contents.on('did-fail-load', (_event, code, reason, url, isMainFrame) => {
    if (isMainFrame) log(`the page ${url} did not load: ${reason} (${code})`)
  })

  // `did-fail-load` has logged why.
  window.loadURL(parts.url).catch(show)
  return window
}
