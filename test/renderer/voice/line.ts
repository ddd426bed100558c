/** A double of the network between two voices: says when each packet arrives; and an ear that listens. */
import { type EarFrame, writeEarFrame } from '../../../bridge/voice-port.ts'
import { createDecoderPool, type DecoderPool } from '../../../renderer/voice/decoder-pool.ts'
import { Playback } from '../../../renderer/voice/playback.ts'
import type { SpeakerStats } from '../../../renderer/voice/speaker-stats.ts'
import { createVoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { frames } from './sound.ts'

export interface Arrival {
  /** ms since the first sample was spoken. */
  readonly at: number
  readonly frame: EarFrame
}

/** ms a packet needs on a line without trouble. */
export const WAY = 20

/** Packets of 10 ms of a sound, without a terminator. */
export async function encode(sound: Float32Array): Promise<Uint8Array[]> {
  const encoder = await createVoiceEncoder()
  const packets: Uint8Array[] = []
  for (const frame of frames(sound)) {
    const packet = encoder.encode(frame, false)
    if (packet !== null) packets.push(packet.opus)
  }
  encoder.free()
  return packets
}

/**
 * When the packets of one voice arrive. `delay` gives ms of trouble for a packet sent at `ms`, null when it
 * is lost.
 */
export function carry(
  packets: readonly Uint8Array[],
  delay: (ms: number, index: number) => number | null,
  options: { session?: number; begin?: number; firstNumber?: number; terminated?: boolean } = {},
): Arrival[] {
  const { session = 1, begin = 0, firstNumber = 0, terminated = false } = options
  return packets.flatMap((opus, index) => {
    const trouble = delay(index * 10, index)
    if (trouble === null) return []
    const frameNumber = (firstNumber + index) >>> 0
    const terminator = terminated && index === packets.length - 1
    return [
      { at: begin + (index + 1) * 10 + WAY + trouble, frame: { session, frameNumber, terminator, opus } },
    ]
  })
}

export interface Moment {
  readonly ms: number
  readonly stats: readonly SpeakerStats[]
}

export interface Heard {
  readonly sound: Float32Array
  readonly talking: readonly { readonly ms: number; readonly sessions: readonly number[] }[]
  /** The statistics every 100 ms. */
  readonly moments: readonly Moment[]
  readonly last: SpeakerStats
  /** The same at the moment nearest to `ms`. */
  at(ms: number): SpeakerStats
}

/** Listens for `ms` to what arrives, in quanta of 128 samples as the audio thread does. */
export async function listen(arrivals: readonly Arrival[], ms: number, given?: Ear): Promise<Heard> {
  const pool = await createDecoderPool()
  const ear = given ?? createEar(pool)
  const sorted = [...arrivals].sort((a, b) => a.at - b.at)
  let next = 0
  while (ear.ms < ms) {
    for (
      let arrival = sorted[next];
      arrival !== undefined && arrival.at <= ear.ms;
      arrival = sorted[++next]
    ) {
      ear.playback.receive(writeEarFrame(arrival.frame))
    }
    ear.render()
  }
  if (given === undefined) ear.playback.clear()
  pool.close()
  return ear.heard()
}

type Ear = ReturnType<typeof createEar>

export function createEar(pool: DecoderPool) {
  const quanta: Float32Array[] = []
  const talking: { ms: number; sessions: readonly number[] }[] = []
  const moments: Moment[] = []
  let samples = 0
  const playback = new Playback(() => pool.take(), {
    talking: sessions => talking.push({ ms: samples / 48, sessions }),
    replayed: () => {},
  })
  function momentAt(ms: number): SpeakerStats {
    const moment = moments.findLast(each => each.ms <= ms) ?? moments[0]
    const first = moment?.stats[0]
    if (first === undefined) throw new Error(`nobody was known at ${ms} ms`)
    return first
  }
  return {
    playback,
    get ms() {
      return samples / 48
    },
    render(): Float32Array {
      const out = new Float32Array(128)
      playback.render(out)
      quanta.push(out)
      samples += 128
      if (samples % 4800 < 128) moments.push({ ms: samples / 48, stats: playback.stats().speakers })
      return out
    },
    heard(): Heard {
      const sound = new Float32Array(samples)
      quanta.forEach((quantum, i) => {
        sound.set(quantum, i * 128)
      })
      return { sound, talking, moments, at: momentAt, last: momentAt(Number.POSITIVE_INFINITY) }
    },
  }
}
