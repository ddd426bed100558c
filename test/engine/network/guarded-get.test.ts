import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failureOf, GetError, guardedGet, openGet } from '../../../engine/network/guarded-get.ts'
import { startTlsFront } from '../../world/tls-front.ts'
import { deadOrigin, type HttpDouble, startHttpDouble } from '../directory/doubles.ts'

const bounds = { reach: 'loopback', timeoutMs: 3000, maxBytes: 100 } as const

describe('one guarded GET', () => {
  let double: HttpDouble
  beforeEach(async () => {
    double = await startHttpDouble((request, response) => {
      const url = new URL(request.url ?? '', 'http://double')
      const to = url.searchParams.get('to')
      if (to !== null) response.writeHead(302, { location: to }).end()
      else if (url.pathname === '/silent') return
      else if (url.pathname === '/drip') {
        response.writeHead(200)
        response.write('a')
      } else if (url.pathname === '/large') response.end('x'.repeat(101))
      else if (url.pathname === '/endless') response.writeHead(200).write('x'.repeat(101))
      else if (url.pathname === '/rude') request.socket.destroy()
      else if (url.pathname === '/packed') response.setHeader('content-encoding', 'gzip').end('hello')
      else if (url.pathname === '/gone') response.writeHead(404).end('gone')
      else response.writeHead(200, { 'content-type': 'Text/HTML; charset=utf-8' }).end('hello')
    })
  })
  afterEach(() => double.stop())
  const get = (path: string, more: Partial<Parameters<typeof guardedGet>[1]> = {}) =>
    guardedGet(path.startsWith('/') ? `${double.origin}${path}` : path, { ...bounds, ...more })

  test('gives status, type, body and where it was in the end', async () => {
    expect(await get('/?to=/page')).toEqual({
      ok: true,
      status: 200,
      type: 'text/html',
      body: Buffer.from('hello'),
      url: `${double.origin}/page`,
    })
    expect(await get('/gone')).toMatchObject({ ok: true, status: 404 })
    expect(await get('/endless', { maxBytes: 0 })).toMatchObject({ ok: true, status: 200 })
  })

  test.each([
    ['/silent', 'silent', { timeoutMs: 50 }],
    ['/drip', 'silent', { timeoutMs: 50 }],
    ['/large', 'too-large', {}],
    ['/endless', 'too-large', {}],
    ['/rude', 'broken', {}],
    ['/packed', 'broken', {}],
    ['javascript:alert(1)', 'unsafe-address', {}],
    ['file:///etc/passwd', 'unsafe-address', {}],
    ['http://user:word@127.0.0.1/', 'unsafe-address', {}],
    ['no address', 'unsafe-address', {}],
    ['http://10.0.0.1/', 'private-address', {}],
    ['http://169.254.169.254/', 'private-address', {}],
    ['http://127.0.0.1/', 'private-address', { reach: 'public' }],
    ['http://localhost/', 'private-address', { reach: 'public' }],
  ] as const)('%s is %s', async (address, why, more) => {
    expect(await get(address, more)).toEqual({ ok: false, why })
  })

  test.each([
    ['http://10.0.0.1/', 'private-address'],
    ['http://[fe80::1]/', 'private-address'],
    ['http://nas.local/', 'private-address'],
    ['file:///etc/passwd', 'unsafe-address'],
    ['javascript:alert(1)', 'unsafe-address'],
  ])('a redirect to %s is %s, and not followed', async (to, why) => {
    expect(await get(`/?to=${encodeURIComponent(to)}`)).toEqual({ ok: false, why })
  })

  test('redirects in a circle end', async () => {
    expect(await get('/?to=/?to=/')).toMatchObject({ ok: true })
    const circle = await startHttpDouble((_, response) =>
      response.writeHead(301, { location: '/again' }).end(),
    )
    expect(await get(`${circle.origin}/`)).toEqual({ ok: false, why: 'redirects' })
    expect(circle.asked).toHaveLength(6)
    await circle.stop()
  })

  test('an answer is handed over before its body; every request is told, and may be the last', async () => {
    const signal = AbortSignal.timeout(3000)
    let requests = 0
    const beforeRequest = () => {
      requests += 1
    }
    const answer = await openGet(`${double.origin}/?to=/drip`, { reach: 'loopback', signal, beforeRequest })
    expect([answer.status, answer.url.pathname, requests]).toEqual([200, '/drip', 2])
    for await (const part of answer.body(10)) {
      expect(Buffer.from(part).toString()).toBe('a')
      break // the connection is closed: the server could not be stopped else
    }
    const enough = () => {
      throw new GetError('redirects')
    }
    const asked = double.asked.length
    await expect(
      openGet(double.origin, { reach: 'loopback', signal, beforeRequest: enough }),
    ).rejects.toThrow('redirects')
    expect(double.asked).toHaveLength(asked)
  })

  test('nobody listens: refused', async () => {
    expect(await get(`${await deadOrigin()}/`)).toEqual({ ok: false, why: 'refused' })
  })

  test('who asked may let go', async () => {
    expect(await get('/silent', { signal: AbortSignal.abort() })).toEqual({ ok: false, why: 'silent' })
  })

  test('a secure page may not send on to an open one; this computer’s own certificate is taken', async () => {
    const front = await startTlsFront(Number(new URL(double.origin).port))
    expect(await get(`${front.origin}/`)).toMatchObject({ ok: true, status: 200 })
    const down = encodeURIComponent(`${double.origin}/`)
    expect(await get(`${front.origin}/?to=${down}`)).toEqual({ ok: false, why: 'unsafe-address' })
    await front.stop()
  })
})

test.each([
  ['ENOTFOUND', 'name-not-found'],
  ['EAI_AGAIN', 'name-not-found'],
  ['ECONNREFUSED', 'refused'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'silent'],
  ['EPRIVATE', 'private-address'],
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['ECONNRESET', 'broken'],
  ['HPE_INVALID_CONSTANT', 'broken'],
])('the error %s means %s', (code, why) => {
  const error = Object.assign(new Error(code), { code })
  expect(failureOf(error, new AbortController().signal)).toBe(why)
  expect(failureOf(error, AbortSignal.abort())).toBe('silent')
})
