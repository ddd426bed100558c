/** What goes wrong, from the page's side: each a problem with its facts, and the app goes on after it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Invitation } from '../../bridge/invitation.ts'
import type { ProblemCode } from '../../bridge/problems.ts'
import { createEngine, type Engine } from '../../engine/engine.ts'
import { makeIdentity } from '../../engine/identity.ts'
import { writeFrame } from '../../engine/mumble/framing.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { freePort } from '../world/ports.ts'
import { eventually, opusFrame } from './mumble-people.ts'
import { openPage, type PageDouble } from './page-double.ts'
import { helloThen, type StrangeServer, tcpServer, tlsServer } from './strange-servers.ts'

const folders: string[] = []
const engines: Engine[] = []

function person(
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-')),
): PageDouble & { folder: string; ofEngine: Engine } {
  folders.push(folder)
  const engine = createEngine({
    dataFolder: folder,
    directoryFile: join(folder, 'none.json'),
    downloads: join(folder, 'downloads'),
    version: '0',
    systemLanguage: 'fr',
  })
  engines.push(engine)
  return { ...openPage(engine), folder, ofEngine: engine }
}

function meeting(port: number, path: string[] = [], title: string | null = null): Invitation {
  return { host: '127.0.0.1', port, path, title, padUrl: null }
}

function enter(
  page: PageDouble,
  { path, ...place }: Invitation,
  userName = 'Anna',
  password: string | null = null,
) {
  return page.engine.join({ invitation: { ...place, path: [...path] }, userName, muted: false, password })
}

async function problemOf(
  page: PageDouble,
  invitation: Invitation,
  userName = 'Anna',
  password: string | null = null,
) {
  const outcome = await enter(page, invitation, userName, password)
  return outcome.ok ? 'joined' : outcome.problem.code
}

let server: MumbleServer
let someone: PageDouble

beforeAll(async () => {
  server = await startMumbleServer({ series: '1.3' })
  someone = person()
})

afterAll(async () => {
  for (const engine of engines) await engine.close()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  await server.stop()
})

/** After anything bad, the same person can still join a good server. */
async function stillUsable(page: PageDouble) {
  expect((await enter(page, meeting(server.port), 'Revenue')).ok).toBe(true)
  await page.engine.leave()
}

