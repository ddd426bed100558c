/** Hosts that let themselves be framed and hosts that do not, from doubles of web servers on this computer. */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import type { ServiceKind } from '../../bridge/services.ts'
import type { Host } from '../../engine/directory/directory.ts'
import { mayFrame } from '../../engine/framing.ts'
import { type HttpDouble, httpDouble } from './places/http-double.ts'

const origin = 'http://chatiere.localhost:4321'
// Certificates of this computer are taken as they are: two names stand for hosts elsewhere that fail.
vi.mock(import('../../engine/network/guarded-get.ts'), async original => {
  const real = await original()
  return {
    ...real,
    openGet: async (address, options) => {
      const { hostname } = new URL(address)
      if (hostname === 'certificate.invalid') throw new real.GetError('certificate')
      if (hostname === 'silent.invalid') throw new real.GetError('silent')
      return real.openGet(address, options)
    },
  }
})

const nothing = { allowed: null, trouble: null, url: null }
const doubles: HttpDouble[] = []
afterEach(async () => {
  await Promise.all(doubles.splice(0).map(double => double.stop()))
})

async function host(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const started = await httpDouble(answer)
  doubles.push(started)
  return started
}

/** A directory that knows this host. */
function knowing(url: string): { hosts: Host[] } {
  return {
    hosts: [
      {
        id: 'ici',
        name: 'Ici',
        website: null,
        country: null,
        chatons: null,
        asOf: null,
        weight: 1,
        services: [{ kind: 'pad', software: 'Etherpad', url }],
      },
    ],
  }
}

function ask({ url }: HttpDouble, path: string, kind: ServiceKind | null = 'pad') {
  return mayFrame({ url: `${url}${path}`, kind, origin }, knowing(url))
}

test.each<[OutgoingHttpHeaders, boolean]>([
  [{}, true],
  [{ 'x-frame-options': 'SAMEORIGIN' }, false],
  [{ 'content-security-policy': "default-src 'self', frame-ancestors https://ici.example" }, false],
  [{ 'content-security-policy': 'frame-ancestors *', 'x-frame-options': 'DENY' }, true],
  [{ 'content-security-policy-report-only': "frame-ancestors 'none'" }, true],
])('by %j: %s', async (headers, allowed) => {
  const pads = await host((_, response) => response.writeHead(200, headers).end('pad'))
  expect(await ask(pads, '/p/a?lang=fr#L3')).toMatchObject({ allowed, trouble: null })
  expect(pads.asked).toEqual(['/p/a?lang=fr'])
})

test('the head is enough', async () => {
  const pads = await host((_, response) => response.writeHead(200, { 'x-frame-options': 'deny' }).write('…'))
  expect(await ask(pads, '/p/a')).toMatchObject({ allowed: false })
})

test('nobody can tell by an error, nor where nobody answers', async () => {
  const pads = await host((_, response) => response.writeHead(403, { 'x-frame-options': 'deny' }).end())
  expect(await ask(pads, '/p/a')).toEqual(nothing)
  await pads.stop()
  doubles.length = 0
  expect(await ask(pads, '/p/a')).toEqual(nothing)
})

test('a page leads to another one, which is the one that counts', async () => {
  const pads = await host((request, response) => {
    if (request.url === '/p/a') response.writeHead(302, { location: '/p/b', 'x-frame-options': 'deny' }).end()
    else response.writeHead(200).end()
  })
  const url = `${pads.url}/p/b`
  expect(await ask(pads, '/p/a')).toEqual({ allowed: true, trouble: null, url })
  expect(await ask(pads, '/p/a#L3')).toMatchObject({ url: `${url}#L3` })
})

test('a certificate that proves nothing is told, by its own name', async () => {
  const ask = (url: string) => mayFrame({ url, kind: 'pad', origin }, { hosts: [] })
  expect(await ask('https://certificate.invalid/p/a')).toEqual({ ...nothing, trouble: 'certificate' })
  expect(await ask('https://silent.invalid/p/a')).toEqual(nothing)
})

test.each(['images', 'files', 'paste', 'link', null] as const)(
  'of what may be gone after one look (%s) the front page is asked',
  async kind => {
    const site = await host((_, response) => response.writeHead(200, { 'x-frame-options': 'deny' }).end())
    expect(await ask(site, '/seen-once', kind)).toEqual({ allowed: false, trouble: null, url: null })
    expect(site.asked).toEqual(['/'])
  },
)

test('a front page that leads to another site says nothing', async () => {
  const other = await host((_, response) => response.writeHead(200, { 'x-frame-options': 'deny' }).end())
  const site = await host((_, response) => response.writeHead(302, { location: other.url }).end())
  expect(await ask(site, '/x', 'files')).toEqual(nothing)
  expect(other.asked).toEqual(['/'])
})

test.each(['public', 'unknown'])('a stranger’s link has us ask nobody on this computer (%s)', async name => {
  const site = await host((_, response) => response.writeHead(200).end())
  const known = knowing(name === 'public' ? 'https://pad.example.org' : 'no address')
  expect(await mayFrame({ url: `${site.url}/reboot`, kind: 'pad', origin }, known)).toEqual(nothing)
  expect(site.asked).toEqual([])
})

test.each(['mumble://voix.example.org/Salon', 'javascript:alert(1)', 'no address', ''])(
  'what is no page of the web is not asked: %s',
  async url => {
    expect(await mayFrame({ url, kind: 'pad', origin }, { hosts: [] })).toEqual(nothing)
  },
)
