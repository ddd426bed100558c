/** Asks a server how it is without entering: the unencrypted ping that server lists use. */
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import type { ServerAddress } from './control-channel.ts'
import { fromV1, type MumbleVersion } from './version.ts'

export interface ServerInfo {
  readonly version: MumbleVersion
  readonly users: number
  readonly maxUsers: number
  /** bit/s per user */
  readonly maxBandwidth: number
  readonly roundTripMs: number
}

const REQUEST_BYTES = 12
const REPLY_BYTES = 24

/** Null when nothing fitting came in time; a server may be well and silent (allowping=false). */
export async function probeServer(address: ServerAddress, timeoutMs: number): Promise<ServerInfo | null> {
  const target = await lookup(address.host).catch(() => null)
  if (target === null) return null
  const ident = randomBytes(8)
  const request = Buffer.alloc(REQUEST_BYTES)
  ident.copy(request, 4)
  const socket = createSocket(target.family === 6 ? 'udp6' : 'udp4')
  const asked = performance.now()
  try {
    return await new Promise(resolve => {
      const timer = setTimeout(resolve, timeoutMs, null)
      socket.on('error', () => {
        clearTimeout(timer)
        resolve(null)
      })
      socket.on('message', reply => {
        if (reply.length !== REPLY_BYTES || !reply.subarray(4, 12).equals(ident)) return
        clearTimeout(timer)
        resolve({
          version: fromV1(reply.readUInt32BE(0)),
          users: reply.readUInt32BE(12),
          maxUsers: reply.readUInt32BE(16),
          maxBandwidth: reply.readUInt32BE(20),
          roundTripMs: performance.now() - asked,
        })
      })
      socket.connect(address.port, target.address, () => socket.send(request))
    })
  } finally {
    socket.close()
  }
}
