import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { freePort } from './ports.ts'
import { type Relay, startRelay } from './relay.ts'

/** A server that sends everything back, over TCP and UDP of one port. */
let tcpServer: Server
let udpServer: UdpSocket
/** What the UDP server got: text and the sender's port. */
let arrived: { text: string; from: number }[]
let relay: Relay
const open: { destroy?: () => void; close?: () => void }[] = []

beforeEach(async () => {
  const port = await freePort()
  tcpServer = createServer(socket => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  tcpServer.listen(port, '127.0.0.1')
  udpServer = createSocket('udp4')
  arrived = []
  udpServer.on('message', (packet, peer) => {
    arrived.push({ text: packet.toString(), from: peer.port })
    udpServer.send(packet, peer.port, peer.address)
  })
  udpServer.bind(port, '127.0.0.1')
  await Promise.all([once(tcpServer, 'listening'), once(udpServer, 'listening')])
  relay = await startRelay({ targetPort: port })
})

afterEach(async () => {
  for (const socket of open.splice(0)) {
    socket.destroy?.()
    socket.close?.()
  }
  await relay.stop()
  udpServer.close()
  await new Promise(resolve => tcpServer.close(resolve))
})

function udpClient(): { send(text: string): void; heard: string[] } {
  const socket = createSocket('udp4')
  open.push({ close: () => socket.close() })
  const heard: string[] = []
  socket.on('message', packet => heard.push(packet.toString()))
  return { send: text => socket.send(text, relay.port, '127.0.0.1'), heard }
}

async function tcpClient(): Promise<{ socket: Socket; heard: () => string }> {
  const socket = connect({ host: '127.0.0.1', port: relay.port })
  open.push({ destroy: () => socket.destroy() })
  socket.on('error', () => undefined)
  let heard = ''
  socket.on('data', piece => {
    heard += piece.toString()
  })
  await once(socket, 'connect')
  return { socket, heard: () => heard }
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i))

/** Sends one after the other with a breath between, so that the system itself loses none. */
async function sendAll(client: { send(text: string): void }, texts: string[]): Promise<void> {
  for (const [i, text] of texts.entries()) {
    client.send(text)
    if (i % 10 === 9) await sleep(1)
  }
}