describe('reaching a server', () => {
  test('a host that does not exist', async () => {
    expect(await problemOf(someone, { ...meeting(1), host: 'nulle-part.invalid' })).toMatch(
      /^(server-not-found|network-down)$/,
    )
    await stillUsable(someone)
  })

  test('a closed port', async () => {
    expect(await problemOf(someone, meeting(await freePort()))).toBe('server-refused')
    await stillUsable(someone)
  })

  test.each<[string, () => Promise<StrangeServer>]>([
    ['TLS that speaks HTTP', () => tlsServer(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['TCP without TLS', () => tcpServer(socket => socket.end('220 mail.example ESMTP\r\n'))],
    ['TLS that hangs up', () => tlsServer(socket => socket.end())],
  ])('%s', async (_name, start) => {
    const strange = await start()
    expect(await problemOf(person(), meeting(strange.port))).toMatch(/^(server-not-mumble|connection-lost)$/)
    await strange.stop()
  })
})

describe('being let in', () => {
  let locked: MumbleServer
  beforeAll(async () => {
    locked = await startMumbleServer({ series: '1.3', password: 'sésame', maxUsers: 3 })
  })
  afterAll(() => locked.stop())

  test('a password that is missing, wrong, right; then the server is full', async () => {
    const page = person()
    expect(await problemOf(page, meeting(locked.port))).toBe('password-needed')
    expect(await problemOf(page, meeting(locked.port), 'Anna', 'non')).toBe('password-wrong')
    expect((await enter(page, meeting(locked.port), 'Anna', 'sésame')).ok).toBe(true)
    expect((await enter(person(), meeting(locked.port), 'Basile', 'sésame')).ok).toBe(true)
    expect((await enter(person(), meeting(locked.port), 'Chloé', 'sésame')).ok).toBe(true)
    expect(await problemOf(person(), meeting(locked.port), 'David', 'sésame')).toBe('server-full')
    await page.engine.leave()
  })

  test('a name with a space goes in under its safe form, and says so', async () => {
    const page = person()
    const outcome = await enter(page, meeting(server.port), 'Marie Dupont 🌻')
    expect(outcome.ok && outcome.value.renamedTo).toBe('Marie_Dupont_')
    await eventually(() => [...page.told.room.users.values()].some(user => user.name === 'Marie_Dupont_'))
    await page.engine.leave()
  })

  test('a name that somebody else registered', async () => {
    const owner = person()
    const room = meeting(server.port, ['Salle'], 'Salle')
    expect((await enter(owner, room, 'Doyenne')).ok).toBe(true)
    expect(await problemOf(person(), meeting(server.port), 'Doyenne')).toBe('name-registered')
    await owner.engine.leave()
  })
})

describe('a room', () => {
  test('that a meeting link names is made again by who comes first; the next one finds it', async () => {
    const [first, second] = [person(), person()]
    const link = { ...meeting(server.port, ['Café-x7k2a'], 'Café'), padUrl: 'https://pad.example/p/cafe' }
    const made = await enter(first, link, 'Une')
    expect(made.ok && made.value).toMatchObject({
      roomMade: true,
      padUrl: 'https://pad.example/p/cafe',
      title: 'Café',
    })
    // Who comes by a plain link finds the pad in the room's description.
    const found = await enter(second, meeting(server.port, ['Café-x7k2a']), 'Deux')
    expect(found.ok && found.value).toMatchObject({ roomMade: false, padUrl: 'https://pad.example/p/cafe' })
    await eventually(() => second.told.room.users.size === 2)
    await first.engine.leave()
    await eventually(() => second.told.room.users.size === 1)
    await second.engine.leave()
  })

  test('that a plain link names and that is not there', async () => {
    expect(await problemOf(someone, meeting(server.port, ['Nulle part']))).toBe('room-not-found')
    await stillUsable(someone)
  })
})

describe('a server whose certificate changed', () => {
  test('is a stop, until the person takes the new one', async () => {
    const [one, two] = [await makeIdentity(), await makeIdentity()]
    const pem = (identity: typeof one) => ({ cert: identity.certificate, key: identity.key })
    const before = await startMumbleServer({ series: '1.3', certificate: pem(one) })
    const page = person()
    const first = await enter(page, meeting(before.port))
    expect(first.ok && first.value.firstVisit).toBe(true)
    await page.engine.leave()
    const again = await enter(page, meeting(before.port))
    expect(again.ok && again.value.firstVisit).toBe(false)
    await page.engine.leave()
    await before.stop()
    const after = await startMumbleServer({ series: '1.3', port: before.port, certificate: pem(two) })
    const stopped = await enter(page, meeting(after.port))
    expect(stopped.ok).toBe(false)
    if (stopped.ok) return
    expect(stopped.problem.code).toBe('certificate-changed')
    const { host, port, fingerprint } = stopped.problem.facts
    await page.engine.acceptCertificate({
      host: String(host),
      port: Number(port),
      fingerprint: String(fingerprint),
    })
    expect((await enter(page, meeting(after.port))).ok).toBe(true)
    await page.engine.leave()
    await after.stop()
  })
})

describe('a server that goes wrong after the handshake', () => {
  const oversized = new Uint8Array(6)
  new DataView(oversized.buffer).setUint32(2, 0x7fff_fff0)

  test.each<[string, Uint8Array, ProblemCode]>([
    ['a frame beyond the limit', oversized, 'protocol-broken'],
    ['protobuf that is none', writeFrame(9, new Uint8Array(40).fill(0xff)), 'protocol-broken'],
    [
      'keys of the wrong length',
      writeFrame(15, Uint8Array.of(0x0a, 1, 0, 0x12, 1, 0, 0x1a, 1, 0)),
      'protocol-broken',
    ],
  ])('%s: the connection is taken up again, and leaving works', async (_name, bytes) => {
    const strange = await helloThen(socket => setTimeout(() => socket.write(bytes), 50))
    const page = person()
    expect((await enter(page, meeting(strange.port))).ok).toBe(true)
    await eventually(() => page.told.connections.some(state => state.phase === 'reconnecting'))
    await page.engine.leave()
    expect(page.told.connections.at(-1)?.phase).toBe('idle')
    await strange.stop()
    await stillUsable(page)
  })

  test('malformed voice in the tunnel is dropped', async () => {
    const strange = await helloThen(socket => {
      for (const junk of [[], [0x80], [0xff, 1, 2], Array(2000).fill(0x81)]) {
        socket.write(writeFrame(1, Uint8Array.from(junk)))
      }
      socket.write(writeFrame(1, Uint8Array.of(0x80, 7, 0, 2, 0xf8, 0xff)))
    })
    const page = person()
    expect((await enter(page, meeting(strange.port))).ok).toBe(true)
    await strange.stop()
    await page.engine.leave()
  })
})

describe('the page itself', () => {
  test.each([
    [[{ muted: 'yes' }]],
    [[]],
    [
      [
        {
          invitation: { host: '', port: 0, path: [], title: null, padUrl: null },
          userName: '',
          muted: true,
          password: null,
        },
      ],
    ],
  ])('a malformed call %j is refused', async args => {
    const answer = await (someone.engine.join as unknown as (...all: unknown[]) => Promise<unknown>)(...args)
    expect(answer).toMatchObject({ ok: false, problem: { code: 'call-malformed' } })
  })

  test('only the calls of the bridge can be reached', async () => {
    const engine = someone.engine as unknown as Record<string, () => Promise<unknown>>
    for (const name of ['constructor', '__proto__', 'toString', 'attachPage']) {
      await expect(engine[name]?.()).rejects.toThrow()
    }
  })

  test('malformed microphone frames are dropped, and muted people are not sent', async () => {
    const [talker, listener] = [person(), person()]
    const room = meeting(server.port, ['Parloir'], 'Parloir')
    await enter(talker, room, 'Parleuse')
    await enter(listener, room, 'Oreille')
    talker.sayBytes(new Uint8Array(0))
    talker.sayBytes(new Uint8Array(4))
    talker.sayBytes(new Uint8Array(5000))
    for (let frame = 0; frame < 10; frame++) talker.say(frame, opusFrame(frame))
    await eventually(() => listener.heard.length === 10)
    await talker.engine.setSelf({ muted: true, deafened: false })
    await eventually(() => talker.told.self?.pending === false && talker.told.self.muted)
    for (let frame = 10; frame < 20; frame++) talker.say(frame, opusFrame(frame))
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(listener.heard).toHaveLength(10)
    await talker.engine.leave()
    await listener.engine.leave()
  })

  test('a page that takes over ends the meeting of the one before, whose microphone is deaf from then on', async () => {
    const [first, listener] = [person(), person()]
    await enter(first, meeting(server.port), 'Ancienne')
    await enter(listener, meeting(server.port), 'Témoin')
    await eventually(() => listener.told.room.users.size === 2)
    const second = openPage(first.ofEngine)
    await eventually(() => listener.told.room.users.size === 1)
    expect((await enter(second, meeting(server.port), 'Ancienne')).ok).toBe(true)
    for (let frame = 0; frame < 10; frame++) first.say(frame, opusFrame(frame))
    await eventually(() => listener.told.room.users.size === 2 && second.told.self?.pending === false)
    for (let frame = 100; frame < 110; frame++) second.say(frame, opusFrame(frame))
    await eventually(() => listener.heard.length === 10)
    expect(listener.heard.every(frame => frame.frameNumber >= 100)).toBe(true)
    await second.engine.leave()
    await listener.engine.leave()
  })

  test('a place that cannot be kept costs a notice, not the meeting', async () => {
    const page = person()
    // A folder where the file should be: no disk takes that.
    mkdirSync(join(page.folder, 'places.json', 'taken'), { recursive: true })
    expect((await enter(page, meeting(server.port), 'Étourdie')).ok).toBe(true)
    await eventually(() => page.told.notices.some(reason => reason.code === 'disk-refused'))
    await page.engine.leave()
  })

  test('a page that goes away leaves the room', async () => {
    const [leaver, stayer] = [person(), person()]
    await enter(leaver, meeting(server.port), 'Partante')
    await enter(stayer, meeting(server.port), 'Restante')
    await eventually(() => stayer.told.room.users.size === 2)
    leaver.close()
    await eventually(() => stayer.told.room.users.size === 1)
    await stayer.engine.leave()
  })
})

describe('a server that goes away', () => {
  test('and comes back with another certificate is a stop', async () => {
    const first = await startMumbleServer({ series: '1.3' })
    const page = person()
    const room = meeting(first.port, ['Reprise'], 'Reprise')
    expect((await enter(page, room, 'Fidèle')).ok).toBe(true)
    await first.stop()
    await eventually(() => page.told.connections.at(-1)?.phase === 'reconnecting')
    const second = await startMumbleServer({ series: '1.3', port: first.port })
    // A new database means a new certificate: that is a stop, not something to walk past.
    await eventually(() => page.told.connections.at(-1)?.problem?.code === 'certificate-changed', 40_000)
    expect(page.told.connections.at(-1)?.phase).toBe('ended')
    await second.stop()
  })

  test('with its old certificate, the room is made again', async () => {
    const { certificate, key } = await makeIdentity()
    const options = { series: '1.3', certificate: { cert: certificate, key } } as const
    const first = await startMumbleServer(options)
    const page = person()
    expect((await enter(page, meeting(first.port, ['Reprise'], 'Reprise'), 'Fidèle')).ok).toBe(true)
    await first.stop()
    await eventually(() => page.told.connections.at(-1)?.phase === 'reconnecting')
    const second = await startMumbleServer({ ...options, port: first.port })
    await eventually(() => page.told.connections.at(-1)?.phase === 'joined', 40_000)
    await eventually(() => {
      const own = page.told.room.users.get(page.told.room.selfSession ?? -1)
      return page.told.room.channels.get(own?.channelId ?? 0)?.name === 'Reprise'
    })
    await page.engine.leave()
    await second.stop()
  })
})
