/** The longest list of places that may be brought back goes through the page's socket, however it is escaped. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { LONGEST_IMPORT } from '../../bridge/engine-api.ts'
import { type PageServer, servePageOnLoopback } from '../../browser/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
let server: PageServer | null = null
afterEach(async () => {
  await server?.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each([
  ['quotation marks', '"'],
  ['control characters', '\u0001'],
  ['halves of signs', '\ud800'],
  ['accents', 'é'],
])('made of %s', async (_, sign) => {
  const { promise: heard, resolve: hear } = Promise.withResolvers<unknown>()
  server = await servePageOnLoopback({
    engine: {
      attachPage: channel => channel.onMessage(hear),
      attachMic: () => undefined,
      attachEar: () => undefined,
      close: async () => undefined,
    },
    pageFolder: folder,
    localOrigins: [],
  })
  const { host } = new URL(server.origin)
  const door = `http://127.0.0.1:${server.port}`
  const ticket = new URL(server.oneTimeAddress()).search
  const cookie = await new Promise<string>((resolve, reject) => {
    request(`${door}/${ticket}`, { headers: { host } }, answer => {
      resolve(String(answer.headers['set-cookie']).split(';')[0] ?? '')
      answer.resume()
    })
      .on('error', reject)
      .end()
  })
  const page = new WebSocket(`${door.replace('http', 'ws')}/rpc`, {
    headers: { host, origin: server.origin, cookie },
  })
  await new Promise((resolve, reject) => page.on('open', resolve).on('error', reject))
  const call = {
    m: 'importPlaces',
    a: [{ json: sign.repeat(LONGEST_IMPORT), takeOver: true }],
    i: 'x',
    t: 'q',
  }
  const closed = new Promise(resolve => page.on('close', code => resolve(`closed: ${code}`)))
  page.send(JSON.stringify(call))
  expect(await Promise.race([heard, closed])).toEqual(call)
  page.close()
})
