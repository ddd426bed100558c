/**
 * Servers that are not what they seem, as doubles: no real program misbehaves on demand. They copy from
 * Mumble only its framing (type u16, length u32) and the order of the handshake.
 */

import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { makeIdentity } from '../../engine/identity.ts'
import { writeFrame } from '../../engine/mumble/framing.ts'
import { type MessageName, type MessageOf, writeMessage } from '../../engine/mumble/messages.ts'

export interface StrangeServer {
  readonly port: number
  stop(): Promise<void>
}

/** A TLS server that answers each connection with `act`. */
export async function tlsServer(act: (socket: Socket) => void): Promise<StrangeServer> {
  const { certificate, key } = await makeIdentity()
  return listen(createTlsServer({ cert: certificate, key }, act))
}

/** A TCP server that knows no TLS. */
export function tcpServer(act: (socket: Socket) => void): Promise<StrangeServer> {
  return listen(createTcpServer(act))
}

async function listen(server: Server): Promise<StrangeServer> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** Lets a client in as a real server would, up to ServerSync, and then hands the socket over. */
export async function helloThen(act: (socket: Socket) => void): Promise<StrangeServer> {
  return tlsServer(socket => {
    socket.on('error', () => undefined)
    const send = <N extends MessageName>(name: N, fields: Partial<MessageOf<N>>) => {
      const { type, payload } = writeMessage(name, fields)
      socket.write(writeFrame(type, payload))
    }
    socket.once('data', () => {
      send('Version', { versionV1: 0x010304 })
      send('ChannelState', { channelId: 0, name: 'Root' })
      send('UserState', { session: 1, name: 'Anna' })
      send('ServerSync', { session: 1, maxBandwidth: 72_000 })
      act(socket)
    })
  })
}
