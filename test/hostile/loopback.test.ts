/**
 * The app's own server, attacked from pages in the same browser: from any site, from a name that leads to this
 * computer, and from a neighbour under our own host name, whose requests carry our cookie. Each attack is tried on a
 * server without defences, too, and has to succeed there.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { run } from './browser.ts'
import { type Ground, setGround } from './ground.ts'

let ground: Ground
/** Serves everything to everybody. */
let naive: Server
let naivePort: number
let appPort: number
/** Requests that reached the naive server, by path. */
const reached: string[] = []

beforeAll(async () => {
  ground = await setGround()
  appPort = Number(new URL(ground.origin).port)
  naive = createServer((request, response) => {
    const path = request.url ?? ''
    reached.push(path)
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.svg')
        ? 'image/svg+xml'
        : 'text/html'
    const cookie = new URL(path, 'http://naive.test').searchParams.get('cookie')
    response.writeHead(200, {
      'content-type': type,
      'access-control-allow-origin': '*',
      ...(cookie === null ? {} : { 'set-cookie': cookie }),
    })
    if (type === 'text/javascript') response.end('')
    else if (type === 'text/html') response.end('<!doctype html><link rel="icon" href="data:,"><p>naive</p>')
    else response.end('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
  })
  new WebSocketServer({ server: naive })
  await new Promise<void>(resolve => naive.listen(0, '127.0.0.1', resolve))
  naivePort = (naive.address() as AddressInfo).port
})
afterEach(async () => {
  for (const page of ground.browser.context.pages()) if (page !== ground.page) await page.close()
})
afterAll(async () => {
  await ground?.close()
  naive?.closeAllConnections()
  naive?.close()
})

async function open(address: string): Promise<Page> {
  const page = await ground.browser.context.newPage()
  await page.goto(address)
  return page
}

/** How the page is answered that goes there by itself. */
async function statusOf(page: Page, address: string): Promise<number> {
  const answer = page.waitForResponse(response => response.url() === address)
  await run(page, to => location.assign(to), address)
  return (await answer).status()
}

/** Runs in a hostile page: which ways of getting something from that server work? */
async function reach({
  base,
  script,
  image,
}: Record<'base' | 'script' | 'image', string>): Promise<string[]> {
  const loads = <E extends HTMLElement>(element: E) =>
    new Promise((resolve, reject) => {
      element.addEventListener('load', resolve)
      element.addEventListener('error', () => reject(new Error('no')))
      document.body.append(element)
    })
  const ways: Record<string, () => Promise<unknown>> = {
    read: () => fetch(`${base}/`, { credentials: 'omit' }).then(answer => answer.text()),
    image: () => loads(Object.assign(new Image(), { src: base + image })),
    script: () => loads(Object.assign(document.createElement('script'), { src: base + script })),
    module: () =>
      loads(Object.assign(document.createElement('script'), { type: 'module', src: base + script })),
    xhr: () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest()
        request.onload = resolve
        request.onerror = reject
        request.open('GET', `${base}/`)
        request.send()
      }),
    socket: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`${base.replace('http', 'ws')}/rpc`)
        socket.onopen = resolve
        socket.onerror = reject
      }),
  }
  const worked = await Promise.all(
    Object.entries(ways).map(([name, way]) =>
      way().then(
        () => name,
        () => '',
      ),
    ),
  )
  return worked.filter(name => name !== '')
}

async function attack(where: Page | Frame, host: string, port: number): Promise<string[]> {
  const [script = '/none.js'] = await ground.page.evaluate(() =>
    [...document.scripts].map(({ src }) => new URL(src).pathname),
  )
  const [image = '/none.svg'] = await ground.page.evaluate(() =>
    [...document.querySelectorAll<HTMLLinkElement>('link[rel=icon]')].map(
      ({ href }) => new URL(href).pathname,
    ),
  )
  return run(where, reach, { base: `http://${host}:${port}`, script, image })
}

const everything = ['read', 'image', 'script', 'module', 'xhr', 'socket']

