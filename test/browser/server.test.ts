/** The loopback server's doors, each tried as an attacker would. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type PageServer, servePageOnLoopback } from '../../browser/server.ts'
import type { Engine } from '../../engine/engine.ts'

let folder: string
let server: PageServer
let cookie: string
const attached: string[] = []

/** Counts what reaches it; what the engine does with a page is tested elsewhere. */
const engineDouble: Engine = {
  attachPage: () => void attached.push('page'),
  attachMic: () => void attached.push('mic'),
  attachEar: () => void attached.push('ear'),
  close: async () => undefined,
}

const host = () => new URL(server.origin).host

function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<IncomingMessage & { body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: server.port, path, method, headers: { host: host(), ...headers } },
      response => {
        let body = ''
        response.on('data', chunk => {
          body += chunk
        })
        response.on('end', () => resolve(Object.assign(response, { body })))
      },
    )
    asked.on('error', reject)
    asked.end()
  })
}

function socket(path: string, headers: Record<string, string>): Promise<'open' | number> {
  return new Promise(resolve => {
    const tried = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
    tried.on('open', () => {
      tried.close()
      resolve('open')
    })
    tried.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    tried.on('error', () => undefined)
  })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(folder, 'secret'), 'no type')
  mkdirSync(join(folder, 'call'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'call', 'index.html'), '<!doctype html><title>call</title>')
  writeFileSync(join(folder, 'assets', 'call-1.js'), 'export {}')
  server = await servePageOnLoopback({
    engine: engineDouble,
    pageFolder: folder,
    localOrigins: ['http://127.0.0.1:9001'],
  })
  const first = await get(new URL(server.oneTimeAddress()).pathname + new URL(server.oneTimeAddress()).search)
  cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the one-time address', () => {
  test('becomes a strict cookie and works once', async () => {
    const { search } = new URL(server.oneTimeAddress())
    const first = await get(`/${search}`)
    expect(first.statusCode).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict; Path=\/$/)
    expect((await get(`/${search}`)).statusCode).toBe(403)
  })

  test('cannot be guessed', async () => {
    for (const ticket of ['', 'x', '%00', 'a'.repeat(43)]) {
      expect((await get(`/?ticket=${ticket}`)).statusCode).toBe(403)
    }
  })
})

describe('a page request', () => {
  test('with the cookie gets the page and its policy', async () => {
    const answer = await get('/', { cookie })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('<title>page</title>')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
    expect(answer.headers['content-security-policy']).toContain('frame-src https: http://127.0.0.1:9001')
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  test.each<[string, Record<string, string>, number]>([
    ['no cookie', {}, 403],
    ['a made-up cookie', { cookie: 'chatiere=abc' }, 403],
  ])('with %s is refused', async (_name, headers, status) => {
    expect((await get('/', headers)).statusCode).toBe(status)
  })

  test('under another host name is refused: DNS rebinding', async () => {
    for (const name of ['evil.example', `127.0.0.1:${server.port}`, `localhost:${server.port}`]) {
      expect((await get('/', { cookie, host: name })).statusCode).toBe(421)
    }
  })

  test('started by another site is refused', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await get('/', { cookie, 'sec-fetch-site': site })).statusCode).toBe(403)
    }
  })

  test('for what is no address is refused, and the server lives on', async () => {
    for (const name of [host(), `call.${host()}`]) {
      expect((await get('//', { cookie, host: name })).statusCode).toBe(400)
    }
    expect(await socket('//', { host: host(), origin: server.origin, cookie })).toBe(403)
    expect((await get('/', { cookie })).statusCode).toBe(200)
  })

  test('with a neighbour’s cookie of the same name before ours gets the page', async () => {
    expect((await get('/', { cookie: `chatiere=evil; ${cookie}` })).statusCode).toBe(200)
  })

  test('for anything outside the folder, or with another method, is refused', async () => {
    for (const path of ['/..%2fsecret', '/.hidden', '/%2e%2e/x', '/nothing.js'])
      expect((await get(path, { cookie })).statusCode).toBe(404)
    expect((await get('/', { cookie }, 'POST')).statusCode).toBe(405)
  })
})

describe('a socket', () => {
  test.each(['/rpc', '/mic', '/ear'])('%s opens for our own page only', async path => {
    const good = { host: host(), origin: server.origin, cookie }
    const before = attached.length
    expect(await socket(path, { ...good, origin: 'https://evil.example' })).toBe(403)
    expect(await socket(path, { ...good, cookie: '' })).toBe(403)
    expect(await socket(path, { ...good, host: 'evil.example' })).toBe(403)
    expect(await socket('/other', good)).toBe(403)
    expect(attached).toHaveLength(before)
    expect(await socket(path, good)).toBe('open')
    expect(attached).toHaveLength(before + 1)
  })
})

describe('the call page, on its own host name', () => {
  const callHost = () => `call.${host()}`
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    get(path, { host: callHost(), ...headers }, method)

  test('is served without a cookie, for one host, to be framed by the app alone', async () => {
    const answer = await ask('/?host=visio.example.org:8443')
    expect(answer.statusCode).toBe(200)
    expect(answer.body).toContain('<title>call</title>')
    const policy = answer.headers['content-security-policy']
    expect(policy).toContain('frame-src https://visio.example.org:8443;')
    expect(policy).toContain(`frame-ancestors ${server.origin}`)
    expect(policy).toContain("connect-src 'none'")
    expect(policy).toContain("default-src 'none'")
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  test('the app may frame it', async () => {
    const page = await get('/', { cookie })
    expect(page.headers['content-security-policy']).toMatch(
      /frame-src [^;]*http:\/\/call\.chatiere\.localhost:\d+;/,
    )
    expect((await ask('/?host=a.example', { 'sec-fetch-site': 'same-site' })).statusCode).toBe(200)
  })

  test.each([
    'a.example; frame-ancestors *',
    'a.example https:',
    '*',
    '*.example',
    'a.example/path',
    'me@a.example',
    '',
    'a.example\r\nx-evil: 1',
  ])('takes no host like %j', async name => {
    expect((await ask(`/?host=${encodeURIComponent(name)}`)).statusCode).toBe(400)
  })

  test('needs to be told a host', async () => {
    expect((await ask('/')).statusCode).toBe(400)
  })

  test.each([
    '/index.html',
    '/secret',
    '/call/index.html',
    '/assets/../secret',
    '/assets/..%2fsecret',
    '/rpc',
  ])('has no %s', async path => {
    expect((await ask(path, { cookie })).statusCode).toBe(404)
  })

  test('its parts are for itself', async () => {
    const part = await ask('/assets/call-1.js', { 'sec-fetch-site': 'same-origin' })
    expect([part.statusCode, part.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    for (const site of ['same-site', 'cross-site', 'none']) {
      expect((await ask('/assets/call-1.js', { 'sec-fetch-site': site })).statusCode).toBe(403)
    }
  })

  test('is nothing for other sites, nothing to write to, and has no sockets', async () => {
    expect((await ask('/?host=a.example', { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await ask('/?host=a.example', {}, 'POST')).statusCode).toBe(405)
    const origin = `http://${callHost()}`
    expect(await socket('/rpc', { host: callHost(), origin, cookie })).toBe(403)
    expect(await socket('/rpc', { host: host(), origin, cookie })).toBe(403)
  })

  test('hands out no ticket and takes none', async () => {
    const { search } = new URL(server.oneTimeAddress())
    expect((await ask(`/${search}`)).headers['set-cookie']).toBeUndefined()
    expect((await get(`/${search}`)).statusCode).toBe(303)
  })
})
