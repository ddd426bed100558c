import { expect, test } from 'vitest'
import { createDecoderPool } from '../../../renderer/voice/decoder-pool.ts'
import { SpeakerLoudness } from '../../../renderer/voice/speaker-loudness.ts'
import { carry, createEar, encode, listen } from './line.ts'
import { energy, fan, frames, join, noise, peak, silence, speech, sum } from './sound.ts'

const SECOND = 48_000

/** dBFS of a sound as a whole. */
function level(sound: Float32Array): number {
  return 10 * Math.log10(energy(sound) / sound.length)
}

/** A voice whose sound as a whole has so many dBFS, over a room of -65. */
function voice(seconds: number, db: number): Float32Array {
  const spoken = speech(seconds * SECOND)
  const factor = 10 ** ((db - level(spoken)) / 20)
  return sum(
    spoken.map(value => value * factor),
    noise(spoken.length, -65),
  )
}

function taught(...parts: readonly Float32Array[]): SpeakerLoudness {
  const loudness = new SpeakerLoudness()
  for (const part of parts) for (const frame of frames(part)) loudness.learn(frame)
  return loudness
}

async function heard(sound: Float32Array): Promise<Float32Array> {
  const pool = await createDecoderPool()
  const ear = createEar(pool)
  ear.playback.setEvensVoices(true)
  const arrivals = carry(await encode(sound), () => 0)
  const { sound: out } = await listen(arrivals, sound.length / 48 - 100, ear)
  pool.close()
  return out
}

test('a voice at -40 dBFS and one at -15 come out within 4 dB of each other after a few seconds', async () => {
  const soft = await heard(voice(10, -40))
  const loud = await heard(voice(10, -15))
  const from = 6 * SECOND
  expect(Math.abs(level(soft.subarray(from)) - level(loud.subarray(from)))).toBeLessThan(4)
  expect(level(soft.subarray(from))).toBeGreaterThan(-30)
})

test('switched off, every sample is as it came, whatever was learnt before', async () => {
  const pool = await createDecoderPool()
  const arrivals = carry(await encode(voice(8, -40)), () => 0)
  const plain = await listen(arrivals, 7900)
  const ear = createEar(pool)
  ear.playback.setEvensVoices(true)
  const begin = arrivals.filter(({ at }) => at <= 5990)
  const evened = (await listen(begin, 5995, ear)).sound.length
  ear.playback.setEvensVoices(false)
  const { sound } = await listen(arrivals.slice(begin.length), 7900, ear)
  pool.close()
  expect(level(sound.subarray(5 * SECOND, evened))).toBeGreaterThan(
    level(plain.sound.subarray(5 * SECOND, evened)) + 8,
  )
  // It goes back within one quantum; two decoders differ by their roundings.
  const after = sound.subarray(evened + 128)
  expect(peak(after.map((value, i) => value - (plain.sound[evened + 128 + i] ?? 0)))).toBeLessThan(1e-6)
})

test('it moves by no more than 6 dB up and 12 dB down in a second, and stays once it is there', () => {
  const loudness = new SpeakerLoudness()
  const story = [...frames(join(voice(12, -38), voice(12, -12)))].map(frame => {
    loudness.learn(frame)
    return loudness.decibels
  })
  const steps = story.slice(100).map((value, i) => value - (story[i] ?? 0))
  expect(Math.max(...steps)).toBeLessThanOrEqual(6.01)
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(-12.01)
  expect(story[600]).toBeGreaterThan(9)
  const settled = story.slice(800, 1200)
  expect(Math.max(...settled) - Math.min(...settled)).toBeLessThan(1)
  expect(story.at(-1)).toBeLessThan(-5)
})

test('a pause, a fan and silence teach nothing', () => {
  const spoken = voice(10, -35)
  const { decibels } = taught(spoken)
  expect(decibels).toBeGreaterThan(6)
  expect(taught(spoken, noise(20 * SECOND, -65)).decibels).toBeCloseTo(decibels, 1)
  expect(taught(spoken, silence(20 * SECOND)).decibels).toBeCloseTo(decibels, 1)
  expect(taught(fan(20 * SECOND, -40)).decibels).toBe(0)
  // A fan that is switched on is no speech, and not made louder than a fan should be.
  const noisy = taught(spoken, fan(20 * SECOND, -50)).decibels
  expect(noisy).toBeLessThanOrEqual(Math.min(decibels, 7))
})

test('a voice over much noise is not turned up with it', () => {
  const noisy = sum(voice(10, -30), fan(10 * SECOND, -46))
  expect(taught(noisy).decibels).toBeLessThan(3)
})

test('a shout after soft words stays within full scale', async () => {
  const loud = voice(2, -3).map(value => Math.max(-1, Math.min(1, value)))
  const out = await heard(join(voice(8, -40), loud))
  expect(peak(out)).toBeLessThanOrEqual(1)
  expect(peak(out.subarray(8 * SECOND))).toBeGreaterThan(0.7)
})

test('what is no number, or absurd, changes nothing', () => {
  const loudness = taught(voice(5, -35))
  const { decibels, factor } = loudness
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e30, -7]) {
    loudness.learn(new Float32Array(480).fill(value))
  }
  expect(loudness).toMatchObject({ decibels, factor })
  for (const frame of frames(voice(2, -35))) loudness.learn(frame)
  expect(Number.isFinite(loudness.factor)).toBe(true)
})

test('what was learnt of a person is kept through a pause, and told', async () => {
  const pool = await createDecoderPool()
  const ear = createEar(pool)
  ear.playback.setEvensVoices(true)
  const packets = await encode(voice(6, -38))
  const later = await encode(voice(1, -38))
  const arrivals = [
    ...carry(packets, () => 0, { terminated: true }),
    ...carry(later, () => 0, { begin: 20_000, firstNumber: 2000 }),
  ]
  const told = await listen(arrivals, 20_900, ear)
  pool.close()
  expect(told.at(6000).gainDb).toBeGreaterThan(8)
  expect(told.at(19_000)).toMatchObject({ talking: false, gainDb: told.at(7000).gainDb })
  expect(level(told.sound.subarray(20.2 * SECOND, 20.8 * SECOND))).toBeGreaterThan(-31)
  ear.playback.setEvensVoices(false)
  expect(ear.playback.stats().speakers[0]?.gainDb).toBe(0)
})
