/**
 * A page in fullscreen has the whole window, so it could draw our own bars, or a bank's. A note of ours on top of it
 * says whose page it is, and Escape and F11 always lead back, whatever the page does with them.
 */
import type { ServiceView, ViewContents } from './view-contents.ts'
import type { Rectangle } from './view-place.ts'

/** How long the note stays, in ms: as in browsers, long enough to be read. */
const NOTE_MS = 6000

/** The note's place, in device-independent pixels. */
const NOTE_WIDTH = 520
const NOTE_HEIGHT = 56
const NOTE_TOP = 24

/** A world of our own for the one call below: the page's scripts cannot reach it. 0 and 999 are Electron's. */
const OUR_WORLD = 1001

export interface Fullscreen<V extends ServiceView> {
  /** The view that has the whole window; null = none. */
  readonly view: V | null
  /** A view of `host` takes the window. */
  enter(view: V, host: string): void
  /** Takes the window back, if `view` has it. */
  leave(view: V): void
  /** The page left by itself. */
  left(view: V): void
  /** The window has another size. */
  resized(): void
}

export interface Note {
  setBounds(bounds: Rectangle): void
  /** Takes it from the window and ends it. */
  close(): void
}

export function createFullscreen<V extends ServiceView>(parts: {
  /** The whole area of the window, from its corner. */
  area: () => Rectangle
  /** Puts the view above all others. */
  raise: (view: V) => void
  /** Puts the view back to its place. */
  restore: (view: V) => void
  /** Shows the note that names the host, on top of all. */
  showNote: (host: string) => Note
  /** The window itself leaves fullscreen. */
  leaveWindow: () => void
}): Fullscreen<V> {
  let current: { readonly view: V; note: Note | null; readonly timer: NodeJS.Timeout } | null = null

  function place(): void {
    if (current === null) return
    const { width, height } = parts.area()
    current.view.setBounds({ x: 0, y: 0, width, height })
    const noteWidth = Math.min(NOTE_WIDTH, width)
    current.note?.setBounds({
      x: Math.round((width - noteWidth) / 2),
      y: NOTE_TOP,
      width: noteWidth,
      height: NOTE_HEIGHT,
    })
  }

  function dropNote(): void {
    current?.note?.close()
    if (current !== null) current.note = null
  }

  function end(): void {
    if (current === null) return
    const { view, timer } = current
    clearTimeout(timer)
    dropNote()
    current = null
    parts.restore(view)
  }

  return {
    get view() {
      return current?.view ?? null
    },
    enter(view, host) {
      if (current?.view === view) return
      end()
      parts.raise(view)
      current = { view, note: parts.showNote(host), timer: setTimeout(dropNote, NOTE_MS) }
      current.timer.unref()
      place()
    },
    leave(view) {
      if (current?.view !== view) return
      end()
      const contents: ViewContents | undefined = view.webContents
      if (contents?.isDestroyed() === false) {
        contents
          .executeJavaScriptInIsolatedWorld(OUR_WORLD, [{ code: 'void document.exitFullscreen()' }])
          .catch(() => {}) // the page is gone, or was out of fullscreen already
      }
      parts.leaveWindow()
    },
    left(view) {
      if (current?.view === view) end()
    },
    resized: place,
  }
}
