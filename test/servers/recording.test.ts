/** Recording with real servers: everybody is told before a sound is kept, and a server's no is a no. */
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createEngine, type Engine } from '../../engine/engine.ts'
import { makeIdentity } from '../../engine/identity.ts'
import { readOgg } from '../engine/recording/ogg.ts'
import { cluster, packet, webmHead } from '../engine/recording/webm.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { eventually, joinServer, leaveAll, opusFrame, seriesToTry } from './mumble-people.ts'
import { openPage } from './page-double.ts'

const folders: string[] = []
const engines: Engine[] = []

function person() {
  const folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  folders.push(folder)
  const downloads = join(folder, 'Chatière')
  const engine = createEngine({
    dataFolder: folder,
    directoryFile: join(folder, 'none.json'),
    downloads,
    version: '0',
    systemLanguage: 'fr',
  })
  engines.push(engine)
  return { ...openPage(engine), downloads }
}

type Person = ReturnType<typeof person>

const enter = (page: Person, port: number, userName: string) =>
  page.engine.join({
    invitation: { host: '127.0.0.1', port, path: [], title: 'Café du lundi', padUrl: null },
    userName,
    muted: false,
    password: null,
  })

const seconds = (from: number) => Array.from({ length: 50 }, (_, index) => packet(from + index))
const piece = (bytes: Uint8Array, first = false) => ({ data: Buffer.from(bytes).toString('base64'), first })
const firstPiece = piece(Buffer.concat([webmHead(), cluster(seconds(0))]), true)

/** What the server told this page of somebody's recording. */
const seenRecording = (page: Person, name: string) =>
  [...page.told.room.users.values()].find(user => user.name === name)?.recording

afterAll(async () => {
  for (const engine of engines) await engine.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  leaveAll()
})

