import { createSocket, type Socket } from 'node:dgram'
import { createFate, type Direction, type Line, type Passage, perfectLine } from './line.ts'
import { freePort } from './ports.ts'
import { relayTcp } from './relay-tcp.ts'
import { relayUdp } from './relay-udp.ts'

export interface RelayStats {
  /** Datagrams passed on. */
  udpUp: number
  udpDown: number
  /** Datagrams lost on purpose, by the line or by a cut. */
  udpDroppedUp: number
  udpDroppedDown: number
  tcpBytesUp: number
  tcpBytesDown: number
  /** TCP connections open now. */
  tcpConnections: number
}

export interface Relay {
  /** TCP and UDP port on 127.0.0.1 to give to the client. */
  port: number
  /** Changes what is named of the line, at once, and keeps the rest. Loss and order touch UDP; delay and jitter TCP too. */
  shape(change: { up?: Partial<Line>; down?: Partial<Line> }): void
  /** Loses every datagram without a word, in one direction (as a forgetful NAT does) or in both. */
  cutUdp(direction?: Direction): void
  restoreUdp(): void
  /** Resets every TCP connection and refuses new ones. */
  cutTcp(): Promise<void>
  restoreTcp(): Promise<void>
  /** TCP connections stay open and silent. */
  stallTcp(): void
  resumeTcp(): void
  stats(): RelayStats
  stop(): Promise<void>
}

export interface RelayOptions {
  targetPort: number
  /** Default 127.0.0.1. mumble-server knows a UDP peer by the address of its TCP connection: both come from here. */
  targetHost?: string
  /** Port to listen on; default: a free one. */
  port?: number
  /** Seed of all chance; the same seed gives the same losses. Default 1. */
  seed?: number
}

/** A bad network in one process: forwards one port, TCP and UDP, and spoils it on demand. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const seed = options.seed ?? 1
  const port = options.port ?? (await freePort())
  const target = { host: options.targetHost ?? '127.0.0.1', port: options.targetPort }
  const lines: Record<Direction, Line> = { up: perfectLine, down: perfectLine }
  const udpCut: Record<Direction, boolean> = { up: false, down: false }
  const udpFates = { up: createFate(seed), down: createFate(seed + 1) }
  const tcpFates = { up: createFate(seed + 2), down: createFate(seed + 3) }
  const passed: Record<Direction, number> = { up: 0, down: 0 }
  const dropped: Record<Direction, number> = { up: 0, down: 0 }
  const tcpBytes: Record<Direction, number> = { up: 0, down: 0 }

  function udpFate(direction: Direction): Passage {
    const drawn = udpFates[direction](lines[direction])
    const passage = udpCut[direction] ? { ...drawn, dropped: true } : drawn
    const counter = passage.dropped ? dropped : passed
    counter[direction] += 1
    return passage
  }

  const tcp = await relayTcp(
    port,
    target,
    direction => tcpFates[direction](lines[direction]).delayMs,
    (direction, bytes) => {
      tcpBytes[direction] += bytes
    },
  )
  const udp = relayUdp(await bindUdp(port), target, udpFate)

  return {
    port,
    shape: change => {
      lines.up = { ...lines.up, ...change.up }
      lines.down = { ...lines.down, ...change.down }
    },
    cutUdp: direction => {
      if (direction !== 'down') udpCut.up = true
      if (direction !== 'up') udpCut.down = true
    },
    restoreUdp: () => {
      udpCut.up = false
      udpCut.down = false
    },
    cutTcp: tcp.cut,
    restoreTcp: tcp.restore,
    stallTcp: tcp.stall,
    resumeTcp: tcp.resume,
    stats: () => ({
      udpUp: passed.up,
      udpDown: passed.down,
      udpDroppedUp: dropped.up,
      udpDroppedDown: dropped.down,
      tcpBytesUp: tcpBytes.up,
      tcpBytesDown: tcpBytes.down,
      tcpConnections: tcp.connections(),
    }),
    stop: async () => {
      udp.stop()
      await tcp.stop()
    },
  }
}

function bindUdp(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    socket.once('error', reject)
    socket.bind(port, '127.0.0.1', () => {
      socket.removeListener('error', reject)
      resolve(socket)
    })
  })
}
