/**
 * One more in the room, with no ears: takes down what the server sends, so that it can be told what the very same
 * packets say when none is lost or late. A second listening program would do so too, but on two processors a third
 * browser starves the other two.
 */
import { makeIdentity } from '../engine/identity.ts'
import { MumbleClient } from '../engine/mumble/client.ts'
import type { IncomingVoice } from '../engine/mumble/voice-packet.ts'
import { UNIT } from '../renderer/voice/audio-format.ts'
import { createDecoderPool } from '../renderer/voice/decoder-pool.ts'
import type { Pcm } from '../test/world/signal.ts'

/** More than this missing in a row is a new count of a voice, not loss: 1 s. */
const MOST_MISSING = 100

export interface PacketListener {
  /** Leaves. Gives what was said meanwhile, 48 kHz, as libopus decodes it in order. */
  stop(): Promise<Pcm>
}

/** Enters the room that the talker of this name is in. Throws when there is none. */
export async function listenToPackets(port: number, talkerName: string): Promise<PacketListener> {
  const client = await MumbleClient.connect({
    address: { host: '127.0.0.1', port },
    identity: await makeIdentity(),
    credentials: { userName: 'Oreille', password: '', tokens: [] },
    self: { muted: true, deafened: false },
    release: 'bench',
    approve: () => undefined,
  })
  const talker = [...client.state.users.values()].find(({ name }) => name === talkerName)
  if (talker === undefined) throw new Error(`nobody is called ${talkerName}`)
  if (talker.channelId !== client.ownUser?.channelId) await client.enter(talker.channelId)
  const packets: IncomingVoice[] = []
  client.on('audio', packet => {
    if (packet.session === talker.session) packets.push(packet)
  })
  return {
    stop: () => {
      client.close()
      return decode(packets)
    },
  }
}

/** A packet that never came is made up. */
async function decode(packets: readonly IncomingVoice[]): Promise<Pcm> {
  const pool = await createDecoderPool()
  const decoder = pool.take()
  if (decoder === null) throw new Error('libopus gave no decoder')
  const pieces: Float32Array[] = []
  let next = packets[0]?.frameNumber ?? 0
  for (const { frameNumber, opus } of packets) {
    const missing = frameNumber - next
    if (missing > 0 && missing <= MOST_MISSING) {
      for (let i = 0; i < missing; i++) pieces.push(decoder.decodeFloat(null, { frameSize: UNIT }))
    }
    const piece = decoder.decodeFloat(opus)
    pieces.push(piece)
    next = frameNumber + piece.length / UNIT
  }
  decoder.free()
  pool.close()
  const sound = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    for (const sample of piece) sound[at++] = Math.max(-1, Math.min(1, sample)) * 32_767
  }
  return sound
}
