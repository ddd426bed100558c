import { beforeEach, describe, expect, it } from 'vitest'
import type { Bounds, ViewEvent } from '../../bridge/shell-api.ts'
import { partitionOf, windowBounds } from '../../electron/view-place.ts'
import { createViews } from '../../electron/views.ts'
import { logDouble, preventable, ViewDouble } from './doubles.ts'

const PAD = 'https://pad.example/p/coffee'
const place: Bounds = { x: 10, y: 20, width: 300, height: 200 }

function desk() {
  const created: ViewDouble[] = []
  const inWindow = new Set<ViewDouble>()
  const guarded: string[] = []
  const events: ViewEvent[] = []
  const { log, lines } = logDouble()
  const state = { zoom: 1, pageFocused: 0, loadError: null as Error | null }
  const views = createViews<ViewDouble>({
    create: preferences => {
      const view = new ViewDouble(preferences)
      view.contents.loadError = state.loadError
      created.push(view)
      return view
    },
    guardPartition: partition => guarded.push(partition),
    attach: view => inWindow.add(view),
    detach: view => inWindow.delete(view),
    zoomFactor: () => state.zoom,
    focusPage: () => {
      state.pageFocused += 1
    },
    tell: event => events.push(event),
    log,
  })
  const only = () => {
    const view = created.at(-1)
    if (view === undefined) throw new Error('no view')
    return view
  }
  return { views, created, inWindow, guarded, events, lines, state, only }
}

let d: ReturnType<typeof desk>
beforeEach(() => {
  d = desk()
})

describe('opening', () => {
  it('makes a page and nothing but a page, in its host’s own guarded partition', () => {
    expect(d.views.open({ id: 'pad', url: PAD, kind: 'pad' })).toBe(true)
    const { preferences, contents } = d.only()
    expect(preferences).toEqual({
      partition: partitionOf(PAD),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    })
    expect(d.guarded).toEqual([preferences.partition])
    expect(contents.loaded).toEqual([PAD])
    expect(d.inWindow).toEqual(new Set([d.only()]))
    expect(d.only().visible).toBe(false)
  })

  it.each([
    ['file:///etc/passwd', 'pad'],
    ['chatiere://app/', 'pad'],
    ['javascript:alert(1)', 'pad'],
    ['https://user:secret@pad.example/', 'pad'],
    ['nonsense', 'pad'],
    ['https://call.example/room', 'video'],
    ['https://voice.example/', 'audio'],
  ] as const)('refuses %s as %s', (url, kind) => {
    expect(d.views.open({ id: 'pad', url, kind })).toBe(false)
    expect(d.created).toEqual([])
  })

  it('replaces a view of the same name', () => {
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
    const old = d.only()
    d.views.open({ id: 'pad', url: 'https://other.example/', kind: 'sheet' })
    expect(old.contents.destroyed).toBe(true)
    expect(d.inWindow).toEqual(new Set([d.only()]))
    old.contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    expect(d.events).toEqual([])
  })

  it('stops at twelve', () => {
    for (let i = 0; i < 12; i += 1) {
      expect(d.views.open({ id: `pad-${i}`, url: PAD, kind: 'pad' })).toBe(true)
    }
    expect(d.views.open({ id: 'one-more', url: PAD, kind: 'pad' })).toBe(false)
    expect(d.views.open({ id: 'pad-0', url: PAD, kind: 'pad' })).toBe(true)
  })

  it('logs a failed load without its address', async () => {
    d.state.loadError = new Error(`ERR_NAME_NOT_RESOLVED (-105) loading '${PAD}'`)
    expect(d.views.open({ id: 'pad', url: PAD, kind: 'pad' })).toBe(true)
    await new Promise(resolve => setImmediate(resolve))
    expect(d.lines).toEqual(['a view did not load: ERR_NAME_NOT_RESOLVED'])
  })
})

