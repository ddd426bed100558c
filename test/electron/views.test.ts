import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { partitionOf, windowBounds } from '../../electron/view-place.ts'
import { type Desk, desk, PAD, place, ROOM } from './view-desk.ts'

let d: Desk
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  d = desk()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('opening', () => {
  it('makes a page and nothing but a page, in its host’s own guarded partition', () => {
    expect(d.open(PAD)).toBe(true)
    const { preferences, contents } = d.only()
    expect(preferences).toEqual({
      partition: partitionOf(PAD, 'pad'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      disableDialogs: true,
      spellcheck: false,
      zoomFactor: 1,
      autoplayPolicy: 'document-user-activation-required',
    })
    expect(d.prepared.map(({ partition }) => partition)).toEqual([preferences.partition])
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
    ['http://call.example/room', 'video'],
    ['https://*.example/room', 'video'],
    ['https://voice.example/', 'audio'],
  ] as const)('refuses %s as %s', (url, kind) => {
    expect(d.open(url, kind)).toBe(false)
    expect(d.created).toEqual([])
  })

  it.each(['sheet', 'poll', 'notes', 'files', 'images', 'link', 'paste', null] as const)(
    'shows %s like a pad',
    kind => {
      expect(d.open(PAD, kind, { grants: ['camera'] })).toBe(true)
      expect(d.only().contents.loaded).toEqual([PAD])
      expect(d.only().preferences.preload).toBeUndefined()
    },
  )

  it('opens a call in the call page, in a partition of its own', () => {
    expect(d.open(ROOM, 'video', { grants: ['microphone'] })).toBe(true)
    expect(d.only().contents.loaded).toEqual(['chatiere://call/index.html'])
    expect(d.only().preferences).toMatchObject({
      partition: partitionOf(ROOM, 'call'),
      preload: '/out/preload/call-preload.cjs',
      sandbox: true,
      contextIsolation: true,
      autoplayPolicy: 'no-user-gesture-required',
    })
    expect(d.prepared[0]?.request).toMatchObject({ url: ROOM, grants: ['microphone'] })
  })

  it.each([
    [PAD, 'pad', 'disable_non_proxied_udp'],
    [ROOM, 'video', 'default_public_interface_only'],
  ] as const)('tells through %s no addresses of the home network', (url, kind, policy) => {
    d.open(url, kind)
    expect(d.only().contents.webRtcPolicy).toBe(policy)
  })

  it('replaces a view of the same name', () => {
    d.open(PAD)
    const old = d.only()
    d.open('https://other.example/', 'sheet')
    expect(old.contents.destroyed).toBe(true)
    expect(d.inWindow).toEqual(new Set([d.only()]))
    old.contents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
    expect(d.events).toEqual([])
  })

  it('stops at twelve', () => {
    for (let i = 0; i < 12; i += 1) {
      expect(d.open(PAD, 'pad', { id: `pad-${i}` })).toBe(true)
    }
    expect(d.open(PAD, 'pad', { id: 'one-more' })).toBe(false)
    expect(d.open(PAD, 'pad', { id: 'pad-0' })).toBe(true)
  })

  it('logs a failed load without its address', async () => {
    d.state.loadError = new Error(`ERR_NAME_NOT_RESOLVED (-105) loading '${PAD}'`)
    expect(d.open(PAD)).toBe(true)
    await new Promise(resolve => setImmediate(resolve))
    expect(d.lines).toEqual(['a view did not load: ERR_NAME_NOT_RESOLVED'])
  })
})

describe('a host that leads elsewhere', () => {
  const OLD = 'https://old.example'

  it('keeps its storage, and wipes it, under the name that was asked for', async () => {
    d.open(`${OLD}/p/tea`)
    d.only().contents.url = 'https://new.example/p/tea'
    d.views.close('pad')
    // After its sleep it is opened where it went.
    d.open('https://new.example/p/tea', 'pad', { origin: OLD })
    expect(d.prepared.map(({ partition }) => partition)).toEqual([
      partitionOf(OLD, 'pad'),
      partitionOf(OLD, 'pad'),
    ])
    const [, view] = d.created
    await d.views.renew('https://new.example', async () => expect(view?.contents.destroyed).toBe(false))
    await d.views.renew(OLD, async () => expect(view?.contents.destroyed).toBe(true))
    expect(d.prepared.at(-1)?.partition).toBe(partitionOf(OLD, 'pad'))
  })

  it('has no say in a call: that is its room’s own', () => {
    d.open(ROOM, 'video', { origin: OLD })
    expect(d.prepared[0]).toMatchObject({
      partition: partitionOf(ROOM, 'call'),
      request: { origin: 'https://meet.example' },
    })
  })
})

describe('placing', () => {
  it('turns CSS pixels into the window’s, at any zoom', () => {
    d.state.zoom = 1.25
    d.open(PAD)
    d.views.place('pad', place)
    expect(d.only().bounds).toEqual({ x: 13, y: 25, width: 375, height: 250 })
    expect(d.only().visible).toBe(true)
  })

  it('remembers a place told before the view is there, and while it is opened anew', () => {
    d.views.place('pad', place)
    d.open(PAD)
    expect(d.only().bounds).toEqual(place)
    expect(d.only().visible).toBe(true)
    d.views.close('pad')
    d.open('https://other.example/')
    expect(d.only().bounds).toEqual(place)
  })

  it('hides without ending, and gives the keyboard back if the view had it', () => {
    d.open(PAD)
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

describe('ending', () => {
  it('takes the view out of the window and closes its page', () => {
    d.open(PAD)
    d.only().contents.focused = true
    d.views.close('pad')
    expect(d.inWindow.size).toBe(0)
    expect(d.only().contents.destroyed).toBe(true)
    expect(d.state.pageFocused).toBe(1)
  })

  it('ends all with the page, and forgets their places', () => {
    d.open(PAD, 'pad', { id: 'a' })
    d.open(PAD, 'pad', { id: 'b' })
    d.views.place('a', place)
    d.views.closeAll()
    expect(d.created.every(view => view.contents.destroyed)).toBe(true)
    d.open(PAD, 'pad', { id: 'a' })
    expect(d.only().visible).toBe(false)
  })

  it('is told once, however it comes about', () => {
    d.open(PAD, 'pad', { id: 'a' })
    d.open(PAD, 'pad', { id: 'b' })
    d.views.close('a')
    d.only().contents.close()
    d.views.close('b')
    expect(d.ended).toEqual(['a', 'b'])
  })

  it('forgets a view whose page ended by itself', () => {
    d.open(PAD)
    d.only().contents.close()
    expect(() => d.views.focus('pad')).not.toThrow()
    d.views.place('pad', place)
    expect(d.only().bounds).toBeNull()
  })
})

describe('renewing the views of a host', () => {
  it('ends them first, and opens them where they were', async () => {
    d.open(PAD, 'pad', { id: 'a' })
    const [old] = d.created
    if (old) old.contents.url = 'https://pad.example/p/other'
    d.open('https://else.example/', 'pad', { id: 'b' })
    let during = 0
    await d.views.renew('https://pad.example', async () => {
      during = d.inWindow.size
      expect(old?.contents.destroyed).toBe(true)
    })
    expect(during).toBe(1)
    expect(d.only().contents.loaded).toEqual(['https://pad.example/p/other'])
    expect(d.created).toHaveLength(3)
  })

  it('opens a call with what was agreed to meanwhile', async () => {
    d.open(ROOM, 'video', { grants: ['camera'] })
    d.views.setGrants('https://else.example', [])
    d.views.setGrants('https://meet.example', ['camera', 'screen'])
    await d.views.renew('https://meet.example', async () => {})
    expect(d.prepared.map(({ request }) => request.grants)).toEqual([['camera'], ['camera', 'screen']])
  })

  it('opens a page that went elsewhere where it began', async () => {
    d.open(PAD)
    d.only().contents.url = 'https://evil.example/'
    await d.views.renew('https://pad.example', async () => {})
    expect(d.only().contents.loaded).toEqual([PAD])
  })

  it('leaves closed what was closed meanwhile, and opens them even after a failure', async () => {
    d.open(PAD)
    await d.views.renew('https://pad.example', async () => d.views.close('pad'))
    expect(d.inWindow.size).toBe(0)
    d.open(PAD)
    await expect(d.views.renew('https://pad.example', () => Promise.reject(new Error('x')))).rejects.toThrow()
    expect(d.inWindow.size).toBe(1)
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
  it('is one for each host and use, and a plain folder name', () => {
    expect(partitionOf(PAD, 'pad')).toBe(partitionOf('https://PAD.example/other?x#y', 'pad'))
    expect(partitionOf(PAD, 'pad')).not.toBe(partitionOf(PAD, 'call'))
    expect(partitionOf(PAD, 'pad')).not.toBe(partitionOf('http://pad.example/p/coffee', 'pad'))
    expect(partitionOf(PAD, 'pad')).not.toBe(partitionOf('https://pad.example:8443/', 'pad'))
    expect(partitionOf(PAD, 'pad')).toMatch(/^persist:pad-[a-z0-9-]+$/)
    expect(partitionOf(PAD, 'call')).toMatch(/^persist:call-[a-z0-9-]+$/)
  })
})
