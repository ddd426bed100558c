import { createSocket } from 'node:dgram'

/** What a Mumble server tells anyone who asks over UDP. */
export interface ServerInfo {
  /** major.minor.patch; servers from 1.5 on say 255 for any larger patch number. */
  version: string
  users: number
  maxUsers: number
  /** Largest bandwidth allowed per user, bit/s. */
  bandwidth: number
}

/**
 * Asks a server with the 12-byte information probe that every version answers, again and again: a server that has
 * just started may miss the first.
 * @returns undefined when no answer came within `withinMs`.
 */
export function askServerInfo(
  port: number,
  withinMs = 5000,
  host = '127.0.0.1',
): Promise<ServerInfo | undefined> {
  const probe = Buffer.alloc(12)
  probe.writeDoubleBE(performance.now(), 4)
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    const finish = (info: ServerInfo | undefined) => {
      clearTimeout(patience)
      clearInterval(asking)
      socket.close()
      resolve(info)
    }
    const patience = setTimeout(() => finish(undefined), withinMs)
    socket.once('error', error => {
      clearTimeout(patience)
      clearInterval(asking)
      socket.close()
      reject(error)
    })
    socket.on('message', answer => {
      if (answer.length !== 24 || !answer.subarray(4, 12).equals(probe.subarray(4))) return
      finish({
        version: [...answer.subarray(1, 4)].join('.'),
        users: answer.readUInt32BE(12),
        maxUsers: answer.readUInt32BE(16),
        bandwidth: answer.readUInt32BE(20),
      })
    })
    const ask = () => socket.send(probe, port, host)
    const asking = setInterval(ask, 250)
    ask()
  })
}
