import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Desk, desk, PAD, press, ROOM } from './view-desk.ts'

let d: Desk
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  d = desk()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what the page is told', () => {
  const going = { isMainFrame: true, isSameDocument: false }

  beforeEach(() => {
    d.open(PAD)
  })

  it('loading, then loaded with the title', () => {
    const { contents } = d.only()
    contents.emit('did-start-navigation', { ...going, isMainFrame: false })
    contents.emit('did-start-navigation', { ...going, isSameDocument: true })
    contents.emit('did-start-navigation', going)
    contents.title = 'coffee | Etherpad'
    contents.emit('did-finish-load')
    expect(d.events).toEqual([
      { id: 'pad', type: 'loading' },
      { id: 'pad', type: 'loaded', title: 'coffee | Etherpad' },
    ])
  })

  it('where the keyboard is, as long as the view is there', () => {
    const { contents } = d.only()
    contents.emit('focus')
    d.views.close('pad')
    contents.emit('focus')
    expect(d.events).toEqual([{ id: 'pad', type: 'entered' }])
  })

  it('failed, in Chromium’s own word, and not loaded after that', () => {
    const { contents } = d.only()
    contents.emit('did-start-navigation', going)
    contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', PAD, true)
    contents.emit('did-fail-load', {}, -105, 'ERR_NAME_NOT_RESOLVED', PAD, false)
    expect(d.events).toHaveLength(1)
    contents.emit('did-fail-load', {}, -105, 'ERR_NAME_NOT_RESOLVED', PAD, true)
    contents.emit('did-finish-load')
    expect(d.events.slice(1)).toEqual([{ id: 'pad', type: 'failed', reason: 'ERR_NAME_NOT_RESOLVED' }])
    contents.emit('did-start-navigation', going)
    contents.emit('did-finish-load')
    expect(d.events.map(event => event.type)).toEqual(['loading', 'failed', 'loading', 'loaded'])
  })

  it('failed, when the room of a call does not load, but not when something in it does not', () => {
    d.open(ROOM, 'video')
    const { contents } = d.only()
    d.events.length = 0
    contents.emit('did-fail-load', {}, -202, 'ERR_CERT_AUTHORITY_INVALID', 'https://else.example/', false)
    contents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', ROOM, false)
    expect(d.events).toEqual([])
    contents.emit('did-fail-load', {}, -202, 'ERR_CERT_AUTHORITY_INVALID', ROOM, false)
    expect(d.events).toEqual([{ id: 'pad', type: 'failed', reason: 'ERR_CERT_AUTHORITY_INVALID' }])
    contents.emit('did-frame-finish-load', {}, false)
    contents.emit('did-fail-load', {}, -105, 'ERR_NAME_NOT_RESOLVED', `${ROOM}/inner`, false)
    expect(d.events).toHaveLength(1)
  })

  it('failed, too, when the page’s process is gone or the reason has no name', () => {
    d.only().contents.emit('did-fail-load', {}, -2, '', PAD, true)
    d.only().contents.emit('render-process-gone', {}, { reason: 'oom' })
    expect(d.events).toEqual([
      { id: 'pad', type: 'failed', reason: 'ERR_FAILED' },
      { id: 'pad', type: 'failed', reason: 'ERR_PAGE_OOM' },
    ])
  })

  it('left, on F6 alone', () => {
    expect(press(d, { key: 'F5' })).toBe(false)
    expect(press(d, { key: 'F6', type: 'keyUp' })).toBe(false)
    expect(press(d, { key: 'F6', control: true })).toBe(false)
    expect(d.state.pageFocused).toBe(0)
    expect(press(d, { key: 'F6' })).toBe(true)
    expect(d.state.pageFocused).toBe(1)
    expect(d.events).toEqual([{ id: 'pad', type: 'left' }])
  })
})

