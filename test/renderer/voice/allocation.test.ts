/**
 * What the voice path leaves to the garbage collector: on the audio thread, each collection may wait tens of ms for
 * threads of less priority, and is heard.
 */
import { Session } from 'node:inspector/promises'
import { expect, test } from 'vitest'
import { writeEarFrame } from '../../../bridge/voice-port.ts'
import { Capture } from '../../../renderer/voice/capture.ts'
import { createDecoderPool } from '../../../renderer/voice/decoder-pool.ts'
import { Playback } from '../../../renderer/voice/playback.ts'
import { createVoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { encode } from './line.ts'
import { createSuppressor } from './rnnoise.ts'
import { speech } from './sound.ts'

const SECONDS = 20
const QUANTUM = 128
const sound = speech(48_000 * SECONDS)
const quanta = Array.from({ length: Math.floor(sound.length / QUANTUM) }, (_, i) =>
  sound.subarray(i * QUANTUM, (i + 1) * QUANTUM),
)

/** Bytes of JavaScript's heap a second of sound, once everything is compiled. */
async function allocatedBy(play: () => void): Promise<number> {
  play()
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.enable')
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 4096,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  play()
  const { profile } = await session.post('HeapProfiler.stopSampling')
  session.disconnect()
  const sizeOf = (node: typeof profile.head): number =>
    node.selfSize + node.children.reduce((sum, child) => sum + sizeOf(child), 0)
  return sizeOf(profile.head) / SECONDS
}

test('a microphone leaves less than 300 KB a second', { timeout: 60_000 }, async () => {
  const capture = new Capture(
    {
      encoder: await createVoiceEncoder(),
      plainEncoder: null,
      suppressor: await createSuppressor(),
    },
    { send: () => {}, level: () => {}, recorded: () => {} },
  )
  capture.setMuted(false)
  capture.setTransmission('always')
  capture.setConditioning({ suppression: 'standard', automaticGain: true })
  const played = new Float32Array(QUANTUM)
  const allocated = await allocatedBy(() => {
    for (const samples of quanta) capture.process(samples, QUANTUM, played)
  })
  expect(allocated).toBeLessThan(300_000)
})

test('a voice leaves less than 300 KB a second', { timeout: 60_000 }, async () => {
  const packets = await encode(sound)
  const pool = await createDecoderPool()
  const playback = new Playback(() => pool.take(), { talking: () => {}, replayed: () => {} })
  const out = new Float32Array(QUANTUM)
  let number = 0
  const allocated = await allocatedBy(() => {
    quanta.forEach((_, i) => {
      if (Math.floor((i * QUANTUM) / 480) > Math.floor(((i - 1) * QUANTUM) / 480)) {
        const opus = packets[number % packets.length] ?? new Uint8Array()
        playback.receive(writeEarFrame({ session: 1, frameNumber: number, terminator: false, opus }))
        number++
      }
      playback.render(out)
    })
  })
  pool.close()
  expect(allocated).toBeLessThan(300_000)
})