describe('UDP', () => {
  it('brings every answer to the client that asked', async () => {
    const [first, second] = [udpClient(), udpClient()]
    first.send('one')
    second.send('two')
    await vi.waitFor(() => expect([first.heard, second.heard]).toEqual([['one'], ['two']]))
    first.send('three')
    await vi.waitFor(() => expect(first.heard).toEqual(['one', 'three']))
    expect(new Set(arrived.map(({ from }) => from)).size).toBe(2)
    expect(relay.stats()).toMatchObject({ udpUp: 3, udpDown: 3, udpDroppedUp: 0, udpDroppedDown: 0 })
  })

  it('loses the same packets again with the same seed', async () => {
    relay.shape({ up: { dropProbability: 0.3 } })
    await sendAll(udpClient(), numbers(200))
    await vi.waitFor(() => expect(relay.stats().udpUp + relay.stats().udpDroppedUp).toBe(200))
    await vi.waitFor(() => expect(arrived.length).toBe(relay.stats().udpUp))
    const before = arrived.map(({ text }) => text)
    expect(before.length).toBeGreaterThan(100)
    expect(before.length).toBeLessThan(180)

    arrived = []
    const again = await startRelay({ targetPort: udpServer.address().port })
    await relay.stop()
    relay = again
    relay.shape({ up: { dropProbability: 0.3 } })
    await sendAll(udpClient(), numbers(200))
    await vi.waitFor(() => expect(arrived.map(({ text }) => text)).toEqual(before))
  })

  it('can be cut one way, then both, and be restored', async () => {
    const client = udpClient()
    relay.cutUdp('down')
    client.send('1')
    await vi.waitFor(() => expect(arrived.length).toBe(1))
    await vi.waitFor(() => expect(relay.stats().udpDroppedDown).toBe(1))
    relay.cutUdp()
    client.send('2')
    await vi.waitFor(() => expect(relay.stats().udpDroppedUp).toBe(1))
    expect(client.heard).toEqual([])
    relay.restoreUdp()
    client.send('3')
    await vi.waitFor(() => expect(client.heard).toEqual(['3']))
    expect(arrived.map(({ text }) => text)).toEqual(['1', '3'])
  })

  it('takes its time both ways', async () => {
    relay.shape({ up: { delayMs: 40 }, down: { delayMs: 60 } })
    const client = udpClient()
    const start = performance.now()
    client.send('slow')
    await vi.waitFor(() => expect(client.heard).toEqual(['slow']), { interval: 1 })
    expect(performance.now() - start).toBeGreaterThanOrEqual(98)
  })

  it('keeps the order under jitter', async () => {
    relay.shape({ up: { delayMs: 5, jitterMs: 40 } })
    await sendAll(udpClient(), numbers(100))
    await vi.waitFor(() => expect(arrived.map(({ text }) => text)).toEqual(numbers(100)))
  })

  it('changes the order when told, and loses nothing by it', async () => {
    relay.shape({ up: { reorderProbability: 0.3 } })
    await sendAll(udpClient(), numbers(100))
    await vi.waitFor(() => expect(arrived.length).toBe(100))
    const order = arrived.map(({ text }) => Number(text))
    expect(order).not.toEqual(numbers(100).map(Number))
    expect([...order].sort((a, b) => a - b)).toEqual(numbers(100).map(Number))
  })

  it('survives a target that is not there', async () => {
    const lonely = await startRelay({ targetPort: await freePort() })
    const socket = createSocket('udp4')
    open.push({ close: () => socket.close() })
    socket.send('a', lonely.port, '127.0.0.1')
    await vi.waitFor(() => expect(lonely.stats().udpUp).toBe(1))
    socket.send('b', lonely.port, '127.0.0.1')
    await vi.waitFor(() => expect(lonely.stats().udpUp).toBe(2))
    await lonely.stop()
  })
})

describe('TCP', () => {
  it('carries bytes both ways and passes the end on', async () => {
    const { socket, heard } = await tcpClient()
    const long = 'x'.repeat(300_000)
    socket.end(long)
    await once(socket, 'close')
    expect(heard()).toBe(long)
    expect(relay.stats()).toMatchObject({ tcpBytesUp: 300_000, tcpBytesDown: 300_000 })
    await vi.waitFor(() => expect(relay.stats().tcpConnections).toBe(0))
  })

  it('resets connections and refuses new ones while cut', async () => {
    const { socket } = await tcpClient()
    socket.write('hello')
    await once(socket, 'data')
    const reset = new Promise(resolve => socket.once('close', resolve))
    await relay.cutTcp()
    await reset
    await expect(tcpClient()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await relay.restoreTcp()
    const later = await tcpClient()
    later.socket.write('again')
    await vi.waitFor(() => expect(later.heard()).toBe('again'))
  })

  it('holds all bytes back while stalled, and gives them in order after', async () => {
    const { socket, heard } = await tcpClient()
    socket.write('a')
    await vi.waitFor(() => expect(heard()).toBe('a'))
    relay.stallTcp()
    socket.write('b')
    const newcomer = await tcpClient()
    newcomer.socket.write('n')
    await sleep(100)
    expect([heard(), newcomer.heard()]).toEqual(['a', ''])
    socket.write('c')
    relay.resumeTcp()
    await vi.waitFor(() => expect([heard(), newcomer.heard()]).toEqual(['abc', 'n']))
  })

  it('takes its time, in order', async () => {
    relay.shape({ up: { delayMs: 30, jitterMs: 30 }, down: { delayMs: 30 } })
    const { socket, heard } = await tcpClient()
    const start = performance.now()
    for (const text of numbers(10)) {
      socket.write(text)
      await sleep(2)
    }
    await vi.waitFor(() => expect(heard()).toBe('0123456789'), { interval: 1 })
    expect(performance.now() - start).toBeGreaterThanOrEqual(58)
  })
})
