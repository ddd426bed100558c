/** The app has one window: whoever asks for it gets the one that is there, or a new one. */

/** The members of `BrowserWindow` that are used here. */
export interface ShownWindow {
  isMinimized(): boolean
  restore(): void
  show(): void
  focus(): void
}

/**
 * @param open makes a window, which shows itself; `closed` is to be called when it is gone
 * @returns brings the window before the person
 */
export function createOneWindow(open: (closed: () => void) => ShownWindow): () => void {
  let current: ShownWindow | null = null
  return () => {
    if (current === null) {
      current = open(() => {
        current = null
      })
      return
    }
    if (current.isMinimized()) current.restore()
    current.show()
    current.focus()
  }
}
