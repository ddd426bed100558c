/** What a long time of voice leaves behind in the engine: nothing. Real UDP on this computer, as fast as it goes. */
import { createSocket } from 'node:dgram'
import { EventEmitter, once } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import type { ControlChannel } from '../../../engine/mumble/control-channel.ts'
import { CryptState } from '../../../engine/mumble/crypt-state.ts'
import { VoiceChannel } from '../../../engine/mumble/voice-channel.ts'
import { legacyVoice } from '../../../engine/mumble/voice-format-legacy.ts'
import { protobufVoice } from '../../../engine/mumble/voice-format-protobuf.ts'
import type { IncomingVoice, VoiceFormat } from '../../../engine/mumble/voice-packet.ts'
import { growthOf, MINUTES, retained } from '../../memory.ts'

vi.setConfig({ testTimeout: 240_000 })

const key = Uint8Array.from({ length: 16 }, (_, i) => i * 7)
const clientNonce = new Uint8Array(16).fill(1)
const serverNonce = new Uint8Array(16).fill(2)
const SESSION = 9
/** Packets sent before their answers are waited for: what the system's buffers hold with ease. */
const BATCH = 50

/** A double of a Mumble server's voice: gives each packet back as another person's, pings as they are. */
async function serverDouble(format: VoiceFormat) {
  const socket = createSocket('udp4')
  const crypt = new CryptState(key, serverNonce, clientNonce)
  const relayed = (packet: Uint8Array) =>
    format === protobufVoice
      ? Uint8Array.from([0, 0x10, 0, 0x18, SESSION, ...packet.subarray(1)])
      : Uint8Array.from([(packet[0] ?? 0) & 0xe0, SESSION, ...packet.subarray(1)])
  const isPing = (packet: Uint8Array) => (format === protobufVoice ? packet[0] === 1 : packet[0] === 0x20)
  socket.on('message', (datagram, from) => {
    const plain = crypt.decrypt(datagram)
    if (plain === null) return
    socket.send(crypt.encrypt(isPing(plain) ? plain : relayed(plain)), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { socket, crypt, port: socket.address().port }
}

/** A double of the control channel: what the voice needs of it, tunnelled packets counted. */
function controlDouble(port: number) {
  let tunnelled = 0
  const control = Object.assign(new EventEmitter(), {
    remote: { address: '127.0.0.1', port, family: 4 },
    backlogBytes: 0,
    send: () => {},
    sendTunnel: () => {
      tunnelled++
    },
  })
  return { control: control as unknown as ControlChannel, tunnelled: () => tunnelled }
}

describe.each([
  ['from 1.5 on', protobufVoice],
  ['before 1.5', legacyVoice],
] as const)('minutes on end of a voice, both ways, %s', (name, format) => {
  test('leave nothing behind, and every packet arrives as it was sent', async () => {
    const server = await serverDouble(format)
    const { control, tunnelled } = controlDouble(server.port)
    const voice = new VoiceChannel(control, format)
    let arrived = 0
    let wrong = 0
    let wake = () => {}
    voice.on('audio', (packet: IncomingVoice) => {
      if (packet.session !== SESSION || packet.frameNumber % 251 !== packet.opus[0]) wrong++
      arrived++
      wake()
    })
    voice.setUp({ key, clientNonce, serverNonce })
    if (voice.route !== 'udp') await once(voice, 'route')
    // What makes the server send to us by UDP is a packet of its own, and comes back like any other.
    const before = 1
    const opus = new Uint8Array(70)
    const marks: number[] = []
    let sent = 0
    for (let minute = 0; minute < MINUTES; minute++) {
      for (let packet = 0; packet < 6000; packet += BATCH) {
        for (let i = 0; i < BATCH; i++) {
          const frameNumber = sent++
          opus.fill(frameNumber % 251)
          voice.send({ type: 'audio', target: 0, frameNumber, opus, terminator: false })
        }
        while (arrived < sent) await new Promise<void>(resolve => (wake = resolve))
      }
      marks.push(await retained())
    }
    expect(sent).toBe(MINUTES * 6000)
    expect(arrived).toBeGreaterThanOrEqual(sent)
    expect(wrong).toBeLessThanOrEqual(before)
    expect(tunnelled()).toBe(0)
    expect(voice.malformed).toBe(0)
    expect(voice.packetCounters).toMatchObject({ late: 0, lost: 0, resync: 0 })
    expect(growthOf(`The engine's voice ${name}`, marks)).toBeLessThan(1)
    voice.close()
    server.socket.close()
  })
})
