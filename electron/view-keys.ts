/** What a key pressed inside a view means to the app. Pure: tested row by row. */
import { type PageKey, pageKey } from '../bridge/page-keys.ts'
import type { KeyPress } from './view-contents.ts'

/**
 * `left`: back to the app (F6 goes from pane to pane in desktop programs). `escape`: leave fullscreen, if there is
 * one. Null: the key is the page's own.
 */
export type AppKey = 'left' | 'escape' | PageKey

export function appKey(key: KeyPress, platform: NodeJS.Platform): AppKey | null {
  if (key.type !== 'keyDown' || key.isComposing) return null
  if (!key.control && !key.alt && !key.meta) {
    if (key.key === 'F6') return 'left'
    return key.key === 'Escape' || key.key === 'F11' ? 'escape' : null
  }
  const mac = platform === 'darwin'
  if (key.alt || key.meta !== mac || key.control === mac) return null
  return pageKey(key)
}

/** Keys without a sign of their own that change a text. */
const CHANGING: readonly string[] = ['Enter', 'Backspace', 'Delete', 'Process', 'Unidentified', 'Dead']

/** Could this key have written something into the page? */
export function isWriting(key: KeyPress): boolean {
  if (key.type !== 'keyDown') return false
  if (key.isComposing || CHANGING.includes(key.key)) return true
  // Paste, cut, undo and redo; AltGr shows as Control and Alt together on Windows.
  const shortcut = (key.control || key.meta) && !(key.control && key.alt)
  if (shortcut) return ['v', 'x', 'z', 'y'].includes(key.key.toLowerCase())
  return Array.from(key.key).length === 1
}
