import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { guardContents, judgeNavigation, judgeRedirect } from '../../electron/navigation.ts'
import { appOrigin } from '../../electron/origin.ts'
import type { Asker } from '../../electron/permissions.ts'
import { judgePopup } from '../../electron/popups.ts'
import { ContentsDouble, preventable } from './doubles.ts'

const origin = appOrigin(null)
const call: Asker = { origin: 'https://meet.example', grants: () => [] }

describe('where pages may go', () => {
  it.each([
    // asker, main frame, address, verdict, after a redirect
    ['app', true, 'chatiere://app/', 'allow', 'allow'],
    ['app', true, 'chatiere://app/index.html', 'allow', 'allow'],
    ['app', true, 'chatiere://other/', 'refuse', 'refuse'],
    ['app', true, 'https://pad.example/', 'outside', 'refuse'],
    ['app', true, 'mailto:somebody@example.org', 'outside', 'refuse'],
    ['app', true, 'file:///etc/passwd', 'refuse', 'refuse'],
    ['app', true, 'about:blank', 'refuse', 'refuse'],
    ['app', false, 'chatiere://app/', 'refuse', 'refuse'],
    ['app', false, 'https://pad.example/', 'refuse', 'refuse'],
    ['view', true, 'https://pad.example/p/a', 'allow', 'allow'],
    ['view', true, 'http://pad.example/', 'allow', 'allow'],
    ['view', true, 'chatiere://app/', 'refuse', 'refuse'],
    ['view', true, 'file:///etc/passwd', 'refuse', 'refuse'],
    ['view', true, 'mumble://voice.example/', 'refuse', 'refuse'],
    ['view', true, 'ms-msdt:/id', 'refuse', 'refuse'],
    ['view', true, 'about:blank', 'refuse', 'refuse'],
    ['view', true, 'data:text/html,x', 'refuse', 'refuse'],
    ['view', true, 'mailto:somebody@example.org', 'outside', 'refuse'],
    ['view', true, 'not an address', 'refuse', 'refuse'],
    ['view', false, 'https://pad.example/inner', 'allow', 'allow'],
    ['view', false, 'about:blank', 'allow', 'allow'],
    ['view', false, 'about:blank#x', 'allow', 'allow'],
    ['view', false, 'about:srcdoc', 'allow', 'allow'],
    ['view', false, 'about:blanket', 'refuse', 'refuse'],
    ['view', false, 'mailto:somebody@example.org', 'refuse', 'refuse'],
    ['view', false, 'chatiere://app/', 'refuse', 'refuse'],
    ['view', false, 'data:text/html,x', 'refuse', 'refuse'],
    ['call', true, 'chatiere://call/index.html', 'allow', 'allow'],
    ['call', true, 'https://meet.example/tea', 'refuse', 'refuse'],
    ['call', true, 'https://evil.example/', 'refuse', 'refuse'],
    ['call', true, 'mailto:somebody@example.org', 'refuse', 'refuse'],
    ['call', true, 'chatiere://app/', 'refuse', 'refuse'],
    ['call', false, 'https://meet.example/tea', 'allow', 'allow'],
    ['call', false, 'about:blank', 'allow', 'allow'],
    ['call', false, 'chatiere://call/index.html', 'refuse', 'refuse'],
    ['call', false, 'chatiere://app/', 'refuse', 'refuse'],
    ['call', false, 'file:///etc/passwd', 'refuse', 'refuse'],
    ['call', false, 'zoommtg://join', 'refuse', 'refuse'],
  ] as const)('%s, main frame %s: %s', (who, isMainFrame, url, verdict, redirected) => {
    const asker = who === 'call' ? call : who
    expect(judgeNavigation(asker, url, isMainFrame, origin)).toBe(verdict)
    expect(judgeRedirect(asker, url, isMainFrame, origin)).toBe(redirected)
  })
})

describe('what becomes of a window that a page opens', () => {
  it.each([
    // asker, address, page, form, gesture, verdict
    ['app', 'https://chatons.org/', 'chatiere://app/', false, false, 'outside'],
    ['app', 'javascript:alert(1)', 'chatiere://app/', false, true, 'refuse'],
    ['view', 'https://pad.example/p/other', 'https://pad.example/p/tea', false, true, 'here'],
    ['view', 'https://pad.example/p/other', 'https://pad.example/p/tea', false, false, 'refuse'],
    ['view', 'https://pad.example:8443/', 'https://pad.example/', false, true, 'outside'],
    ['view', 'http://pad.example/', 'https://pad.example/', false, true, 'outside'],
    ['view', 'https://else.example/', 'https://pad.example/', false, true, 'outside'],
    ['view', 'https://else.example/', 'https://pad.example/', false, false, 'refuse'],
    ['view', 'mailto:a@example.org', 'https://pad.example/', false, true, 'outside'],
    ['view', 'https://pad.example/', 'https://pad.example/', true, true, 'refuse'],
    ['view', 'about:blank', 'https://pad.example/', false, true, 'refuse'],
    ['view', 'file:///etc/passwd', 'https://pad.example/', false, true, 'refuse'],
    ['view', 'chatiere://app/', 'https://pad.example/', false, true, 'refuse'],
    ['view', 'https://u:p@pad.example/', 'https://pad.example/', false, true, 'refuse'],
    ['call', 'https://meet.example/login', 'chatiere://call/index.html', false, true, 'outside'],
    ['call', 'https://meet.example/login', 'chatiere://call/index.html', false, false, 'refuse'],
  ] as const)(
    '%s opens %s from %s, form %s, click %s: %s',
    (who, url, pageUrl, hasBody, gesture, verdict) => {
      const asker = who === 'call' ? call : who
      expect(judgePopup(asker, { url, pageUrl, hasBody }, () => gesture)).toBe(verdict)
    },
  )
})

