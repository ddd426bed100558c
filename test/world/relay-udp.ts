import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { createDelayLine, type DelayLine } from './delay-line.ts'
import type { Direction, Passage } from './line.ts'

/** A packet waiting to be overtaken goes anyway after this long (ms), so that the last one of a talk arrives. */
const longestHoldMs = 100

interface Hold {
  deliver: () => void
  timer: NodeJS.Timeout
}

interface Way {
  delay: DelayLine
  held: Hold | undefined
}

interface Client {
  socket: Socket
  ways: Record<Direction, Way>
}

export interface UdpRelay {
  stop(): void
}

/**
 * Forwards the datagrams of `front` (bound, on 127.0.0.1) to the target, with one socket per client so that
 * answers find their way back.
 * @param fate asked once per datagram; 'dropped' datagrams are counted by the caller.
 */
export function relayUdp(
  front: Socket,
  target: { host: string; port: number },
  fate: (direction: Direction) => Passage,
): UdpRelay {
  const clients = new Map<string, Client>()
  let stopped = false

  function send(way: Way, passage: Passage, deliver: () => void): void {
    if (passage.dropped || stopped) return
    const { held } = way
    if (held === undefined && passage.overtaken) {
      const release = () => {
        way.held = undefined
        way.delay.push(passage.delayMs, deliver)
      }
      way.held = { deliver: release, timer: setTimeout(release, longestHoldMs) }
      return
    }
    way.delay.push(passage.delayMs, deliver)
    if (held === undefined) return
    clearTimeout(held.timer)
    held.deliver()
  }

  function clientAt(peer: RemoteInfo): Client {
    const key = `${peer.address}:${peer.port}`
    const known = clients.get(key)
    if (known !== undefined) return known
    const socket = createSocket('udp4')
    const newWay = (): Way => ({ delay: createDelayLine(), held: undefined })
    const client: Client = { socket, ways: { up: newWay(), down: newWay() } }
    socket.on('message', (packet, from) => {
      if (from.port !== target.port) return
      send(client.ways.down, fate('down'), () => front.send(packet, peer.port, peer.address))
    })
    // An unreachable target is a lost packet, as on the Internet.
    socket.on('error', () => undefined)
    clients.set(key, client)
    return client
  }

  front.on('message', (packet, peer) => {
    const client = clientAt(peer)
    send(client.ways.up, fate('up'), () => client.socket.send(packet, target.port, target.host))
  })
  front.on('error', () => undefined)

  return {
    stop: () => {
      stopped = true
      for (const { socket, ways } of clients.values()) {
        for (const way of [ways.up, ways.down]) {
          way.delay.clear()
          clearTimeout(way.held?.timer)
        }
        socket.close()
      }
      clients.clear()
      front.close()
    },
  }
}
