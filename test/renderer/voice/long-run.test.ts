/** What stays behind after long or strange traffic: nothing. Faster than real time, with the real decoder. */
import { beforeAll, expect, test, vi } from 'vitest'
import { writeEarFrame } from '../../../bridge/voice-port.ts'
import { createDecoderPool, type Decoder, type DecoderPool } from '../../../renderer/voice/decoder-pool.ts'
import { MOST_SPEAKERS, Playback } from '../../../renderer/voice/playback.ts'
import { growthOf, MINUTES, retained } from '../../memory.ts'
import { encode } from './line.ts'
import { peak, seeded, speech } from './sound.ts'

const SECOND = 48_000
const QUANTUM = 128
/** ms of sound that one speaker may keep waiting: 400 in the jitter buffer, and what is decoded already. */
const MOST_WAITING = 400 + 120 + 20
const TEN_MINUTES = 600_000

vi.setConfig({ testTimeout: 240_000 })

let packets: Uint8Array[]
beforeAll(async () => {
  packets = await encode(speech(4 * SECOND))
})

/** A playback whose decoders are counted. */
function playbackWith(pool: DecoderPool) {
  let living = 0
  const take = (): Decoder | null => {
    const decoder = pool.take()
    if (decoder === null) return null
    living++
    const free = () => {
      living--
      decoder.free()
    }
    return { decodeFloat: decoder.decodeFloat.bind(decoder), free }
  }
  const playback = new Playback(take, { talking: () => {}, replayed: () => {} })
  return { playback, living: () => living }
}

const opusAt = (index: number) => packets[index % packets.length] ?? new Uint8Array()

test('minutes on end of a speaker who never ends, guests who come and go, loss and rubbish', async () => {
  const pool = await createDecoderPool()
  const { playback, living } = playbackWith(pool)
  const random = seeded(1)
  const out = new Float32Array(QUANTUM)
  const marks: number[] = []
  let worst = 0
  let mostLiving = 0
  let next = 0
  for (let samples = 0; samples < MINUTES * 60 * SECOND; samples += QUANTUM) {
    if (samples >= next * 480) {
      const index = next++
      if (random() > 0.02) {
        playback.receive(
          writeEarFrame({ session: 1, frameNumber: index, terminator: false, opus: opusAt(index) }),
        )
      }
      // Every 5 s another guest says half a second, and no terminator.
      const guest = Math.floor(index / 500)
      if (index % 500 < 50) {
        playback.receive(
          writeEarFrame({
            session: 100 + guest,
            frameNumber: index,
            terminator: false,
            opus: opusAt(index + guest),
          }),
        )
      }
      if (index % 50 === 0) {
        const rubbish = Uint8Array.from({ length: 1 + Math.floor(random() * 60) }, () => random() * 256)
        playback.receive(rubbish)
        playback.receive(
          writeEarFrame({
            session: 2,
            frameNumber: Math.floor(random() * 2 ** 32),
            terminator: false,
            opus: rubbish,
          }),
        )
      }
      if (index % 100 === 0) {
        const { speakers } = playback.stats()
        expect(speakers.length).toBeLessThanOrEqual(MOST_SPEAKERS)
        worst = Math.max(worst, ...speakers.map(each => each.bufferedMs))
        mostLiving = Math.max(mostLiving, living())
        // The pool makes its decoders between two quanta.
        await Promise.resolve()
      }
      if (index % 6000 === 5999) marks.push(await retained())
    }
    playback.render(out)
    if (samples % SECOND < QUANTUM) expect(peak(out)).toBeLessThanOrEqual(1)
  }
  const own = playback.stats().speakers.find(each => each.session === 1)
  expect(own?.received).toBeGreaterThan(MINUTES * 5600)
  expect(own?.talking).toBe(true)
  expect(worst).toBeLessThan(MOST_WAITING)
  // Ten seconds after its last sound a guest's decoder is given back; rubbish can look like guests too.
  expect(mostLiving).toBeLessThan(20)
  // 100 bytes a packet over three minutes would be 1.8 MB.
  expect(growthOf('Voices heard', marks)).toBeLessThan(1)
  playback.clear()
  expect(living()).toBe(0)
  pool.close()
})

test('ten minutes of packets while the sound stands still: the newest are kept, and play at once', async () => {
  const pool = await createDecoderPool()
  const { playback } = playbackWith(pool)
  const out = new Float32Array(QUANTUM)
  const count = TEN_MINUTES / 10
  for (let index = 0; index < count; index++) {
    playback.receive(
      writeEarFrame({ session: 1, frameNumber: index, terminator: false, opus: opusAt(index) }),
    )
  }
  expect(playback.stats().speakers[0]?.bufferedMs).toBeLessThanOrEqual(MOST_WAITING)
  let loudest = 0
  for (let samples = 0, index = count; samples < 2 * SECOND; samples += QUANTUM) {
    if (samples >= (index - count) * 480) {
      playback.receive(
        writeEarFrame({ session: 1, frameNumber: index, terminator: false, opus: opusAt(index) }),
      )
      index++
    }
    playback.render(out)
    loudest = Math.max(loudest, peak(out))
  }
  const [own] = playback.stats().speakers
  expect(loudest).toBeGreaterThan(0.05)
  expect(own?.bufferedMs).toBeLessThan(60)
  playback.clear()
  pool.close()
})

test('what is no Opus is silence, not noise', async () => {
  const pool = await createDecoderPool()
  const { playback } = playbackWith(pool)
  const out = new Float32Array(QUANTUM)
  // Code 3 packets (RFC 6716, 3.2.5) that promise more frames, or more bytes, than they have.
  const broken = [
    [0xff],
    [0xff, 0x00],
    [0xff, 0x3f],
    [0xff, 0xff, 0xff],
    [0xfb, 0x82, 0xff],
    [0x7b, 0x43, 0xfe, 0xff, 0x01],
    [0x02, 0xff],
  ]
  let loudest = 0
  for (let index = 0; index < 700; index++) {
    const opus = Uint8Array.from(broken[index % broken.length] ?? [])
    playback.receive(writeEarFrame({ session: 1, frameNumber: index, terminator: false, opus }))
    for (let quantum = 0; quantum < 4; quantum++) {
      playback.render(out)
      loudest = Math.max(loudest, peak(out))
    }
  }
  const [own] = playback.stats().speakers
  expect(own?.malformed).toBe(700)
  expect(loudest).toBe(0)
  playback.clear()
  pool.close()
})
