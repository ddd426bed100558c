/** A page says that it holds something unsaved: the person decides, in a box of ours. */
import type { MessageBoxSyncOptions } from 'electron'
import type { Words } from './words.ts'

/**
 * The page's own word is all that is known; nothing else asks here. Staying is what Enter and Escape do.
 * @param showBox `dialog.showMessageBoxSync` over the window: the number of the button that was pressed
 */
export function mayLeave(words: Words, showBox: (options: MessageBoxSyncOptions) => number): boolean {
  const choice = showBox({
    type: 'question',
    message: words.leavePage,
    detail: words.leavePageText,
    buttons: [words.leave, words.stay],
    defaultId: 1,
    cancelId: 1,
  })
  return choice === 0
}