describe('keys inside a view', () => {
  beforeEach(() => {
    d.open(PAD)
    d.events.length = 0
  })

  it('are told to the bar, which gets the keyboard when it searches', () => {
    expect(press(d, { key: 'f', control: true })).toBe(true)
    expect(d.state.pageFocused).toBe(1)
    expect(press(d, { key: '+', control: true, shift: true })).toBe(true)
    expect(press(d, { key: '-', control: true })).toBe(true)
    expect(press(d, { key: '0', control: true })).toBe(true)
    expect(d.state.pageFocused).toBe(1)
    expect(d.events).toEqual(
      (['find', 'zoom-in', 'zoom-out', 'zoom-reset'] as const).map(key => ({ id: 'pad', type: 'key', key })),
    )
  })

  it('that write say once a load that somebody worked in it', () => {
    expect(press(d, { key: 'a' })).toBe(false)
    press(d, { key: 'b' })
    d.only().contents.emit('before-mouse-event', {}, { type: 'mouseDown' })
    expect(d.events).toEqual([{ id: 'pad', type: 'edited' }])
    d.only().contents.emit('did-navigate', {}, PAD)
    d.only().contents.emit('before-mouse-event', {}, { type: 'mouseMove' })
    d.only().contents.emit('before-mouse-event', {}, { type: 'mouseDown' })
    expect(d.events.filter(event => event.type === 'edited')).toHaveLength(2)
  })
})

describe('titles, addresses, sound and finds', () => {
  beforeEach(() => {
    d.open(PAD)
    d.events.length = 0
  })

  it('are cut to one line of 200 characters', () => {
    d.only().contents.emit('page-title-updated', {}, `a\n\tb\u202e${'x'.repeat(300)}`)
    const [event] = d.events
    expect(event?.type === 'title' && event.title).toMatch(/^a bx+…$/)
    expect(event?.type === 'title' && event.title).toHaveLength(200)
  })

  it('are kept down when they flood, the last one is told', () => {
    for (let i = 0; i < 1000; i += 1) d.only().contents.emit('page-title-updated', {}, `title ${i}`)
    expect(d.events).toHaveLength(1)
    vi.advanceTimersByTime(1000)
    expect(d.events).toEqual([
      { id: 'pad', type: 'title', title: 'title 0' },
      { id: 'pad', type: 'title', title: 'title 999' },
    ])
  })

  it('tell where the main frame is, and whether there is a way back', () => {
    const { contents } = d.only()
    contents.emit('did-navigate', {}, PAD)
    vi.advanceTimersByTime(1000)
    contents.history = 1
    contents.emit('did-navigate-in-page', {}, 'https://pad.example/inner', false)
    contents.emit('did-navigate-in-page', {}, `${PAD}#here`, true)
    vi.advanceTimersByTime(1000)
    contents.emit('did-navigate', {}, 'about:blank')
    vi.advanceTimersByTime(1000)
    expect(d.events).toEqual([
      { id: 'pad', type: 'address', url: PAD, canGoBack: false },
      { id: 'pad', type: 'address', url: `${PAD}#here`, canGoBack: true },
    ])
  })

  it('tell of sound', () => {
    d.only().contents.emit('audio-state-changed', { audible: true })
    d.only().contents.emit('audio-state-changed', { audible: false })
    expect(d.events).toEqual([
      { id: 'pad', type: 'audible', on: true },
      { id: 'pad', type: 'audible', on: false },
    ])
  })

  it('tell what was found, when the count is final', () => {
    const { contents } = d.only()
    contents.emit('found-in-page', {}, { activeMatchOrdinal: 1, matches: 7, finalUpdate: false })
    contents.emit('found-in-page', {}, { activeMatchOrdinal: 2, matches: 7, finalUpdate: true })
    vi.advanceTimersByTime(1000)
    contents.emit('found-in-page', {}, { activeMatchOrdinal: 1, matches: 0, finalUpdate: true })
    expect(d.events).toEqual([
      { id: 'pad', type: 'found', current: 2, total: 7 },
      { id: 'pad', type: 'found', current: 0, total: 0 },
    ])
  })

  it('say nothing after the end', () => {
    d.only().contents.emit('page-title-updated', {}, 'one')
    d.only().contents.emit('page-title-updated', {}, 'two')
    d.views.close('pad')
    vi.advanceTimersByTime(1000)
    expect(d.events).toHaveLength(1)
  })

  it('keep the call page’s own address to themselves', () => {
    d.open(ROOM, 'video')
    d.only().contents.emit('did-navigate', {}, 'chatiere://call/index.html')
    expect(d.events.filter(event => event.type === 'address')).toEqual([])
  })
})
