import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCallPageHandler } from '../../electron/call-page.ts'
import { appOrigin } from '../../electron/origin.ts'
import { appScheme, createPageHandler, servePage } from '../../electron/scheme.ts'

const origin = appOrigin(null)
let root: string
let page: string
let handle: ReturnType<typeof createPageHandler>

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'chatiere-page-'))
  page = path.join(root, 'renderer')
  mkdirSync(path.join(page, 'assets'), { recursive: true })
  mkdirSync(path.join(page, 'call'))
  writeFileSync(path.join(page, 'call', 'index.html'), '<!doctype html><title>call</title>')
  writeFileSync(path.join(root, 'secret.txt'), 'secret')
  writeFileSync(path.join(page, 'index.html'), '<!doctype html>')
  writeFileSync(path.join(page, 'assets', 'index-abc_1.js'), 'export {}')
  writeFileSync(path.join(page, 'assets', 'opus.wasm'), new Uint8Array([0, 97, 115, 109]))
  handle = createPageHandler(page, origin)
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const get = (url: string, method = 'GET') => handle({ url, method })

describe('the page’s files', () => {
  it.each([
    ['chatiere://app/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['chatiere://app/index.html?x#y', 'text/html; charset=utf-8', '<!doctype html>'],
    ['chatiere://app/assets/index-abc_1.js', 'text/javascript; charset=utf-8', 'export {}'],
    ['chatiere://app/assets/opus.wasm', 'application/wasm', '\u0000asm'],
  ])('%s', async (url, type, body) => {
    const response = await get(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.text()).toBe(body)
  })

  it('come with a policy that lets the page talk to nobody and frame nothing', async () => {
    const policy = (await get('chatiere://app/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("connect-src 'self';")
    expect(policy).toContain("frame-src 'none'")
    expect(policy).not.toContain('unsafe-inline')
    expect((await get('chatiere://app/assets/index-abc_1.js')).headers.get('content-security-policy')).toBe(
      policy,
    )
  })
})

describe('everything else is 404', () => {
  it.each([
    'chatiere://app/nothing.js',
    'chatiere://app/assets',
    'chatiere://app/assets/',
    'chatiere://app/../secret.txt',
    'chatiere://app/%2e%2e/secret.txt',
    'chatiere://app/..%2fsecret.txt',
    'chatiere://app/%2e%2e%5csecret.txt',
    'chatiere://app//etc/passwd',
    'chatiere://app/%',
    'chatiere://app/index.html%00.js',
    'chatiere://other/index.html',
    'chatiere://App/index.html',
    'https://app/index.html',
    'nonsense',
    '',
  ])('%s', async url => {
    const response = await get(url)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  it('for other methods too', async () => {
    expect((await get('chatiere://app/', 'POST')).status).toBe(404)
  })

  it('whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async text => {
        const response = await get(`chatiere://app/${text}`)
        expect([200, 404]).toContain(response.status)
        expect(await response.text()).not.toBe('secret')
      }),
    )
  })
})

describe('the call page', () => {
  const call = (url: string, method = 'GET') =>
    createCallPageHandler(page, 'meet.example:8443')({ url, method })

  it('is served with a policy that frames its one host', async () => {
    const response = await call('chatiere://call/index.html')
    expect(await response.text()).toContain('<title>call</title>')
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain('frame-src https://meet.example:8443;')
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('has the assets that it asks for beside its folder', async () => {
    expect(new URL('../assets/index-abc_1.js', 'chatiere://call/index.html').href).toBe(
      'chatiere://call/assets/index-abc_1.js',
    )
    const response = await call('chatiere://call/assets/index-abc_1.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    'chatiere://app/index.html',
    'chatiere://call/../index.html',
    'chatiere://call/call/index.html',
    'chatiere://call/assets/../../secret.txt',
    'chatiere://call/%2e%2e/secret.txt',
    'https://call/index.html',
  ])('is nothing else: %s', async url => {
    const response = await call(url)
    expect(await response.text()).not.toBe('<!doctype html>')
    if (!url.startsWith('chatiere://call/../')) expect(response.status).toBe(404)
  })

  it('is only read', async () => {
    expect((await call('chatiere://call/index.html', 'POST')).status).toBe(404)
  })
})

it('says that the page is not built when there is none', async () => {
  const response = await createPageHandler(
    path.join(root, 'nowhere'),
    origin,
  )({
    url: 'chatiere://app/',
    method: 'GET',
  })
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('npm run build')
})

it('is registered once a session', () => {
  const registered: string[] = []
  const registry = {
    isProtocolHandled: (scheme: string) => registered.includes(scheme),
    handle: (scheme: string) => {
      if (registered.includes(scheme)) throw new Error('Failed to register protocol')
      registered.push(scheme)
    },
  }
  servePage(registry, handle)
  servePage(registry, handle)
  expect(registered).toEqual(['chatiere'])
})

it('has the privileges the microphone and worklets need, and none that weaken the policy', () => {
  expect(appScheme.privileges).toMatchObject({ standard: true, secure: true, supportFetchAPI: true })
  expect(appScheme.privileges?.bypassCSP).toBeUndefined()
  expect(appScheme.privileges?.corsEnabled).toBeUndefined()
})
