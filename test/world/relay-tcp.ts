import { connect, createServer, type Server, type Socket } from 'node:net'
import { createDelayLine } from './delay-line.ts'
import type { Direction } from './line.ts'

export interface TcpRelay {
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>
  restore(): Promise<void>
  /** Keeps connections open but lets no byte through, as a dead radio link does. */
  stall(): void
  resume(): void
  connections(): number
  stop(): Promise<void>
}

/**
 * Forwards TCP connections of 127.0.0.1:`port` to the target.
 * @param delayMs asked once per piece of data; order is kept and nothing is lost.
 * @param count told the bytes of every piece.
 */
export async function relayTcp(
  port: number,
  target: { host: string; port: number },
  delayMs: (direction: Direction) => number,
  count: (direction: Direction, bytes: number) => void,
): Promise<TcpRelay> {
  const pairs = new Set<{ near: Socket; far: Socket }>()
  let stalled = false
  let server: Server | undefined

  function forward(from: Socket, to: Socket, direction: Direction): void {
    const delay = createDelayLine()
    from.on('data', piece => {
      count(direction, piece.length)
      delay.push(delayMs(direction), () => {
        if (to.writable && !to.write(piece)) from.pause()
      })
    })
    to.on('drain', () => {
      if (!stalled) from.resume()
    })
    from.on('end', () => delay.push(0, () => to.end()))
    from.on('close', () => delay.push(0, () => to.destroySoon()))
    // 'close' follows every error and ends the other side.
    from.on('error', () => undefined)
  }

  function accept(near: Socket): void {
    const far = connect({ host: target.host, port: target.port, allowHalfOpen: true })
    const pair = { near, far }
    pairs.add(pair)
    near.setNoDelay(true)
    far.setNoDelay(true)
    forward(near, far, 'up')
    forward(far, near, 'down')
    near.on('close', () => pairs.delete(pair))
    if (stalled) for (const socket of [near, far]) socket.pause()
  }

  function listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const fresh = createServer({ allowHalfOpen: true }, accept)
      fresh.once('error', reject)
      fresh.listen(port, '127.0.0.1', () => {
        server = fresh
        resolve()
      })
    })
  }

  async function cut(): Promise<void> {
    const old = server
    server = undefined
    const closed = new Promise<void>(resolve => (old === undefined ? resolve() : old.close(() => resolve())))
    for (const { near, far } of pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    await closed
  }

  await listen()
  return {
    cut,
    restore: async () => {
      if (server === undefined) await listen()
    },
    stall: () => {
      stalled = true
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.pause()
    },
    resume: () => {
      stalled = false
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.resume()
    },
    connections: () => pairs.size,
    stop: cut,
  }
}
