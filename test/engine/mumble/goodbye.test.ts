/** Leaving a server: what was said has left before it counts as left, and a server that hears nothing holds nobody up. */
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { MumbleClient } from '../../../engine/mumble/client.ts'
import { openControlChannel } from '../../../engine/mumble/control-channel.ts'
import { FrameReader } from '../../../engine/mumble/framing.ts'
import { readMessage } from '../../../engine/mumble/messages.ts'
import { helloThen, type StrangeServer, tlsServer } from '../../servers/strange-servers.ts'

let server: StrangeServer | null = null
afterEach(() => server?.stop())

function join(port: number): Promise<MumbleClient> {
  return MumbleClient.connect({
    address: { host: '127.0.0.1', port },
    identity: null,
    credentials: { userName: 'Anna', password: '', tokens: [] },
    self: { muted: true, deafened: false },
    release: 'test',
    approve: () => undefined,
  })
}

test('the last words arrive, whole, and then the end', async () => {
  const names: string[] = []
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  server = await helloThen(socket => {
    const reader = new FrameReader()
    socket.on('data', chunk => {
      for (const { type, payload } of reader.push(chunk)) names.push(readMessage(type, payload)?.name ?? '')
    })
    socket.on('end', end)
  })
  const client = await join(server.port)
  const registering = client.registerSelf().catch(error => error)
  const told: unknown[] = []
  client.on('closed', error => told.push(error))
  await client.close()
  await ended
  expect(names).toContain('UserState')
  expect(told).toEqual([null])
  expect(await registering).toBeInstanceOf(Error)
  // Twice is as good as once.
  await client.close()
  expect(told).toHaveLength(1)
})

test('a server that takes no more bytes is left all the same', async () => {
  const { promise: deaf, resolve: come } = Promise.withResolvers<Socket>()
  server = await tlsServer(socket => come(socket.pause()))
  const channel = await openControlChannel({ host: '127.0.0.1', port: server.port }, null)
  // Far more than what systems buffer between two programs on one machine.
  const packet = new Uint8Array(64 * 1024)
  for (let n = 0; n < 400; n++) channel.sendTunnel(packet)
  await channel.close()
  expect((await deaf).bytesRead).toBeLessThan(400 * packet.length)
})
