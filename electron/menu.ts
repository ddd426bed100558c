/**
 * The menus. On Windows and Linux the bar hides until Alt is pressed, yet its shortcuts work: zoom must.
 * On macOS copy and paste work through the menu only. Nothing reloads the page: that would hang up.
 */
import type { MenuItemConstructorOptions } from 'electron'
import type { Words } from './words.ts'

type Menu = MenuItemConstructorOptions[]

const line: MenuItemConstructorOptions = { type: 'separator' }

/** The menu bar. `developing` adds what only developers need. */
export function menuBar(words: Words, platform: NodeJS.Platform, developing: boolean): Menu {
  const mac = platform === 'darwin'
  const app: Menu = [
    { role: 'about', label: words.about },
    line,
    { role: 'hide', label: words.hide },
    { role: 'hideOthers', label: words.hideOthers },
    { role: 'unhide', label: words.showAll },
    line,
    { role: 'quit', label: words.quit },
  ]
  const view: Menu = [
    { role: 'resetZoom', label: words.resetZoom },
    { role: 'zoomIn', label: words.zoomIn },
    // The plus of most keyboards needs Shift; without it the key says "=".
    { role: 'zoomIn', label: words.zoomIn, accelerator: 'CommandOrControl+=', visible: false },
    { role: 'zoomOut', label: words.zoomOut },
    line,
    { role: 'togglefullscreen', label: words.fullscreen },
  ]
  const development: Menu = [line, { role: 'reload' }, { role: 'toggleDevTools' }]
  const window: Menu = [
    { role: 'minimize', label: words.minimize },
    { role: 'close', label: words.close },
  ]
  return [
    ...(mac ? [{ label: 'Chatière', submenu: app }] : []),
    { label: words.edit, submenu: editMenu(words) },
    { label: words.view, submenu: developing ? [...view, ...development] : view },
    { label: words.window, submenu: mac ? window : [...window, line, { role: 'quit', label: words.quit }] },
  ]
}

function editMenu(words: Words): Menu {
  return [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    line,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'selectAll', label: words.selectAll },
  ]
}

/** What was clicked, as far as the menu there depends on it. */
export interface Clicked {
  readonly isEditable: boolean
  readonly selectionText: string
  /** The system's proposals for a misspelled word; empty where nothing is checked. */
  readonly dictionarySuggestions: readonly string[]
  readonly editFlags: { readonly canCut: boolean; readonly canCopy: boolean; readonly canPaste: boolean }
}

/** As many as a menu bears. */
const MOST_SUGGESTIONS = 5

/**
 * The menu of a right click: what a person may do with text. Empty where there is nothing to do. `correct` puts
 * another word in place of the misspelled one.
 */
export function contextMenu(words: Words, clicked: Clicked, correct: (word: string) => void): Menu {
  const { isEditable, selectionText, editFlags } = clicked
  if (isEditable) {
    const suggestions: Menu = clicked.dictionarySuggestions
      .slice(0, MOST_SUGGESTIONS)
      .map(word => ({ label: word.replaceAll('&', '&&'), click: () => correct(word) }))
    return [
      ...(suggestions.length > 0 ? [...suggestions, line] : []),
      { role: 'cut', label: words.cut, enabled: editFlags.canCut },
      { role: 'copy', label: words.copy, enabled: editFlags.canCopy },
      { role: 'paste', label: words.paste, enabled: editFlags.canPaste },
      line,
      { role: 'selectAll', label: words.selectAll },
    ]
  }
  return selectionText === '' ? [] : [{ role: 'copy', label: words.copy }]
}