describe('guardContents', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const referrer = { url: 'https://pad.example/p/tea', policy: 'default' as const }
  const settle = () => new Promise(resolve => setImmediate(resolve))

  function guarded(asker: Asker) {
    const contents = new ContentsDouble()
    contents.url = 'https://pad.example/p/tea'
    const outside: string[] = []
    const presses: number[] = []
    guardContents(contents, asker, {
      origin,
      openExternal: async url => {
        outside.push(url)
        return true
      },
      pressed: () => presses.push(1),
    })
    return { contents, outside, presses }
  }

  it('lets pass what is allowed and stops the rest', () => {
    const { contents, outside } = guarded('view')
    const allowed = preventable({ url: 'https://pad.example/', isMainFrame: true })
    const refused = preventable({ url: 'file:///etc/passwd', isMainFrame: true })
    contents.emit('will-frame-navigate', allowed)
    contents.emit('will-frame-navigate', refused)
    expect([allowed.defaultPrevented, refused.defaultPrevented, outside]).toEqual([false, true, []])
  })

  it('opens outside what a person may want, not what a server sends on', () => {
    const { contents, outside } = guarded('app')
    const clicked = preventable({ url: 'https://chatons.org/', isMainFrame: true })
    contents.emit('will-frame-navigate', clicked)
    expect(clicked.defaultPrevented).toBe(true)
    expect(outside).toEqual(['https://chatons.org/'])
    const redirected = preventable({ url: 'https://evil.example/', isMainFrame: true })
    contents.emit('will-redirect', redirected)
    expect(redirected.defaultPrevented).toBe(true)
    expect(outside).toHaveLength(1)
  })

  it('opens no window and no webview', () => {
    const { contents, outside } = guarded('app')
    expect(contents.windowOpen?.({ url: 'https://elsewhere.example/', referrer })).toEqual({ action: 'deny' })
    expect(outside).toEqual(['https://elsewhere.example/'])
    const webview = preventable({})
    contents.emit('will-attach-webview', webview)
    expect(webview.defaultPrevented).toBe(true)
  })

  it.each([
    ['before-input-event', { type: 'keyDown' }],
    ['before-mouse-event', { type: 'mouseDown' }],
    ['before-mouse-event', { type: 'mouseUp' }],
    ['input-event', { type: 'gestureTap' }],
  ])('lets one %s %j of the person open one page', (event, input) => {
    const { contents, outside, presses } = guarded('view')
    const open = () => contents.windowOpen?.({ url: 'https://elsewhere.example/', referrer })
    open()
    contents.emit('before-mouse-event', {}, { type: 'mouseMove' })
    contents.emit('input-event', {}, { type: 'mouseWheel' })
    open()
    expect(outside).toEqual([])
    expect(presses).toEqual([])
    contents.emit(event, {}, input)
    expect(presses).toHaveLength(1)
    open()
    open()
    expect(outside).toEqual(['https://elsewhere.example/'])
    contents.emit(event, {}, input)
    vi.setSystemTime(Date.now() + 5001)
    open()
    expect(outside).toHaveLength(1)
  })

  it('shows a page of the same host in the view, unless it is gone by then', async () => {
    const { contents, outside } = guarded('view')
    const open = () => {
      contents.emit('before-mouse-event', {}, { type: 'mouseUp' })
      contents.windowOpen?.({ url: 'https://pad.example/p/other', referrer })
    }
    open()
    await settle()
    expect(contents.loaded).toEqual(['https://pad.example/p/other'])
    open()
    contents.destroyed = true
    await settle()
    expect(contents.loaded).toHaveLength(1)
    expect(outside).toEqual([])
  })

  it('sends no mail by itself', () => {
    const { contents, outside } = guarded('view')
    const mail = () =>
      contents.emit('will-frame-navigate', preventable({ url: 'mailto:a@example.org', isMainFrame: true }))
    mail()
    expect(outside).toEqual([])
    contents.emit('before-mouse-event', {}, { type: 'mouseUp' })
    mail()
    expect(outside).toEqual(['mailto:a@example.org'])
  })
})
