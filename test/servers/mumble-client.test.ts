/** The Mumble client against real servers of both voice formats. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeIdentity } from '../../engine/identity.ts'
import { DeniedError, type RejectError } from '../../engine/mumble/errors.ts'
import type { IncomingVoice } from '../../engine/mumble/voice-packet.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { eventually, joinServer, leaveAll, opusFrame, seriesToTry } from './mumble-people.ts'

describe.each(seriesToTry)('mumble-server %s', series => {
  let server: MumbleServer

  beforeAll(async () => {
    server = await startMumbleServer({ series })
  })
  afterAll(async () => {
    leaveAll()
    await server?.stop()
  })

  test('the handshake ends with us among the users', async () => {
    const anna = await joinServer(server.port, 'Anna')
    expect(anna.version).toMatchObject({ major: 1, minor: Number(series.split('.')[1]) })
    expect(anna.ownUser?.name).toBe('Anna')
    expect(anna.state.channels.get(0)?.name).toBeTruthy()
    expect(anna.maxBandwidth).toBeGreaterThan(0)
    anna.close()
  })

  test('a room is made, found by its path, and voices cross it unchanged over UDP', async () => {
    const anna = await joinServer(server.port, 'Maker')
    await expect(anna.createTemporaryChannel(0, 'Café du lundi', 'Pad')).rejects.toThrow(DeniedError)
    await anna.registerSelf()
    const room = await anna.createTemporaryChannel(
      0,
      'Café du lundi',
      'Pad: <a href="https://pad.example/p/x">x</a>',
    )
    expect(room.temporary).toBe(true)
    const basile = await joinServer(server.port, 'Basile')
    const found = basile.state.channelAt(['café du lundi'])
    expect(found?.id).toBe(room.id)
    await basile.enter(room.id)
    expect(await basile.describe(room.id)).toContain('https://pad.example/p/x')

    await eventually(() => anna.route === 'udp' && basile.route === 'udp')
    const heard: IncomingVoice[] = []
    basile.on('audio', packet => heard.push(packet))
    for (let frame = 0; frame < 50; frame++) {
      expect(anna.sendVoice(frame, opusFrame(frame), frame === 49)).toBe(true)
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    await eventually(() => heard.length === 50)
    for (const [frame, packet] of heard.entries()) {
      expect(packet).toMatchObject({ session: anna.session, frameNumber: frame, terminator: frame === 49 })
      expect([...packet.opus]).toEqual([...opusFrame(frame)])
    }
    anna.close()
    basile.close()
  })

  test('twenty quick mutes end as the last one was wished', async () => {
    const anna = await joinServer(server.port, 'Anna')
    const basile = await joinServer(server.port, 'Basile')
    for (let i = 0; i < 20; i++) anna.setSelf({ muted: i % 2 === 0, deafened: false })
    anna.setSelf({ muted: true, deafened: true })
    await eventually(() => basile.state.users.get(anna.session)?.selfDeaf === true)
    anna.setSelf({ muted: false, deafened: false })
    await eventually(() => {
      const seen = basile.state.users.get(anna.session)
      return seen?.selfDeaf === false && seen.selfMute === false
    })
    anna.close()
    basile.close()
  })

  test('refusals come as what they are', async () => {
    const locked = await startMumbleServer({ series, password: 'ouvre', maxUsers: 2 })
    try {
      const refusal = (name: string, password: string) =>
        joinServer(locked.port, name, password).then(
          () => 'let in',
          error => (error as RejectError).reject.type,
        )
      expect(await refusal('Anna', '')).toBe(4)
      expect(await refusal('Anna', 'faux')).toBe(4)
      expect(await refusal('', 'ouvre')).toBe(2)
      const anna = await joinServer(locked.port, 'Anna', 'ouvre')
      const basile = await joinServer(locked.port, 'Basile', 'ouvre')
      expect(await refusal('Chloé', 'ouvre')).toBe(6)
      anna.close()
      basile.close()
    } finally {
      await locked.stop()
    }
  })

  test('one certificate is one person: the newer connection wins', async () => {
    const identity = await makeIdentity()
    const first = await joinServer(server.port, 'Anna', '', identity)
    const out = new Promise(resolve => first.on('closed', (_error, removal) => resolve(removal)))
    const second = await joinServer(server.port, 'Anna', '', identity)
    expect(await out).not.toBeNull()
    second.close()
  })
})
