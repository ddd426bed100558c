/**
 * Recognising, against doubles on 127.0.0.1. Each double copies from its software only what it is known by: the
 * paths and JSON fields of its documented interface, or the one line of its front page. Real servers are asked in
 * test/servers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { MOST_REQUESTS } from '../../../engine/own-hosts/asker.ts'
import { leadsToCall, recognise } from '../../../engine/own-hosts/recognise.ts'
import { type HttpDouble, httpDouble } from '../places/http-double.ts'

const doubles: HttpDouble[] = []
afterEach(async () => {
  await Promise.all(doubles.splice(0).map(double => double.stop()))
})

async function double(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const started = await httpDouble(answer)
  doubles.push(started)
  return started
}

/** A site that has these paths, and 404 for all else. */
function site(paths: Readonly<Record<string, readonly [type: string, body: string]>>) {
  return double((request, response) => {
    const found = paths[request.url ?? '']
    if (found === undefined) response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>')
    else response.writeHead(200, { 'content-type': found[0] }).end(found[1])
  })
}

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json'
const plainFront = [HTML, '<!doctype html><title>Bienvenue</title>'] as const

describe('by a double of its own interface, behind a front page that tells nothing', () => {
  test.each([
    ['Etherpad', 'pad', '/api', [JSON_TYPE, '{"currentVersion":"1.3.0"}']],
    ['EtherCalc', 'sheet', '/_exists/chatiere', [JSON_TYPE, 'false']],
    [
      'Jitsi Meet',
      'video',
      '/config.js',
      ['application/javascript', "var config = {hosts: {muc: 'conference.x'}}"],
    ],
    ['Lufi', 'files', '/about/config', [JSON_TYPE, '{"max_file_size":1,"max_delay":30}']],
    ['Lutim', 'images', '/infos', [JSON_TYPE, '{"upload_enabled":true,"max_file_size":1}']],
    ['Send', 'files', '/__version__', [JSON_TYPE, '{"commit":"a","source":"b","version":"v3.4"}']],
  ] as const)('%s', async (software, kind, path, answer) => {
    const { url, asked } = await site({ '/': plainFront, [path]: answer })
    const { host } = await recognise(url)
    expect(host).toMatchObject({ software, kind, base: `${url}/`, evidence: { asked: `${url}${path}` } })
    expect(asked.length).toBeLessThanOrEqual(MOST_REQUESTS)
  })
})

describe('by a double of its front page', () => {
  test.each([
    ['Jitsi Meet', 'video', '<script src="libs/lib-jitsi-meet.min.js?v=7000"></script>'],
    ['Framadate', 'poll', '<a href="/create_poll.php?type=date">Créer un sondage</a>'],
    ['LSTU', 'link', '<form action="/a"><input type="url" name="lsturl"></form>'],
    ['PrivateBin', 'paste', '<script src="js/privatebin.js?1.7.4"></script>'],
    ['Scrumblr', 'notes', '<title>scrumblr</title>'],
  ])('%s, in one question', async (software, kind, html) => {
    const { url, asked } = await site({ '/': [HTML, html] })
    const { host } = await recognise(`${url}/`)
    expect(host).toMatchObject({ software, kind, base: `${url}/` })
    expect(asked).toEqual(['/'])
  })

  test('CryptPad, by its name there and its picture', async () => {
    const { url, asked } = await site({
      '/': [HTML, '<title>CryptPad</title>'],
      '/customize/images/AGPL.png': ['image/png', 'PNG'],
    })
    expect((await recognise(url)).host).toMatchObject({ software: 'CryptPad', kind: 'pad' })
    expect(asked).toEqual(['/', '/customize/images/AGPL.png'])
  })
})

describe('from an address that somebody pasted', () => {
  const etherpad = [JSON_TYPE, '{"currentVersion":"1.3.0"}'] as const

  test.each(['/etherpad/p/caf%C3%A9#L3', '/etherpad/', '/etherpad/index.html', '/etherpad'])(
    'a site in a folder, by %s',
    async path => {
      const { url } = await site({
        '/': [HTML, '<title>Association</title>'],
        '/etherpad/': [HTML, '<title>Etherpad</title>'],
        '/etherpad/api': etherpad,
      })
      expect((await recognise(`${url}${path}`)).host).toMatchObject({
        software: 'Etherpad',
        base: `${url}/etherpad/`,
      })
    },
  )

  test('a call, whose page looks like the front page', async () => {
    const { url } = await double((_, response) =>
      response
        .writeHead(200, { 'content-type': HTML })
        .end('<script src="libs/lib-jitsi-meet.min.js"></script>'),
    )
    expect((await recognise(`${url}/Salon`)).host?.base).toBe(`${url}/`)
  })

  test('a site that moved is the site where it is now', async () => {
    const there = await site({ '/': plainFront, '/api': etherpad })
    const here = await double((request, response) =>
      response.writeHead(301, { location: `${there.url}${request.url}` }).end(),
    )
    expect((await recognise(here.url)).host?.base).toBe(`${there.url}/`)
    expect(here.asked).toEqual(['/'])
  })

  test('http where there is no https', async () => {
    const { port } = await site({ '/': plainFront, '/api': etherpad })
    expect((await recognise(`127.0.0.1:${port}`)).host?.base).toBe(`http://127.0.0.1:${port}/`)
  })
})

