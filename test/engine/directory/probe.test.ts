import { createSocket, type Socket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import type { Service } from '../../../engine/directory/directory.ts'
import { probeService } from '../../../engine/directory/probe.ts'
import { deadOrigin, type HttpDouble, startHttpDouble } from './doubles.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

/** Answers each path with a status, a type and a body; all others with 404. */
async function site(pages: Readonly<Record<string, readonly [number, string, string]>>): Promise<HttpDouble> {
  const double = await startHttpDouble((request, response) => {
    const [status, type, body] = pages[request.url ?? ''] ?? [404, 'text/html', 'not here']
    response.writeHead(status, { 'content-type': type }).end(body)
  })
  stops.push(double.stop)
  return double
}

const json = (value: unknown) => [200, 'application/json', JSON.stringify(value)] as const
const html = [200, 'text/html; charset=utf-8', '<h1>hello</h1>'] as const
const ask = (software: string, url: string, more: Partial<Service> = {}) =>
  probeService({ kind: 'pad', software, url, ...more })
const why = async (software: string, pages: Parameters<typeof site>[0]) => {
  const answer = await ask(software, (await site(pages)).origin)
  return answer.well ? 'well' : answer.why
}

describe('asking a site how it is', () => {
  test.each<[string, Parameters<typeof site>[0]]>([
    ['Etherpad', { '/api': json({ currentVersion: '1.2.15' }) }],
    ['Etherpad', { '/health': json({ status: 'pass', releaseId: '2.5.3' }) }],
    ['Etherpad', { '/locales.json': json({ fr: 'locales/fr.json' }) }],
    ['Jitsi Meet', { '/sounds/outgoingRinging.wav': [200, 'audio/x-wav', 'RIFF'] }],
    ['EtherCalc', { '/static/img/davy/bg/home2.png': [200, 'image/png', 'PNG'] }],
    ['EtherCalc', { '/_exists/chatiere': json(false) }],
    ['EtherCalc', { '/': html }],
    ['Framadate', { '/images/date.png': [200, 'image/png', 'PNG'] }],
    ['Lufi', { '/about/config': json({ instance_name: 'Drop', stop_upload: 0, need_authentication: null }) }],
    ['Lutim', { '/infos': json({ upload_enabled: true }) }],
    ['Send', { '/__version__': json({ version: 'v3.4.27' }) }],
    ['Scrumblr', { '/': html }],
    ['PrivateBin', { '/': html }],
    ['Unheard Of', { '/': html }],
  ])('%s is well when it answers as it does', async (software, pages) => {
    expect(await why(software, pages)).toBe('well')
  })

  test.each<[string, string, Parameters<typeof site>[0]]>([
    ['error', 'Etherpad', { '/api': [502, 'text/html', 'bad gateway'], '/health': json({ status: 'pass' }) }],
    ['error', 'Etherpad', {}],
    ['error', 'PrivateBin', { '/': [403, 'text/html', 'closed'] }],
    ['error', 'PrivateBin', { '/': [429, 'text/html', 'too many'] }],
    ['lying', 'Etherpad', { '/api': html, '/health': html, '/locales.json': html }],
    ['lying', 'Etherpad', { '/api': json({ version: 4 }), '/health': json({ status: 'fail' }) }],
    ['lying', 'Etherpad', { '/api': json([]), '/health': [200, 'application/json', '{'] }],
    ['lying', 'Jitsi Meet', { '/sounds/outgoingRinging.wav': html, '/': html }],
    ['lying', 'EtherCalc', { '/_exists/chatiere': json({ exists: 0 }), '/': html }],
    ['lying', 'Framadate', { '/images/date.png': html, '/': html }],
    ['lying', 'Send', { '/__version__': html }],
    ['lying', 'Unheard Of', { '/': [200, 'application/zip', 'PK'] }],
    ['full', 'Lufi', { '/about/config': json({ instance_name: 'Drop', stop_upload: 1 }) }],
    ['signup', 'Lufi', { '/about/config': json({ max_file_size: 5, need_authentication: true }), '/': html }],
    ['full', 'Lutim', { '/infos': json({ upload_enabled: 0 }), '/': html }],
  ])('%s: %s %j', async (expected, software, pages) => {
    expect(await why(software, pages)).toBe(expected)
  })

  test('one question is enough for one that is well, and none goes to the folder of pads', async () => {
    const double = await site({ '/api': json({ currentVersion: '1' }) })
    await ask('Etherpad', `${double.origin}/p/`)
    expect(double.asked).toEqual(['/api'])
  })

  test('a site with a layout of its own is asked for its page alone', async () => {
    const double = await site({ '/': html })
    const answer = await ask('Etherpad', `${double.origin}/`, { template: `${double.origin}/{name}` })
    expect([answer.well, double.asked]).toEqual([true, ['/']])
  })

  test('nobody there, a redirect inside, too large', async () => {
    expect(await ask('Etherpad', await deadOrigin())).toMatchObject({ well: false, why: 'refused' })
    const inside = await startHttpDouble((_, response) =>
      response.writeHead(302, { location: 'http://192.168.0.1/api' }).end(),
    )
    const large = await startHttpDouble((_, response) => response.end('x'.repeat(70_000)))
    stops.push(inside.stop, large.stop)
    expect(await ask('Etherpad', inside.origin)).toMatchObject({ well: false, why: 'private-address' })
    expect(await ask('Etherpad', large.origin)).toMatchObject({ well: false, why: 'too-large' })
  })
})

describe('asking a voice server how it is', () => {
  /** A door that opens, and pings answered with these counts; null = pings are not answered. */
  async function server(people: readonly [number, number] | null): Promise<string> {
    const door: Server = createServer(socket => socket.on('error', () => {}))
    await new Promise<void>(resolve => door.listen(0, '127.0.0.1', resolve))
    const { port } = door.address() as AddressInfo
    const udp: Socket = createSocket('udp4')
    udp.on('message', (request, from) => {
      if (people === null) return
      const reply = Buffer.alloc(24)
      reply.writeUInt32BE(0x01_03_04, 0)
      request.copy(reply, 4, 4, 12)
      reply.writeUInt32BE(people[0], 12)
      reply.writeUInt32BE(people[1], 16)
      reply.writeUInt32BE(72_000, 20)
      udp.send(reply, from.port, from.address)
    })
    await new Promise<void>(resolve => udp.bind(port, '127.0.0.1', resolve))
    stops.push(
      () => new Promise(resolve => door.close(resolve)),
      () => new Promise<void>(resolve => udp.close(resolve)),
    )
    return `mumble://127.0.0.1:${port}`
  }
  const askVoice = (url: string, signal?: AbortSignal) =>
    probeService({ kind: 'audio', software: 'Mumble', url }, signal)

  test('it tells how many are there', async () => {
    expect(await askVoice(await server([12, 100]))).toMatchObject({
      well: true,
      people: { present: 12, limit: 100 },
    })
  })

  test('full, or without a single place, is not well', async () => {
    for (const people of [
      [100, 100],
      [0, 0],
      [7, 3],
    ] as const)
      expect(await askVoice(await server(people))).toMatchObject({ well: false, why: 'full' })
  })

  test('an open door is enough where pings are not answered', async () => {
    expect(await askVoice(await server(null))).toMatchObject({ well: true, people: null })
  })

  test('a shut door is not well', async () => {
    const { port } = new URL(await deadOrigin())
    expect(await askVoice(`mumble://127.0.0.1:${port}`)).toMatchObject({ well: false, why: 'refused' })
  })

  test('who asked may let go', async () => {
    expect(await askVoice(await server([1, 2]), AbortSignal.abort())).toMatchObject({
      well: false,
      why: 'silent',
    })
  })
})
