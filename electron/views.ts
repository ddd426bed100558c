/**
 * Service views: a pad or a sheet of a host, beside the voices. Each is a page of its own process, in its
 * host's partition, without preload, and ends with the app's page.
 */
import type { WebPreferences } from 'electron'
import { pageUrl } from '../bridge/invitation.ts'
import type { Bounds, ViewEvent, ViewRequest } from '../bridge/shell-api.ts'
import { describeError, type Log } from './log-file.ts'
import { partitionOf, type Rectangle, windowBounds } from './view-place.ts'

/** Enough for any desk; a page gone mad stops here. */
const MOST_VIEWS = 12

/** Places that are remembered; see `place`. */
const MOST_PLACES = 50

/** ERR_ABORTED: a load that gave way to another one, or to a download. */
const ABORTED = -3

interface KeyPress {
  readonly type: string
  readonly key: string
  readonly control: boolean
  readonly alt: boolean
  readonly meta: boolean
}

/** The members of a view's contents that are used here. */
interface ViewContents {
  on(
    event: 'did-start-navigation',
    listener: (going: { readonly isMainFrame: boolean; readonly isSameDocument: boolean }) => void,
  ): unknown
  on(event: 'did-finish-load' | 'destroyed', listener: () => void): unknown
  on(
    event: 'did-fail-load',
    listener: (event: unknown, code: number, reason: string, url: string, isMainFrame: boolean) => void,
  ): unknown
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { readonly reason: string }) => void,
  ): unknown
  on(
    event: 'before-input-event',
    listener: (event: { preventDefault(): void }, key: KeyPress) => void,
  ): unknown
  loadURL(url: string): Promise<void>
  getTitle(): string
  isFocused(): boolean
  focus(): void
  isDestroyed(): boolean
  close(): void
}

/** The members of `WebContentsView` that are used here. */
export interface ServiceView {
  /** Undefined once its page was destroyed. */
  readonly webContents: ViewContents | undefined
  setBackgroundColor(color: string): void
  setBounds(bounds: Rectangle): void
  setVisible(visible: boolean): void
}

export interface Views {
  /** False when the request is refused: not a page, or a kind that is not shown in views. */
  open(request: ViewRequest): boolean
  /**
   * Null hides the view. The last place of an id is kept: a page may tell it before it opens the view, or
   * while it opens the view anew.
   */
  place(id: string, bounds: Bounds | null): void
  focus(id: string): void
  close(id: string): void
  closeAll(): void
}

/** What every service view is made with: nothing but a page. */
function viewPreferences(partition: string): WebPreferences {
  return {
    partition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    // Chromium would fetch dictionaries from its maker.
    spellcheck: false,
  }
}

/**
 * `attach`/`detach` put a view into the window and take it out, and do nothing once the window is gone.
 * An id that is not open is no error: a view may have ended by itself.
 */
export function createViews<V extends ServiceView>(parts: {
  create: (preferences: WebPreferences) => V
  /** Puts the permissions on the partition, before anything is loaded with it. */
  guardPartition: (partition: string) => void
  attach: (view: V) => void
  detach: (view: V) => void
  /** The app page's zoom; 1 = 100 %. */
  zoomFactor: () => number
  focusPage: () => void
  tell: (event: ViewEvent) => void
  log: Log
}): Views {
  const { tell } = parts
  const views = new Map<string, V>()
  const places = new Map<string, Bounds | null>()

  function watch(id: string, view: V, contents: ViewContents): void {
    const current = () => views.get(id) === view
    let failed = false
    const fail = (reason: string) => {
      failed = true
      if (current()) tell({ id, type: 'failed', reason })
    }
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (!isMainFrame || isSameDocument) return
      failed = false
      if (current()) tell({ id, type: 'loading' })
    })
    contents.on('did-finish-load', () => {
      if (!failed && current()) tell({ id, type: 'loaded', title: contents.getTitle() })
    })
    contents.on('did-fail-load', (_event, code, reason, _url, isMainFrame) => {
      if (isMainFrame && code !== ABORTED) fail(errorName(reason))
    })
    contents.on('render-process-gone', (_event, { reason }) => fail(`ERR_PAGE_${reason.toUpperCase()}`))
    contents.on('before-input-event', (event, key) => {
      // F6 goes from pane to pane in desktop programs; here it goes back to the app.
      if (key.type !== 'keyDown' || key.key !== 'F6' || key.control || key.alt || key.meta) return
      event.preventDefault()
      parts.focusPage()
      if (current()) tell({ id, type: 'left' })
    })
    contents.on('destroyed', () => {
      if (current()) views.delete(id)
    })
  }

  function show(view: V, bounds: Bounds | null): void {
    if (bounds === null) {
      const focused = view.webContents?.isFocused() === true
      view.setVisible(false)
      if (focused) parts.focusPage()
      return
    }
    view.setBounds(windowBounds(bounds, parts.zoomFactor()))
    view.setVisible(true)
  }

  function close(id: string): void {
    const view = views.get(id)
    if (view === undefined) return
    views.delete(id)
    const contents = view.webContents
    const focused = contents?.isDestroyed() === false && contents.isFocused()
    parts.detach(view)
    // A view taken out of its window lives on until its page is closed (electron#42884).
    if (contents?.isDestroyed() === false) contents.close()
    if (focused) parts.focusPage()
  }

  return {
    open({ id, url: asked, kind }) {
      const url = pageUrl(asked)
      // A call needs microphone and camera, which no view gets: the page opens it outside.
      if (url === null || (kind !== 'pad' && kind !== 'sheet')) return false
      close(id)
      if (views.size >= MOST_VIEWS) return false
      const partition = partitionOf(url)
      parts.guardPartition(partition)
      const view = parts.create(viewPreferences(partition))
      const contents = view.webContents
      if (contents === undefined) return false
      views.set(id, view)
      watch(id, view, contents)
      view.setBackgroundColor('#ffffff')
      parts.attach(view)
      show(view, places.get(id) ?? null)
      // `did-fail-load` tells the page why; the rejection says the same once more.
      contents.loadURL(url).catch((error: unknown) => {
        parts.log(`a view did not load: ${errorName(describeError(error))}`)
      })
      return true
    },
    place(id, bounds) {
      places.delete(id)
      places.set(id, bounds)
      const oldest = places.keys().next().value
      if (places.size > MOST_PLACES && oldest !== undefined) places.delete(oldest)
      const view = views.get(id)
      if (view !== undefined) show(view, bounds)
    },
    focus(id) {
      views.get(id)?.webContents?.focus()
    },
    close,
    closeAll() {
      for (const id of [...views.keys()]) close(id)
      places.clear()
    },
  }
}

/** Chromium's name of an error, out of whatever text it came in. Addresses must not leak into it. */
function errorName(text: string): string {
  return text.match(/ERR_[A-Z0-9_]+/)?.[0] ?? 'ERR_FAILED'
}
