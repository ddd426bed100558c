/** How the app's window comes back, how the app ends, and how a page with something unsaved is left. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { mayLeave } from '../../electron/leave-question.ts'
import { createOneWindow } from '../../electron/one-window.ts'
import { quitAfter } from '../../electron/quit.ts'
import { wordsFor } from '../../electron/words.ts'
import { preventable } from './doubles.ts'

const settle = () => new Promise(resolve => setImmediate(resolve))

describe('the window', () => {
  function desk(minimized = false) {
    const done: string[] = []
    let closed = () => {}
    const show = createOneWindow(whenClosed => {
      done.push('open')
      closed = whenClosed
      return {
        isMinimized: () => minimized,
        restore: () => void done.push('restore'),
        show: () => void done.push('show'),
        focus: () => void done.push('focus'),
      }
    })
    return { done, show, close: () => closed() }
  }

  it('is opened once, then brought forward, and opened anew when it was closed', () => {
    const d = desk()
    d.show()
    expect(d.done).toEqual(['open'])
    d.show()
    expect(d.done).toEqual(['open', 'show', 'focus'])
    d.close()
    d.show()
    expect(d.done).toEqual(['open', 'show', 'focus', 'open'])
  })

  it('comes back from the task bar', () => {
    const d = desk(true)
    d.show()
    d.show()
    expect(d.done).toEqual(['open', 'restore', 'show', 'focus'])
  })
})

describe('the end', () => {
  /** An `app` that asks before it ends, like the real one. */
  class AppDouble extends EventEmitter {
    ended = false
    quit() {
      const event = preventable({})
      this.emit('will-quit', event)
      this.ended = !event.defaultPrevented
    }
  }

  it.each([
    ['said', () => Promise.resolve()],
    ['failed', () => Promise.reject(new Error('engine'))],
  ])('comes after the goodbye is %s, which is said once', async (_what, end) => {
    const app = new AppDouble()
    let said = 0
    const { promise, resolve } = Promise.withResolvers<void>()
    quitAfter(app, () => {
      said += 1
      return promise.then(end)
    })
    app.quit()
    app.quit()
    expect([app.ended, said]).toEqual([false, 1])
    resolve()
    await settle()
    expect([app.ended, said]).toEqual([true, 1])
  })
})

describe('a page with something unsaved', () => {
  it.each([
    [0, true],
    [1, false],
  ])('is left when the person presses button %i: %s', (pressed, leaves) => {
    expect(mayLeave(wordsFor('en'), () => pressed)).toBe(leaves)
  })

  it('is kept by Enter and by Escape, in the person’s language', () => {
    const words = wordsFor('fr')
    mayLeave(words, options => {
      const { buttons = [], defaultId = -1, cancelId = -1 } = options
      expect([buttons[defaultId], buttons[cancelId]]).toEqual([words.stay, words.stay])
      expect(options.message).toBe(words.leavePage)
      return 1
    })
  })
})
