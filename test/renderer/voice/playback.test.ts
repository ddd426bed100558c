import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeEarFrame } from '../../../bridge/voice-port.ts'
import { createDecoderPool, type DecoderPool } from '../../../renderer/voice/decoder-pool.ts'
import { MOST_SPEAKERS, Playback } from '../../../renderer/voice/playback.ts'
import { carry, createEar, encode, listen } from './line.ts'
import { energy, noise, peak, pitch, speech } from './sound.ts'

const SECOND = 48_000
let pool: DecoderPool
let packets: Uint8Array[] = []

beforeAll(async () => {
  pool = await createDecoderPool()
  packets = await encode(speech(2 * SECOND))
})

afterAll(() => pool.close())

/** Lets pending promises run: decoders are made asynchronously. */
function breathe(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

test('says who is talking, as it changes', async () => {
  const arrivals = [
    ...carry(packets.slice(0, 50), () => 0, { session: 7, terminated: true }),
    ...carry(packets.slice(0, 50), () => 0, { session: 9, begin: 200, terminated: true }),
  ]
  const { talking } = await listen(arrivals, 1500)
  expect(talking.map(({ sessions }) => sessions)).toEqual([[7], [7, 9], [9], []])
})

test('twenty voices at once stay within full scale', async () => {
  const loud = await encode(noise(SECOND, -6))
  const arrivals = Array.from({ length: 20 }, (_, i) => carry(loud, () => 0, { session: i })).flat()
  const { sound } = await listen(arrivals, 1200)
  expect(peak(sound)).toBeLessThanOrEqual(1)
  expect(peak(sound)).toBeGreaterThan(0.8)
})

test('one voice can be made softer, or not be heard at all', async () => {
  const levels: number[] = []
  for (const gain of [1, 0.1, 0]) {
    const ear = createEar(pool)
    ear.playback.setGain(1, gain)
    for (const { frame } of carry(packets, () => 0).slice(0, 30)) ear.playback.receive(writeEarFrame(frame))
    while (ear.ms < 280) ear.render()
    levels.push(energy(ear.heard().sound))
    expect(ear.heard().talking[0]?.sessions).toEqual([1])
    ear.playback.clear()
    await breathe()
  }
  const [full = 0, soft = 0, none = 1] = levels
  expect(full).toBeGreaterThan(1)
  expect(soft / full).toBeCloseTo(0.01, 2)
  expect(none).toBe(0)
})

test('deaf: nothing is heard and nothing is kept for later', async () => {
  const ear = createEar(pool)
  const frames = carry(packets, () => 0).map(({ frame }) => writeEarFrame(frame))
  for (const frame of frames.slice(0, 20)) ear.playback.receive(frame)
  while (ear.ms < 100) ear.render()
  ear.playback.setDeafened(true)
  for (const frame of frames.slice(20, 60)) ear.playback.receive(frame)
  while (ear.ms < 300) expect(peak(ear.render())).toBe(0)
  expect(ear.heard().talking.at(-1)?.sessions).toEqual([])
  ear.playback.setDeafened(false)
  while (ear.ms < 400) expect(peak(ear.render())).toBe(0)
  for (const frame of frames.slice(82, 100)) ear.playback.receive(frame)
  await breathe()
  let heard = 0
  while (ear.ms < 600) heard += energy(ear.render())
  expect(heard).toBeGreaterThan(0.1)
  ear.playback.clear()
})

test('whatever comes over the port never throws, and what is no frame is counted', () => {
  const playback = new Playback(() => pool.take(), { talking: () => {}, replayed: () => {} })
  const message = fc.oneof(
    fc.uint8Array({ maxLength: 1200 }),
    fc.constant(null),
    fc.string(),
    fc.record({ session: fc.integer(), frameNumber: fc.integer() }),
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 50 }), fc.boolean())
      .chain(([session, frameNumber, terminator]) =>
        fc
          .uint8Array({ minLength: 1, maxLength: 300 })
          .map(opus => writeEarFrame({ session, frameNumber, terminator, opus })),
      ),
  )
  const out = new Float32Array(128)
  fc.assert(
    fc.property(fc.array(message, { maxLength: 20 }), messages => {
      for (const each of messages) playback.receive(each)
      for (let i = 0; i < 10; i++) playback.render(out)
      expect(peak(out)).toBeLessThanOrEqual(1)
    }),
    { numRuns: 400 },
  )
  expect(playback.stats().malformed).toBeGreaterThan(0)
  playback.clear()
})