describe.each(seriesToTry)('mumble-server %s', series => {
  let server: MumbleServer
  beforeAll(async () => {
    server = await startMumbleServer({ series })
  })
  afterAll(() => server.stop())

  test('everybody sees who records from before the first sound until its end', async () => {
    const [anna, basile] = [person(), person()]
    await enter(anna, server.port, 'Anna')
    await enter(basile, server.port, 'Basile')
    const started = await anna.engine.startRecording('Café du lundi')
    expect(started.ok).toBe(true)
    // The answer comes after the server's own word to everybody, us among them.
    await eventually(() => seenRecording(anna, 'Anna') === true && seenRecording(basile, 'Anna') === true)
    expect(seenRecording(anna, 'Basile')).toBe(false)
    expect(await anna.engine.keepRecording(firstPiece)).toMatchObject({
      ok: true,
      value: { durationMs: 1000, paused: false },
    })
    const ended = await anna.engine.stopRecording()
    expect(ended).toMatchObject({ ok: true, value: { durationMs: 1000 } })
    await eventually(() => seenRecording(basile, 'Anna') === false)
    const [name] = await readdir(anna.downloads)
    const { pages, rest } = readOgg(await readFile(join(anna.downloads, name ?? '')))
    expect({ rest, packets: pages.slice(2).flatMap(page => page.packets).length }).toEqual({
      rest: 0,
      packets: 50,
    })
    await anna.engine.leave()
    await basile.engine.leave()
  })

  test('leaving ends it: the file is whole, and what comes late is not kept', async () => {
    const anna = person()
    await enter(anna, server.port, 'Anna')
    await anna.engine.startRecording('Café du lundi')
    await anna.engine.keepRecording(firstPiece)
    await anna.engine.leave()
    expect(await anna.engine.keepRecording(piece(cluster(seconds(50))))).toMatchObject({
      ok: false,
      problem: { code: 'recording-over' },
    })
    const [name] = await readdir(anna.downloads)
    const { pages, rest } = readOgg(await readFile(join(anna.downloads, name ?? '')))
    expect(rest).toBe(0)
    expect(pages.at(-1)?.flags).toBe(4)
    expect(await anna.engine.startRecording('x')).toMatchObject({ problem: { code: 'recording-over' } })
  })

  test('the flag comes through a burst that the server drops messages of', async () => {
    const [anna, basile] = [await joinServer(server.port, 'Anna'), await joinServer(server.port, 'Basile')]
    for (let i = 0; i < 12; i++) void anna.setRecording(i % 2 === 0).catch(() => undefined)
    await anna.setRecording(true)
    await eventually(() => basile.state.users.get(anna.session)?.recording === true)
    anna.close()
    basile.close()
  })

  test('the line is told in figures, that of others in our room too, and nobody is bothered with it', async () => {
    const [anna, basile] = [person(), await joinServer(server.port, 'Basile')]
    await enter(anna, server.port, 'Anna')
    expect(await anna.engine.lineReport([])).toMatchObject({ ok: true })
    await eventually(() => basile.route === 'udp')
    for (let frame = 0; frame < 60; frame++) {
      basile.sendVoice(frame, opusFrame(frame), frame === 59)
      anna.say(frame, opusFrame(frame), frame === 59)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    const report = async () => {
      const answer = await anna.engine.lineReport([basile.session, 9999])
      if (!answer.ok || answer.value === null) throw new Error('no report')
      return answer.value
    }
    let last = await report()
    const deadline = performance.now() + 15_000
    while (
      (last.peers.length === 0 || last.up.good < 60 || last.udpPingMs === null) &&
      performance.now() < deadline
    ) {
      await new Promise(resolve => setTimeout(resolve, 250))
      last = await report()
    }
    expect(last).toMatchObject({
      serverVersion: expect.stringMatching(series === '1.3' ? /^1\.3\.\d+$/ : /^1\.5\.\d+$/),
      route: 'udp',
      recordingAllowed: series === '1.3' ? null : true,
      malformed: 0,
      unansweredPings: expect.any(Number),
      peers: [{ session: basile.session, up: { lost: 0 } }],
    })
    expect(last.udpPingMs).toBeGreaterThan(0)
    expect(last.up.good).toBeGreaterThanOrEqual(60)
    expect(last.down.good).toBeGreaterThanOrEqual(60)
    expect(last.peers[0]?.up.good).toBeGreaterThanOrEqual(60)
    expect(anna.told.notices).toEqual([])
    await anna.engine.leave()
    expect(await anna.engine.lineReport([])).toEqual({ ok: true, value: null })
    basile.close()
  })
})

test.skipIf(!seriesToTry.includes('1.5'))('a server that forbids recording is not even asked', async () => {
  const server = await startMumbleServer({ series: '1.5', settings: { allowRecording: 'false' } })
  try {
    const [anna, basile] = [person(), person()]
    await enter(anna, server.port, 'Anna')
    await enter(basile, server.port, 'Basile')
    expect(await anna.engine.startRecording('x')).toMatchObject({ problem: { code: 'recording-refused' } })
    expect(await anna.engine.lineReport([])).toMatchObject({ value: { recordingAllowed: false } })
    expect(await readdir(anna.downloads)).toEqual([])
    // A server puts out whoever starts all the same: we are still in.
    await eventually(() => basile.told.room.users.size === 2)
    expect(seenRecording(basile, 'Anna')).toBe(false)
    expect(anna.told.connections.at(-1)?.phase).toBe('joined')
    // And this is what would have happened.
    const rash = await joinServer(server.port, 'Rash')
    const out = new Promise(resolve => rash.on('closed', (_error, removal) => resolve(removal?.reason)))
    await expect(rash.setRecording(true)).rejects.toThrow()
    expect(await out).toBeTruthy()
    await anna.engine.leave()
    await basile.engine.leave()
  } finally {
    await server.stop()
  }
})

test('a connection that comes back tells everybody again, and nothing is kept before', async () => {
  const identity = await makeIdentity()
  const certificate = { cert: identity.certificate, key: identity.key }
  const first = await startMumbleServer({ series: '1.3', certificate })
  const anna = person()
  await enter(anna, first.port, 'Anna')
  await anna.engine.startRecording('x')
  await anna.engine.keepRecording(firstPiece)
  await first.stop()
  await eventually(() => anna.told.connections.at(-1)?.phase === 'reconnecting')
  expect(await anna.engine.keepRecording(piece(cluster(seconds(50))))).toMatchObject({
    value: { durationMs: 1000, paused: true },
  })
  const second = await startMumbleServer({ series: '1.3', port: first.port, certificate })
  await eventually(() => anna.told.connections.at(-1)?.phase === 'joined', 30_000)
  await eventually(() => seenRecording(anna, 'Anna') === true)
  expect(await anna.engine.keepRecording(piece(cluster(seconds(100))))).toMatchObject({
    value: { durationMs: 2000, paused: false },
  })
  await anna.engine.leave()
  await second.stop()
})
