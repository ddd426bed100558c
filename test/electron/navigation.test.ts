import { describe, expect, it } from 'vitest'
import { guardContents, judgeNavigation, judgeRedirect } from '../../electron/navigation.ts'
import { appOrigin } from '../../electron/origin.ts'
import { ContentsDouble, preventable } from './doubles.ts'

const origin = appOrigin(null)

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
  ] as const)('%s, main frame %s: %s', (asker, isMainFrame, url, verdict, redirected) => {
    expect(judgeNavigation(asker, url, isMainFrame, origin)).toBe(verdict)
    expect(judgeRedirect(asker, url, isMainFrame, origin)).toBe(redirected)
  })
})

describe('guardContents', () => {
  function guarded(asker: 'app' | 'view') {
    const contents = new ContentsDouble()
    const outside: string[] = []
    guardContents(contents, asker, {
      origin,
      openExternal: async url => {
        outside.push(url)
        return true
      },
    })
    return { contents, outside }
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
    const { contents, outside } = guarded('view')
    expect(contents.windowOpen?.({ url: 'https://elsewhere.example/' })).toEqual({ action: 'deny' })
    expect(outside).toEqual(['https://elsewhere.example/'])
    const webview = preventable({})
    contents.emit('will-attach-webview', webview)
    expect(webview.defaultPrevented).toBe(true)
  })
})
