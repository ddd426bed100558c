import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fullscreenNoteUrl, showFullscreenNote } from '../../electron/fullscreen-note.ts'
import { createOnTop } from '../../electron/on-top.ts'
import { oneLine } from '../../electron/one-line.ts'
import { createThrottle } from '../../electron/throttle.ts'
import type { Rectangle } from '../../electron/view-place.ts'
import { wordsFor } from '../../electron/words.ts'

describe('one line', () => {
  it.each([
    ['plain', 'plain'],
    ['  a \t\r\n b\u2028c ', 'a b c'],
    ['a\u0000b\u001bc', 'a b c'],
    ['\u202etxt.exe', 'txt.exe'],
    ['12345678901', '123456789…'],
    ['😀😀😀😀😀😀😀😀😀😀😀', '😀😀😀😀😀😀😀😀😀…'],
    ['\ud800', '\ufffd'],
    ['', ''],
  ])('%j is %j', (text, line) => {
    expect(oneLine(text, 10)).toBe(line)
  })
})

describe('a throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('passes the first at once, then the last of each span', () => {
    const passed: number[] = []
    const throttle = createThrottle<number>(100, value => passed.push(value))
    for (const value of [1, 2, 3]) throttle.offer(value)
    expect(passed).toEqual([1])
    vi.advanceTimersByTime(100)
    throttle.offer(4)
    expect(passed).toEqual([1, 3])
    vi.advanceTimersByTime(100)
    vi.advanceTimersByTime(100)
    throttle.offer(5)
    expect(passed).toEqual([1, 3, 4, 5])
  })

  it('passes nothing after its end', () => {
    const passed: number[] = []
    const throttle = createThrottle<number>(100, value => passed.push(value))
    throttle.offer(1)
    throttle.offer(2)
    throttle.stop()
    vi.advanceTimersByTime(1000)
    expect(passed).toEqual([1])
  })
})

describe('the note over fullscreen', () => {
  it('names the host in the person’s language, and cannot be written by it', () => {
    const page = (host: string) =>
      decodeURIComponent(fullscreenNoteUrl(wordsFor('fr').fullscreenNote, host).split(',').slice(1).join(','))
    expect(page('meet.example')).toContain(
      '<p>meet.example occupe tout l&#8217;écran'.replace('&#8217;', '’'),
    )
    expect(page('$&<script>"')).toContain('<p>$&#38;&#60;script&#62;&#34; occupe')
    expect(page('meet.example')).toContain("default-src 'none'")
  })

  it('is a view that runs nothing, and goes when it is closed', async () => {
    const made: { preferences: object; loaded: string[]; closed: number }[] = []
    const inWindow = new Set<object>()
    const note = showFullscreenNote('data:text/html,x', {
      create: preferences => {
        const state = { preferences, loaded: [] as string[], closed: 0 }
        made.push(state)
        return {
          webContents: {
            loadURL: async (url: string) => void state.loaded.push(url),
            close: () => {
              state.closed += 1
            },
          },
          setBackgroundColor: () => {},
          setBounds: () => {},
        }
      },
      attach: view => inWindow.add(view),
      detach: view => inWindow.delete(view),
    })
    expect(made[0]).toMatchObject({
      preferences: { javascript: false, sandbox: true },
      loaded: ['data:text/html,x'],
    })
    expect(inWindow.size).toBe(1)
    note.close()
    expect(inWindow.size).toBe(0)
    expect(made[0]?.closed).toBe(1)
  })
})

describe('the window on top', () => {
  function desk(state = { maximized: false, fullscreen: false }) {
    const done: unknown[] = []
    let bounds: Rectangle = { x: 100, y: 100, width: 1100, height: 760 }
    const onTop = createOnTop(
      {
        setAlwaysOnTop: (on, level) => void done.push(['top', on, level]),
        isMaximized: () => state.maximized,
        isFullScreen: () => state.fullscreen,
        setFullScreen: on => {
          state.fullscreen = on
        },
        maximize: () => {
          state.maximized = true
        },
        unmaximize: () => {
          state.maximized = false
        },
        getNormalBounds: () => bounds,
        setBounds: next => {
          bounds = next
        },
      },
      () => ({ x: 0, y: 40, width: 1920, height: 1040 }),
    )
    return { onTop, done, state, bounds: () => bounds }
  }

  it('is small in the corner of its screen, and comes back to its place', () => {
    const { onTop, done, bounds } = desk()
    onTop.keep(true)
    onTop.keep(true)
    expect(bounds()).toEqual({ x: 1504, y: 584, width: 400, height: 480 })
    expect(onTop.before).toEqual({ bounds: { x: 100, y: 100, width: 1100, height: 760 }, maximized: false })
    onTop.keep(false)
    onTop.keep(false)
    expect(bounds()).toEqual({ x: 100, y: 100, width: 1100, height: 760 })
    expect(onTop.before).toBeNull()
    expect(done).toEqual([
      ['top', true, 'floating'],
      ['top', false, undefined],
    ])
  })

  it('leaves maximized and fullscreen, and is maximized again', () => {
    const { onTop, state } = desk({ maximized: true, fullscreen: true })
    onTop.keep(true)
    expect(state).toEqual({ maximized: false, fullscreen: false })
    onTop.keep(false)
    expect(state.maximized).toBe(true)
  })
})
