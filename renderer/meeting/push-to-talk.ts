/**
 * Push-to-talk: a key held in the window, or a button held on the screen. Whatever takes the window away lets go:
 * a voice that stays on air unnoticed is the worst that can happen here.
 */
import { takesLetters } from './use-mute-key.ts'

/** Keys that have another task everywhere: to leave, to move on, to press what has the focus, the system's own. */
const refusedKeys: readonly string[] = ['Escape', 'Tab', 'Enter', 'NumpadEnter', 'F6', 'ContextMenu']

/** May this key (KeyboardEvent.code) be chosen? */
export function isTalkKey(code: string): boolean {
  return /^[A-Z][A-Za-z0-9]{1,29}$/.test(code) && !refusedKeys.includes(code) && !/^(Meta|OS)/.test(code)
}

const modifiers = /^(Control|Shift|Alt)(Left|Right)$/
/** Keys that write nothing: they talk also while one is in a text field. */
const writesNothing = /^((Control|Shift|Alt)(Left|Right)|F\d+|CapsLock|Pause|ScrollLock|Insert|NumLock)$/
/** What Space presses when it has the focus. */
const pressable =
  'button, a, summary, [role="button"], [role="tab"], [role="menuitem"], [role="switch"], [role="option"]'

/** Joins the ways to hold: talking lasts while one of them is held. */
export class Hold {
  readonly #held = new Set<string>()
  readonly #tell: (talking: boolean) => void

  constructor(tell: (talking: boolean) => void) {
    this.#tell = tell
  }

  press(way: string): void {
    this.#held.add(way)
    if (this.#held.size === 1) this.#tell(true)
  }

  /** True when it was held. */
  release(way: string): boolean {
    const was = this.#held.delete(way)
    if (was && this.#held.size === 0) this.#tell(false)
    return was
  }

  releaseAll(): void {
    const was = this.#held.size > 0
    this.#held.clear()
    if (was) this.#tell(false)
  }

  holds(way: string): boolean {
    return this.#held.has(way)
  }
}

/** Listens until the function it gives is called, which also lets go. `code`: KeyboardEvent.code. */
export function listenForTalkKey(code: string, hold: Hold): () => void {
  // A button that was clicked keeps the focus: Space is to talk then. One reached by keyboard keeps its Space.
  let focusedByPointer = false
  const onPointer = () => {
    focusedByPointer = true
  }
  const mine = (event: KeyboardEvent) => {
    if (event.code !== code) return false
    if (!modifiers.test(code) && (event.ctrlKey || event.altKey || event.metaKey)) return false
    if (!writesNothing.test(code) && takesLetters(event.target)) return false
    const pressed = event.target instanceof HTMLElement && event.target.closest(pressable) !== null
    return !(code === 'Space' && pressed && !focusedByPointer)
  }
  const onDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) focusedByPointer = false
    // macOS never tells that a key was let go while Command was held.
    if (event.key === 'Meta') hold.releaseAll()
    if (!mine(event)) return
    event.preventDefault()
    event.stopPropagation()
    if (!event.repeat) hold.press('key')
  }
  const onUp = (event: KeyboardEvent) => {
    if (event.code !== code || !hold.release('key')) return
    event.preventDefault()
    event.stopPropagation()
  }
  const letGo = () => hold.releaseAll()
  const onVisibility = () => {
    if (document.hidden) letGo()
  }
  window.addEventListener('pointerdown', onPointer, true)
  window.addEventListener('keydown', onDown, true)
  window.addEventListener('keyup', onUp, true)
  window.addEventListener('blur', letGo)
  window.addEventListener('pagehide', letGo)
  document.addEventListener('visibilitychange', onVisibility)
  return () => {
    window.removeEventListener('pointerdown', onPointer, true)
    window.removeEventListener('keydown', onDown, true)
    window.removeEventListener('keyup', onUp, true)
    window.removeEventListener('blur', letGo)
    window.removeEventListener('pagehide', letGo)
    document.removeEventListener('visibilitychange', onVisibility)
    letGo()
  }
}