test('damaged packets of a real voice cost that voice alone a moment', async () => {
  const damaged = packets.map((opus, i) =>
    i % 3 === 0 ? opus.map((byte, at) => (at > 2 ? byte ^ 0x5a : byte)) : opus,
  )
  const arrivals = [
    ...carry(damaged, () => 0, { session: 1 }),
    ...carry(await encode(tone(200)), () => 0, { session: 2, begin: 2000 }),
  ]
  const { sound } = await listen(arrivals, 3500)
  expect(sound.every(Number.isFinite)).toBe(true)
  expect(pitch(sound.subarray(2.6 * SECOND, 2.7 * SECOND))).toBeCloseTo(200, -1)
})

function tone(frequency: number): Float32Array {
  return Float32Array.from(
    { length: SECOND },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * frequency * i) / SECOND),
  )
}

test('a flood of invented sessions is refused beyond the limit, and the first stay', async () => {
  const ear = createEar(pool)
  const [frame] = carry(packets.slice(20, 21), () => 0)
  if (frame === undefined) throw new Error('no packet')
  for (let session = 0; session < 3000; session++) {
    ear.playback.receive(writeEarFrame({ ...frame.frame, session }))
  }
  const { speakers, refused } = ear.playback.stats()
  expect(speakers).toHaveLength(MOST_SPEAKERS)
  expect(refused).toBe(3000 - MOST_SPEAKERS)
  ear.playback.clear()
  await breathe()
})

test('who has long been silent makes room for others, and gives the decoder back', async () => {
  const ear = createEar(pool)
  const frames = carry(packets.slice(0, 3), () => 0, { terminated: true }).map(({ frame }) => frame)
  for (let session = 0; session < MOST_SPEAKERS; session++) {
    for (const frame of frames) ear.playback.receive(writeEarFrame({ ...frame, session }))
    while (ear.playback.stats().speakers.at(-1)?.talking !== true) {
      await breathe()
      ear.render()
    }
  }
  while (ear.playback.stats().speakers.some(speaker => speaker.talking)) ear.render()
  for (const frame of frames) ear.playback.receive(writeEarFrame({ ...frame, session: 999 }))
  const known = ear.playback.stats().speakers.map(({ session }) => session)
  expect(known).toContain(999)
  expect(known).not.toContain(0)
  expect(known).toHaveLength(MOST_SPEAKERS)
  ear.playback.clear()
})

test('the first words wait for a decoder and are not lost', async () => {
  let free: DecoderPool | null = null
  const playback = new Playback(() => free?.take() ?? null, { talking: () => {}, replayed: () => {} })
  const frames = carry(packets.slice(0, 20), () => 0).map(({ frame }) => writeEarFrame(frame))
  for (const frame of frames) playback.receive(frame)
  const out = new Float32Array(128)
  for (let i = 0; i < 40; i++) playback.render(out)
  expect(playback.stats().speakers[0]).toMatchObject({ talking: false, lost: 0 })
  free = pool
  let heard = 0
  for (let i = 0; i < 60; i++) {
    playback.render(out)
    heard += energy(out)
  }
  expect(heard).toBeGreaterThan(0.1)
  playback.clear()
})

test("a recording of one's own voice is played to its end, also while deaf", async () => {
  let replayed = 0
  const playback = new Playback(() => pool.take(), { talking: () => {}, replayed: () => replayed++ })
  playback.setDeafened(true)
  playback.replay(packets.slice(0, 100).map((opus, i) => ({ frameNumber: i, terminator: i === 99, opus })))
  const out = new Float32Array(128)
  let heard = 0
  let quanta = 0
  for (; replayed === 0 && quanta < 1000; quanta++) {
    playback.render(out)
    heard += energy(out)
  }
  expect(replayed).toBe(1)
  expect((quanta * 128) / 48).toBeGreaterThan(900)
  expect((quanta * 128) / 48).toBeLessThan(1100)
  expect(heard).toBeGreaterThan(1)
  await breathe()
})
