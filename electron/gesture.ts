/**
 * Did the person just do something in a page? Browsers open windows only after a click or a key; Electron leaves
 * that to the app.
 */

/** Chromium's own time for a transient activation, in ms (third_party/blink user_activation_state). */
const GESTURE_MS = 5000

export interface Gesture {
  /** The person pressed a key, a button, or the screen. */
  note(): void
  /** Uses the gesture up: one click opens one window. */
  take(): boolean
  /** Was there one just now? It is left as it is. */
  isFresh(): boolean
}

export function createGesture(): Gesture {
  let last: number | null = null
  const isFresh = () => last !== null && Date.now() - last <= GESTURE_MS
  return {
    note() {
      last = Date.now()
    },
    take() {
      const fresh = isFresh()
      last = null
      return fresh
    },
    isFresh,
  }
}

interface Pressed {
  readonly type: string
}

/** The members of a page's contents that are used here. */
export interface GestureContents {
  on(event: 'before-input-event', listener: (event: unknown, key: Pressed) => void): unknown
  on(event: 'before-mouse-event', listener: (event: unknown, mouse: Pressed) => void): unknown
  on(event: 'input-event', listener: (event: unknown, input: Pressed) => void): unknown
}

/**
 * Calls `note` at every press, in whichever frame of the page: keys and mouse are seen before they reach a frame;
 * fingers come as a tap.
 */
export function watchGestures(contents: GestureContents, note: () => void): void {
  contents.on('before-input-event', (_event, key) => {
    if (key.type === 'keyDown') note()
  })
  contents.on('before-mouse-event', (_event, mouse) => {
    if (mouse.type === 'mouseDown' || mouse.type === 'mouseUp') note()
  })
  contents.on('input-event', (_event, input) => {
    if (input.type === 'gestureTap') note()
  })
}
