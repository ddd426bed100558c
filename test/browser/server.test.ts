/** The loopback server's doors, each tried as an attacker would. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
