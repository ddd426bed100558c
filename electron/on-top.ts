/** The window stays above the others, small and in a corner, while a call goes on beside other work. */
import type { Rectangle } from './view-place.ts'
import { LEAST_HEIGHT, LEAST_WIDTH } from './window-state.ts'

/** From the edges of the screen, in device-independent pixels. */
const MARGIN = 16

/** The members of `BrowserWindow` that are used here. */
export interface OnTopWindow {
  setAlwaysOnTop(on: boolean, level?: 'floating'): void
  isMaximized(): boolean
  isFullScreen(): boolean
  setFullScreen(on: boolean): void
  maximize(): void
  unmaximize(): void
  getNormalBounds(): Rectangle
  setBounds(bounds: Rectangle): void
}

export interface OnTop {
  keep(on: boolean): void
  /** Where the window was before, which is what to remember; null when it is not on top. */
  readonly before: { readonly bounds: Rectangle; readonly maximized: boolean } | null
}

/**
 * Wayland knows no windows above others (Electron's own documentation): there it only becomes small.
 * @param workArea the usable area of the screen that the window is on
 */
export function createOnTop(window: OnTopWindow, workArea: () => Rectangle): OnTop {
  let before: { readonly bounds: Rectangle; readonly maximized: boolean } | null = null
  return {
    get before() {
      return before
    },
    keep(on) {
      if (on === (before !== null)) return
      if (before !== null) {
        window.setAlwaysOnTop(false)
        window.setBounds(before.bounds)
        if (before.maximized) window.maximize()
        before = null
        return
      }
      before = { bounds: window.getNormalBounds(), maximized: window.isMaximized() }
      if (window.isFullScreen()) window.setFullScreen(false)
      if (before.maximized) window.unmaximize()
      const area = workArea()
      const width = Math.min(LEAST_WIDTH, area.width)
      const height = Math.min(LEAST_HEIGHT, area.height)
      window.setBounds({
        x: Math.max(area.x, area.x + area.width - width - MARGIN),
        y: Math.max(area.y, area.y + area.height - height - MARGIN),
        width,
        height,
      })
      // `floating`: above windows, below menus and the system's own dialogues.
      window.setAlwaysOnTop(true, 'floating')
    },
  }
}