describe.each([
  ['any web page', () => `${ground.host.origin('web.evil')}/p/outside`],
  ['a neighbour under our host name', () => `http://evil.chatiere.localhost:${naivePort}/`],
  ['another program on this computer', () => `http://127.0.0.1:${naivePort}/`],
])('%s', (_name, address) => {
  test('gets nothing from our server, by any of its names', async () => {
    const page = await open(address())
    expect(await attack(page, 'localhost', naivePort)).toEqual(everything)
    for (const host of [
      'chatiere.localhost',
      'call.chatiere.localhost',
      '127.0.0.1',
      'localhost',
      'rebound.test',
    ]) {
      expect(await attack(page, host, appPort), host).toEqual([])
    }
  })

  test('frames neither our page nor the call page', async () => {
    const page = await open(address())
    const framed = async (src: string) => {
      await run(
        page,
        to => {
          const frame = document.createElement('iframe')
          frame.src = to
          document.body.append(frame)
          return new Promise(resolve => frame.addEventListener('load', resolve, { once: true })).then(
            () => null,
          )
        },
        src,
      )
      return page
        .frames()
        .at(-1)
        ?.evaluate(() => document.body.childElementCount > 0 && location.protocol)
    }
    expect(await framed(`http://localhost:${naivePort}/`)).toBe('http:')
    expect(await framed(`${ground.origin}/`)).not.toBe('http:')
    const callPage = `${ground.origin.replace('://', '://call.')}/?host=evil.test`
    expect(await framed(callPage)).not.toBe('http:')
  })

  test('leads nobody into our page, with a ticket or without', async () => {
    for (const path of ['/', `/${new URL(ground.address).search}`, '/?ticket=guessed']) {
      expect(await statusOf(await open(address()), `http://localhost:${naivePort}${path}`)).toBe(200)
      expect(await statusOf(await open(address()), ground.origin + path), path).toBe(403)
    }
  })
})

test('a name that comes to lead to this computer opens nothing', async () => {
  const page = await open(`http://rebound.test:${naivePort}/`)
  expect(await statusOf(page, `http://rebound.test:${naivePort}/again`)).toBe(200)
  expect(await statusOf(page, `http://rebound.test:${appPort}/`)).toBe(421)
})

test('no address, however strange, stops the engine', async () => {
  // What the server would do with it if it did not look first.
  expect(() => new URL('//', ground.origin)).toThrow()
  const page = await open(`${ground.host.origin('web.evil')}/p/outside`)
  await run(
    page,
    port =>
      Promise.all(
        ['//', '///', '//:', '/%', '/%00', '/..%2f', `/${'a'.repeat(60_000)}`].map(
          path =>
            new Promise(resolve => {
              const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`)
              socket.onerror = resolve
            }),
        ),
      ).then(() => null),
    appPort,
  )
  await ground.page.reload()
  await ground.page.getByRole('textbox', { name: 'Votre invitation' }).waitFor()
})

test('a neighbour’s cookie of our name does not lock us out', async () => {
  const cookie = encodeURIComponent('chatiere=evil; Domain=chatiere.localhost; Path=/rpc')
  await open(`http://evil.chatiere.localhost:${naivePort}/?cookie=${cookie}`)
  const ours = (await ground.browser.context.cookies(`${ground.origin}/rpc`)).map(({ value }) => value)
  // The browser sends the longer path first: what takes the first of that name takes the wrong one.
  expect(ours).toContain('evil')
  await ground.page.reload()
  await ground.page.getByRole('textbox', { name: 'Votre invitation' }).waitFor()
})

describe('the home network', () => {
  const tries = (frame: Frame, mark: string) =>
    run(
      frame,
      async ({ base, name }) => {
        const inner = document.createElement('iframe')
        inner.src = `${base}/${name}-frame`
        document.body.append(inner)
        const framed = new Promise(resolve => inner.addEventListener('load', resolve))
        const image = new Image()
        const shown = new Promise(resolve => {
          image.onload = resolve
          image.onerror = resolve
        })
        image.src = `${base}/${name}-image.svg`
        const socket = new WebSocket(`${base.replace('http', 'ws')}/${name}-socket`)
        const connected = new Promise(resolve => {
          socket.onopen = () => resolve('socket')
          socket.onerror = () => resolve('')
        })
        await fetch(`${base}/${name}-fetch`, { mode: 'no-cors' }).catch(() => null)
        await Promise.all([framed, shown])
        return connected
      },
      { base: `http://127.0.0.1:${naivePort}`, name: mark },
    )

  test('is closed to hosts on the internet, without a question', async () => {
    const near = await ground.openInApp(ground.host, 'near')
    expect(await tries(near, 'near')).toBe('socket')
    expect(reached.filter(path => path.startsWith('/near')).sort()).toEqual([
      '/near-fetch',
      '/near-frame',
      '/near-image.svg',
    ])
    await ground.closeInApp()
    const far = await ground.openInApp(ground.farHost, 'far')
    expect(await tries(far, 'far')).toBe('')
    expect(reached.filter(path => path.startsWith('/far'))).toEqual([])
    await ground.closeInApp()
  })
})
