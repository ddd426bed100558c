import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { framingAllowed } from '../../electron/frame-headers.ts'
import { createNetworkGuard } from '../../electron/network-guard.ts'
import { type RequestHooks, watchRequests } from '../../electron/web-requests.ts'
import { logDouble } from './doubles.ts'

const names: Record<string, string[]> = {
  'pad.example': ['203.0.114.1'],
  'cdn.example': ['203.0.114.2', '2a01:4f8::2'],
  'evil.example': ['192.168.1.1'],
  'mixed.example': ['203.0.114.3', '127.0.0.1'],
  'home.example': ['192.168.1.20'],
}

function guard() {
  const asked: string[] = []
  const changed: Record<string, string[]> = {}
  const made = createNetworkGuard(async name => {
    asked.push(name)
    const found = changed[name] ?? names[name]
    if (found === undefined) throw new Error('ERR_NAME_NOT_RESOLVED')
    return found
  })
  return { ...made, asked, changed }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('what a page of a host may reach', () => {
  it.each([
    ['https://pad.example/p/tea', true],
    ['wss://pad.example/socket.io/', true],
    ['https://cdn.example/x.js', true],
    ['https://nobody.example/', true],
    ['chatiere://call/index.html', true],
    ['data:text/plain,x', true],
    ['blob:https://pad.example/1', true],
    ['http://127.0.0.1:8080/', false],
    ['http://2130706433/', false],
    ['http://0x7f.1/', false],
    ['http://localhost:3000/', false],
    ['http://[::1]/', false],
    ['http://[::ffff:10.0.0.1]/', false],
    ['ws://192.168.0.1/', false],
    ['http://169.254.169.254/latest/meta-data/', false],
    ['http://router/', false],
    ['http://printer.local/', false],
    ['https://evil.example/', false],
    ['https://mixed.example/', false],
    ['nonsense', false],
  ])('%s: %s', async (url, allowed) => {
    expect(await guard().mayReach(url)).toBe(allowed)
  })

  it.each([
    ['http://127.0.0.1:9001', 'http://127.0.0.1:9001/static/x.js', 'ws://127.0.0.1:9001/socket.io/'],
    ['https://home.example', 'https://home.example/p/tea', 'wss://home.example/socket.io/'],
  ])(
    'is %s only once the person is known to know it, and nothing else there',
    async (origin, page, socket) => {
      const d = guard()
      expect(await d.mayReach(page)).toBe(false)
      d.allow(new URL(origin).host)
      expect(await d.mayReach(page)).toBe(true)
      expect(await d.mayReach(socket)).toBe(true)
      for (const other of ['http://127.0.0.1:9002/', 'http://192.168.1.1/', 'https://evil.example/']) {
        expect(await d.mayReach(other)).toBe(false)
      }
    },
  )

  it('does not follow a name into the network later on', async () => {
    const d = guard()
    expect(await d.mayReach('https://pad.example/')).toBe(true)
    d.changed['pad.example'] = ['192.168.1.1']
    vi.setSystemTime(Date.now() + 31_000)
    expect(await d.mayReach('https://pad.example/')).toBe(false)
    vi.setSystemTime(Date.now() + 31_000)
    d.changed['pad.example'] = ['203.0.114.9']
    expect(await d.mayReach('https://pad.example/')).toBe(true)
  })

  it('is looked up once in a while, not for each request', async () => {
    const d = guard()
    await Promise.all(Array.from({ length: 50 }, () => d.mayReach('https://cdn.example/x.js')))
    expect(d.asked).toEqual(['cdn.example'])
    vi.setSystemTime(Date.now() + 31_000)
    await d.mayReach('https://cdn.example/x.js')
    expect(d.asked).toEqual(['cdn.example', 'cdn.example'])
  })

  it('is forgotten when there are too many names', async () => {
    const d = guard()
    await d.mayReach('https://cdn.example/')
    for (let i = 0; i < 500; i += 1) await d.mayReach(`https://n${i}.example/`)
    await d.mayReach('https://cdn.example/')
    expect(d.asked.filter(name => name === 'cdn.example')).toHaveLength(2)
  })
})

describe('headers that forbid framing', () => {
  it.each([
    [{ 'X-Frame-Options': ['DENY'], Server: ['x'] }, { Server: ['x'] }],
    [{ 'x-FRAME-options': ['SAMEORIGIN'] }, {}],
    [
      { 'Content-Security-Policy': ["default-src 'self'; frame-ancestors 'none'; img-src *"] },
      { 'Content-Security-Policy': ["default-src 'self'; img-src *"] },
    ],
    [{ 'content-security-policy': ["Frame-Ancestors 'self'"] }, {}],
    [
      { 'content-security-policy': ["frame-ancestors 'self', script-src 'self'", "object-src 'none'"] },
      { 'content-security-policy': [" script-src 'self'", "object-src 'none'"] },
    ],
  ])('%j', (headers, left) => {
    expect(framingAllowed(headers as never)).toEqual(left)
  })

  it.each([
    {},
    { 'content-type': ['text/html'] },
    { 'content-security-policy': ["frame-src 'self'; report-uri /frame-ancestors"] },
    { 'content-security-policy-report-only': ["frame-ancestors 'none'"] },
  ])('nothing to change in %j', headers => {
    expect(framingAllowed(headers as never)).toBeNull()
  })
})

describe('a session’s requests', () => {
  function watched(framed: string | null) {
    const listeners = { before: 0, headers: 0 }
    let before: Parameters<RequestHooks['onBeforeRequest']>[1] = () => {}
    let headers: Parameters<RequestHooks['onHeadersReceived']>[1] = () => {}
    const hooks: RequestHooks = {
      onBeforeRequest: (_filter, listener) => {
        listeners.before += 1
        before = listener
      },
      onHeadersReceived: (_filter, listener) => {
        listeners.headers += 1
        headers = listener
      },
    }
    const { log, lines } = logDouble()
    watchRequests(hooks, { guard: guard(), framed, log })
    const ask = (url: string) => new Promise(resolve => before({ url }, resolve))
    const receive = (url: string, resourceType: 'subFrame' | 'mainFrame' | 'xhr', responseHeaders: object) =>
      new Promise(resolve =>
        headers({ url, resourceType, responseHeaders: responseHeaders as never }, resolve),
      )
    return { ask, receive, listeners, lines }
  }
  const deny = { 'x-frame-options': ['DENY'] }

  it('have one listener each, and none for headers where nothing is framed', () => {
    expect(watched(null).listeners).toEqual({ before: 1, headers: 0 })
    expect(watched('https://meet.example').listeners).toEqual({ before: 1, headers: 1 })
  })

  it('are stopped on their way inside, which is logged once and without the address', async () => {
    const { ask, lines } = watched(null)
    expect(await ask('https://cdn.example/')).toEqual({ cancel: false })
    expect(await ask('http://192.168.1.1/')).toEqual({ cancel: true })
    expect(await ask('http://192.168.1.1/')).toEqual({ cancel: true })
    expect(lines).toEqual(['a page of a host asked for a private network: refused'])
  })

  it('may be framed when they are the room’s own frame, and only then', async () => {
    const { receive } = watched('https://meet.example')
    expect(await receive('https://meet.example/tea', 'subFrame', deny)).toEqual({ responseHeaders: {} })
    expect(await receive('https://meet.example/tea', 'mainFrame', deny)).toEqual({})
    expect(await receive('https://meet.example:8443/tea', 'subFrame', deny)).toEqual({})
    expect(await receive('https://bank.example/', 'subFrame', deny)).toEqual({})
  })
})
