/** Voice over a line whose UDP dies: the tunnel takes over, and UDP comes back by itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MumbleClient } from '../../engine/mumble/client.ts'
import { type MumbleServer, startMumbleServer } from '../world/mumble-server.ts'
import { type Relay, startRelay } from '../world/relay.ts'
import { eventually, joinServer, leaveAll, opusFrame, seriesToTry } from './mumble-people.ts'

describe.each(seriesToTry)('a line to mumble-server %s that is cut', series => {
  let server: MumbleServer
  let relay: Relay
  let anna: MumbleClient
  let basile: MumbleClient

  beforeAll(async () => {
    server = await startMumbleServer({ series })
    relay = await startRelay({ targetPort: server.port })
    anna = await joinServer(relay.port, 'Anna')
    basile = await joinServer(relay.port, 'Basile')
    await eventually(() => anna.route === 'udp' && basile.route === 'udp')
  })
  afterAll(async () => {
    leaveAll()
    await relay?.stop()
    await server?.stop()
  })

  test('the voice takes the tunnel within 5 s and goes back to UDP by itself', async () => {
    let frame = 0
    let lastHeard = performance.now()
    basile.on('audio', () => {
      lastHeard = performance.now()
    })
    const talking = setInterval(() => {
      frame += 1
      anna.sendVoice(frame, opusFrame(frame), false)
    }, 10)
    try {
      await eventually(() => performance.now() - lastHeard < 50 && frame > 20)
      relay.cutUdp()
      const cut = performance.now()
      await eventually(() => performance.now() - cut > 200 && performance.now() - lastHeard > 150)
      await eventually(() => performance.now() - lastHeard < 50 && anna.route === 'tunnel', 10_000)
      const silentMs = performance.now() - cut
      console.log(
        `mumble-server ${series}: voice back through the tunnel ${Math.round(silentMs)} ms after the cut`,
      )
      expect(silentMs).toBeLessThan(5000)
      relay.restoreUdp()
      const restored = performance.now()
      await eventually(() => anna.route === 'udp' && basile.route === 'udp', 20_000)
      console.log(
        `mumble-server ${series}: UDP again ${Math.round(performance.now() - restored)} ms after the cut's end`,
      )
      const before = relay.stats().udpDown
      await eventually(() => relay.stats().udpDown - before > 50)
    } finally {
      clearInterval(talking)
    }
  })

  test('who only listens hears again too, when only the way to them is cut', async () => {
    const listener = await joinServer(relay.port, 'Chloé')
    await eventually(() => listener.route === 'udp')
    let heard = 0
    listener.on('audio', () => {
      heard += 1
    })
    let frame = 10_000
    const talking = setInterval(() => {
      frame += 1
      anna.sendVoice(frame, opusFrame(frame), false)
    }, 10)
    try {
      await eventually(() => heard > 10)
      relay.cutUdp('down')
      await eventually(() => listener.route === 'tunnel', 10_000)
      const atSwitch = heard
      await eventually(() => heard > atSwitch + 50)
    } finally {
      clearInterval(talking)
      relay.restoreUdp()
      listener.close()
    }
  })

  test('a server that lost count of our packets is told anew', async () => {
    await eventually(() => anna.route === 'udp', 40_000)
    relay.shape({ up: { dropProbability: 1 } })
    // More than 256 lost packets in a row: the server cannot tell the turn of the first byte any more.
    for (let i = 0; i < 300; i++) anna.sendVoice(20_000 + i, opusFrame(i), false)
    await new Promise(resolve => setTimeout(resolve, 100))
    relay.shape({ up: { dropProbability: 0 } })
    let heard = 0
    basile.on('audio', () => {
      heard += 1
    })
    let frame = 30_000
    const talking = setInterval(() => {
      frame += 1
      anna.sendVoice(frame, opusFrame(frame), false)
    }, 10)
    try {
      await eventually(() => heard > 50 && anna.route === 'udp', 40_000)
    } finally {
      clearInterval(talking)
    }
  })
})