describe('placing', () => {
  it('turns CSS pixels into the window’s, at any zoom', () => {
    d.state.zoom = 1.25
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
    d.views.place('pad', place)
    expect(d.only().bounds).toEqual({ x: 13, y: 25, width: 375, height: 250 })
    expect(d.only().visible).toBe(true)
  })

  it('remembers a place told before the view is there, and while it is opened anew', () => {
    d.views.place('pad', place)
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
    expect(d.only().bounds).toEqual(place)
    expect(d.only().visible).toBe(true)
    d.views.close('pad')
    d.views.open({ id: 'pad', url: 'https://other.example/', kind: 'pad' })
    expect(d.only().bounds).toEqual(place)
  })

  it('hides without ending, and gives the keyboard back if the view had it', () => {
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
    d.views.place('pad', place)
    d.views.place('pad', null)
    expect(d.state.pageFocused).toBe(0)
    d.views.place('pad', place)
    d.views.focus('pad')
    d.views.place('pad', null)
    expect(d.only().visible).toBe(false)
    expect(d.only().contents.destroyed).toBe(false)
    expect(d.state.pageFocused).toBe(1)
  })

  it('ignores names it does not know', () => {
    d.views.place('nobody', place)
    d.views.focus('nobody')
    d.views.close('nobody')
    expect(d.created).toEqual([])
  })
})

describe('what the page is told', () => {
  const going = { isMainFrame: true, isSameDocument: false }

  beforeEach(() => {
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
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

  it('failed, too, when the page’s process is gone or the reason has no name', () => {
    d.only().contents.emit('did-fail-load', {}, -2, '', PAD, true)
    d.only().contents.emit('render-process-gone', {}, { reason: 'oom' })
    expect(d.events).toEqual([
      { id: 'pad', type: 'failed', reason: 'ERR_FAILED' },
      { id: 'pad', type: 'failed', reason: 'ERR_PAGE_OOM' },
    ])
  })

  it('left, on F6 alone', () => {
    const plain = { type: 'keyDown', key: 'F6', control: false, alt: false, meta: false }
    const press = (key: object) => {
      const event = preventable({})
      d.only().contents.emit('before-input-event', event, { ...plain, ...key })
      return event.defaultPrevented
    }
    expect(press({ key: 'F5' })).toBe(false)
    expect(press({ type: 'keyUp' })).toBe(false)
    expect(press({ control: true })).toBe(false)
    expect(d.state.pageFocused).toBe(0)
    expect(press({})).toBe(true)
    expect(d.state.pageFocused).toBe(1)
    expect(d.events).toEqual([{ id: 'pad', type: 'left' }])
  })
})

describe('ending', () => {
  it('takes the view out of the window and closes its page', () => {
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
    d.only().contents.focused = true
    d.views.close('pad')
    expect(d.inWindow.size).toBe(0)
    expect(d.only().contents.destroyed).toBe(true)
    expect(d.state.pageFocused).toBe(1)
  })

  it('ends all with the page, and forgets their places', () => {
    d.views.open({ id: 'a', url: PAD, kind: 'pad' })
    d.views.open({ id: 'b', url: PAD, kind: 'pad' })
    d.views.place('a', place)
    d.views.closeAll()
    expect(d.created.every(view => view.contents.destroyed)).toBe(true)
    d.views.open({ id: 'a', url: PAD, kind: 'pad' })
    expect(d.only().visible).toBe(false)
  })

  it('forgets a view whose page ended by itself', () => {
    d.views.open({ id: 'pad', url: PAD, kind: 'pad' })
    d.only().contents.close()
    expect(() => d.views.focus('pad')).not.toThrow()
    d.views.place('pad', place)
    expect(d.only().bounds).toBeNull()
  })
})

describe('windowBounds', () => {
  it('rounds edges, so that neighbours meet', () => {
    const left = windowBounds({ x: 0, y: 0, width: 100.5, height: 10 }, 1.1)
    const right = windowBounds({ x: 100.5, y: 0, width: 99.5, height: 10 }, 1.1)
    expect(left.x + left.width).toBe(right.x)
    expect(right.x + right.width).toBe(220)
  })
})

describe('partitionOf', () => {
  it('is one for each host, and a plain folder name', () => {
    expect(partitionOf(PAD)).toBe(partitionOf('https://PAD.example/other?x#y'))
    expect(partitionOf(PAD)).not.toBe(partitionOf('http://pad.example/p/coffee'))
    expect(partitionOf(PAD)).not.toBe(partitionOf('https://pad.example:8443/'))
    expect(partitionOf(PAD)).toMatch(/^persist:pad-[a-z0-9-]+$/)
  })
})