describe('a site that is none of them', () => {
  test('is asked eight questions at most, and what was asked is told', async () => {
    const { url, asked } = await site({ '/': plainFront })
    const { host, tried } = await recognise(url)
    expect(host).toBeNull()
    expect(asked).toEqual([
      '/',
      '/api',
      '/_exists/chatiere',
      '/config.js',
      '/about/config',
      '/infos',
      '/__version__',
    ])
    expect(tried.map(({ asked }) => asked)).toEqual(asked.map(path => `${url}${path}`))
    expect(tried[0]?.outcome).toBe('no-match')
    expect(tried[1]?.outcome).toBe('http-404')
  })

  test('that speaks of all of them is asked no more than that, and nothing twice', async () => {
    const names = 'etherpad ethercalc jitsi lufi lutim cryptpad'
    const { url, asked } = await site({ '/': [HTML, names], '/x/': [HTML, names] })
    expect((await recognise(`${url}/x/`)).host).toBeNull()
    expect(asked).toHaveLength(MOST_REQUESTS)
    expect(new Set(asked).size).toBe(MOST_REQUESTS)
  })

  test('that has the same page for everything is not believed', async () => {
    const { url } = await double((_, response) =>
      response.writeHead(200, { 'content-type': HTML }).end('<title>Ce nom est à vendre</title>'),
    )
    expect((await recognise(url)).host).toBeNull()
  })

  test('that says yes to everything in JSON is not believed either', async () => {
    const { url } = await double((_, response) =>
      response.writeHead(200, { 'content-type': JSON_TYPE }).end('{"ok":true,"status":"pass","version":"1"}'),
    )
    expect((await recognise(url)).host).toBeNull()
  })

  test('redirects count as questions', async () => {
    const { url, asked } = await double((request, response) =>
      response.writeHead(302, { location: `${request.url}x` }).end(),
    )
    expect((await recognise(`${url}/`)).host).toBeNull()
    expect(asked.length).toBeLessThanOrEqual(MOST_REQUESTS)
  })
})

describe('a hostile site', () => {
  test('with an endless front page is read to the limit and known by its beginning', async () => {
    const part = Buffer.alloc(65_536, 'x')
    let sent = 0
    const { url } = await double((_, response) => {
      response.writeHead(200, { 'content-type': HTML }).write('<title>scrumblr</title>')
      const more = () => {
        while (!response.destroyed && response.write(part)) sent += part.length
      }
      response.on('drain', more)
      more()
    })
    expect((await recognise(url)).host?.software).toBe('Scrumblr')
    // What systems buffer between two programs on one machine is a few megabytes.
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  test('that never answers is given up, and not asked again', async () => {
    const { url, asked } = await double(() => undefined)
    const { host, tried } = await recognise(url, { timeoutMs: 200 })
    expect(host).toBeNull()
    expect(tried).toEqual([{ asked: `${url}/`, outcome: 'silent' }])
    expect(asked).toEqual(['/'])
  })

  test.each([
    ['file:///etc/passwd', 'unsafe-address'],
    ['http://anna:secret@127.0.0.1/', 'unsafe-address'],
    ['http://192.168.1.1/', 'private-address'],
  ])('that leads to %s is not followed', async (location, outcome) => {
    const { url } = await double((_, response) => response.writeHead(302, { location }).end())
    const { host, tried } = await recognise(url)
    expect(host).toBeNull()
    expect(tried).toEqual([{ asked: `${url}/`, outcome }])
  })

  test('evidence is in our own words, never in theirs', async () => {
    const evil = '{"currentVersion":"<script>alert(1)</script>"}'
    const { url } = await site({ '/': plainFront, '/api': [JSON_TYPE, evil] })
    expect((await recognise(url)).host?.evidence.fact).toBe('currentVersion')
  })
})

test('where one may not ask, nobody is asked', async () => {
  const { url, port, asked } = await site({ '/': plainFront })
  for (const address of [url, `mumble://127.0.0.1:${port}`]) {
    const { host, tried } = await recognise(address, { reach: 'public' })
    expect(host).toBeNull()
    expect(new Set(tried.map(({ outcome }) => outcome))).toEqual(new Set(['private-address']))
  }
  expect(asked).toEqual([])
})

test('what is no address is a problem', async () => {
  await expect(recognise('bonjour à tous')).rejects.toThrow('link-unreadable')
})

describe('a call behind a link', () => {
  const config = ['application/javascript', "var config = {hosts: {muc: 'conference.x'}}"] as const

  test.each([
    ['its front page', { '/': [HTML, '<script src="libs/lib-jitsi-meet.min.js"></script>'] }],
    ['its settings', { '/': plainFront, '/config.js': config }],
    ['a folder of its own', { '/': plainFront, '/visio/': plainFront, '/visio/config.js': config }],
  ] as const)('is known by %s', async (_by, paths) => {
    const { url } = await site(paths)
    expect(await leadsToCall(`${url}/visio/Gouter`)).toBe(true)
  })

  test('is none where something else answers, and nobody is asked about pads', async () => {
    const { url, asked } = await site({ '/': plainFront, '/api': [JSON_TYPE, '{"currentVersion":"1.3.0"}'] })
    expect(await leadsToCall(`${url}/Gouter`)).toBe(false)
    expect(asked).not.toContain('/api')
  })

  test.each(['no address', ''])('is none at what is no address: %j', async text => {
    expect(await leadsToCall(text)).toBe(false)
  })
})
