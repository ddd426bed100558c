import { createDecoder } from 'libopus-wasm'
import { afterEach, expect, test } from 'vitest'
import type { MicFrame } from '../../../bridge/voice-port.ts'
import { Capture, type MicrophoneLevel } from '../../../renderer/voice/capture.ts'
import { opusUnits } from '../../../renderer/voice/opus-packet.ts'
import { createVoiceEncoder, type VoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { energy, join, noise, silence, speech, sum } from './sound.ts'

const SECOND = 48_000
const made: VoiceEncoder[] = []

afterEach(() => {
  for (const encoder of made.splice(0)) encoder.free()
})

async function start() {
  const encoder = await createVoiceEncoder()
  made.push(encoder)
  const sent: MicFrame[] = []
  const levels: MicrophoneLevel[] = []
  const recordings: (readonly MicFrame[])[] = []
  const capture = new Capture(encoder, {
    send: frame => sent.push(frame),
    level: level => levels.push(level),
    recorded: frames => recordings.push(frames),
  })
  /** Feeds sound in quanta, as the audio thread does; the last one may be shorter. */
  function hear(sound: Float32Array): void {
    for (let at = 0; at < sound.length; at += 128) {
      const quantum = sound.subarray(at, at + 128)
      capture.process(quantum, quantum.length)
    }
  }
  return { capture, encoder, sent, levels, recordings, hear }
}

async function decode(frames: readonly MicFrame[]): Promise<Float32Array> {
  const decoder = await createDecoder({ channels: 1 })
  const sound = join(...frames.map(frame => decoder.decodeFloat(frame.opus)))
  decoder.free()
  return sound
}

/** Runs of speech among frames, each ending with its terminator. */
function stretches(frames: readonly MicFrame[]): MicFrame[][] {
  const all: MicFrame[][] = [[]]
  for (const frame of frames) {
    all.at(-1)?.push(frame)
    if (frame.terminator) all.push([])
  }
  return all.filter(stretch => stretch.length > 0)
}

test('nothing is sent before it is unmuted', async () => {
  const { hear, sent } = await start()
  hear(speech(SECOND))
  expect(sent).toEqual([])
})

test('always sends a packet every 10 ms, numbered one by one', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(noise(SECOND, -50))
  expect(sent).toHaveLength(100)
  expect(sent.map(frame => frame.frameNumber)).toEqual(sent.map((_, i) => (sent[0]?.frameNumber ?? 0) + i))
  expect(sent.every(frame => opusUnits(frame.opus) === 1 && !frame.terminator)).toBe(true)
})

test('packets are 50 bytes whatever is said: their length tells nothing', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(join(silence(SECOND), speech(SECOND), noise(SECOND, -20)))
  expect(new Set(sent.map(frame => frame.opus.length))).toEqual(new Set([50]))
})

test('voice activity sends speech with its beginning, then one terminator', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  const room = noise(2 * SECOND, -65)
  const spoken = sum(speech(SECOND), noise(SECOND, -65, 2))
  hear(join(room, spoken, room))
  const runs = stretches(sent)
  expect(runs).toHaveLength(1)
  expect(sent.filter(frame => frame.terminator)).toHaveLength(1)
  // 1 s of speech and the hangover of 300 ms
  expect(sent.length).toBeGreaterThan(115)
  expect(sent.length).toBeLessThan(145)
})

test('the first syllable lives: sound from before the onset is sent, and the lag is gone within 0.2 s', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  const consonant = noise(4 * 480, -53, 3)
  const vowel = speech(SECOND).map(value => value * 1.5)
  hear(join(noise(4 * SECOND, -60), consonant, vowel.subarray(1500)))
  const heard = await decode(sent)
  const source = join(consonant, vowel.subarray(1500))
  // Sent from the consonant on, but for the little that was taken out of it to catch up.
  expect(source.length - heard.length).toBeLessThan(6 * 480)
  expect(energy(heard.subarray(0, 480))).toBeGreaterThan(0)
  const behind = lagOf(heard.subarray(-SECOND / 2), source.subarray(0, source.length - (source.length % 480)))
  // 312 samples are Opus' own, give or take its phase; a rest below the shortest cut of 2.5 ms may stay.
  expect(behind).toBeGreaterThan(290)
  expect(behind).toBeLessThan(312 + 120)
})

/** By how many samples the end of `sound` lies behind the end of `source`, 0..2000. */
function lagOf(sound: Float32Array, source: Float32Array): number {
  let best = 0
  let bestLag = 0
  for (let lag = 0; lag < 2000; lag++) {
    const begin = source.length - sound.length - lag
    let product = 0
    for (let i = 0; i < sound.length; i += 3) product += (sound[i] ?? 0) * (source[begin + i] ?? 0)
    if (product <= best) continue
    best = product
    bestLag = lag
  }
  return bestLag
}

test('packets leave evenly from the first one on: at most one per 10 ms', async () => {
  const { capture, sent } = await start()
  capture.setMuted(false)
  const sound = join(noise(2 * SECOND, -60), noise(4 * 480, -53, 3), speech(SECOND))
  for (let at = 0; at + 480 <= sound.length; at += 480) {
    const before = sent.length
    capture.process(sound.subarray(at, at + 480), 480)
    expect(sent.length - before).toBeLessThanOrEqual(1)
  }
  expect(sent.length).toBeGreaterThan(90)
})

test('frame numbers run on through silence and start anew after 5 s of it', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(noise(SECOND / 10, -40))
  capture.setMuted(true)
  hear(noise(SECOND, -40))
  capture.setMuted(false)
  hear(noise(SECOND / 10, -40))
  const [first, second] = stretches(sent)
  const begin = first?.[0]?.frameNumber ?? 0
  // 10 frames, 1 terminator, then 99 frames of silence
  expect(second?.[0]?.frameNumber).toBe(begin + 110)
  capture.setMuted(true)
  hear(noise(6 * SECOND, -40))
  capture.setMuted(false)
  hear(noise(SECOND / 10, -40))
  expect(stretches(sent)[2]?.[0]?.frameNumber).toBe(0)
  expect(stretches(sent)[2]?.[1]?.frameNumber).toBe(1)
})

test('muting ends the voice with a faded terminator', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(noise(SECOND / 2, -20))
  capture.setMuted(true)
  hear(noise(SECOND / 2, -20))
  expect(sent).toHaveLength(51)
  expect(sent.findIndex(frame => frame.terminator)).toBe(50)
})

test('what was said while muted is never sent, not even as a pre-roll', async () => {
  const { capture, hear, sent } = await start()
  capture.setTransmission('voice')
  const secret = noise(SECOND, -10)
  hear(secret)
  capture.setMuted(false)
  // Still in the hangover of the secret, so that sending begins at once.
  hear(silence(SECOND / 10))
  expect(sent.length).toBeGreaterThan(5)
  const heard = await decode(sent)
  expect(energy(heard)).toBeLessThan(energy(secret) / 1e5)
})

test('20 ms packets count by two, and the last is filled up', async () => {
  const { capture, encoder, hear, sent } = await start()
  encoder.setRate({ bitrate: 20_000, packetUnits: 2 })
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(noise(11 * 480, -40))
  capture.setMuted(true)
  hear(noise(10 * 480, -40))
  expect(sent.map(frame => opusUnits(frame.opus))).toEqual([2, 2, 2, 2, 2, 2])
  const first = sent[0]?.frameNumber ?? 0
  expect(sent.map(frame => frame.frameNumber - first)).toEqual([0, 2, 4, 6, 8, 10])
  expect(sent.map(frame => frame.terminator)).toEqual([false, false, false, false, false, true])
})

test('a new rate counts from the next packet on, in the middle of speech', async () => {
  const { capture, encoder, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(noise(3 * 480, -40))
  encoder.setRate({ bitrate: 12_000, packetUnits: 4 })
  hear(noise(8 * 480, -40))
  encoder.setRate({ bitrate: 40_000, packetUnits: 1 })
  hear(noise(2 * 480, -40))
  expect(sent.map(frame => opusUnits(frame.opus))).toEqual([1, 1, 1, 4, 4, 1, 1])
  const first = sent[0]?.frameNumber ?? 0
  expect(sent.map(frame => frame.frameNumber - first)).toEqual([0, 1, 2, 3, 7, 11, 12])
})

test('exact silence is sent as the faintest noise', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(silence(SECOND))
  const heard = await decode(sent)
  expect(energy(heard)).toBeGreaterThan(0)
  expect(Math.sqrt(energy(heard) / heard.length)).toBeLessThan(1e-4)
})

test('without a microphone it takes silence, and goes on', async () => {
  const { capture, levels } = await start()
  for (let i = 0; i < 400; i++) capture.process(null, 128)
  expect(levels.length).toBe(10)
  expect(levels.every(level => level.peakDb === -120 && !level.speaking)).toBe(true)
})

test('levels come ten times a second and when speech begins, also while muted', async () => {
  const { hear, levels } = await start()
  hear(join(noise(2 * SECOND, -60), speech(SECOND)))
  expect(levels.length).toBeGreaterThanOrEqual(30)
  expect(levels.length).toBeLessThanOrEqual(33)
  expect(levels[5]?.rmsDb).toBeCloseTo(-60, 0)
  expect(levels.some(level => level.speaking)).toBe(true)
  expect(levels.every(level => !level.silent)).toBe(true)
})

test('a microphone that gives zeros for seconds is called silent', async () => {
  const { hear, levels } = await start()
  hear(silence(2 * SECOND))
  expect(levels.at(-1)?.silent).toBe(false)
  hear(silence(2 * SECOND))
  expect(levels.at(-1)?.silent).toBe(true)
  hear(noise(SECOND / 2, -60))
  expect(levels.at(-1)?.silent).toBe(false)
})

test('a recording stays with the person: it ends what is being sent and sends nothing', async () => {
  const { capture, hear, sent, recordings } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(noise(10 * 480, -30))
  capture.record(0.5)
  expect(sent.at(-1)?.terminator).toBe(true)
  const before = sent.length
  hear(speech(SECOND / 2))
  expect(sent).toHaveLength(before)
  expect(recordings).toHaveLength(1)
  expect(recordings[0]).toHaveLength(50)
  expect(recordings[0]?.at(-1)?.terminator).toBe(true)
  hear(noise(10 * 480, -30))
  expect(sent).toHaveLength(before + 10)
})

test('recording works while muted, also after a long silence', async () => {
  const { capture, hear, sent, recordings } = await start()
  hear(silence(7 * SECOND))
  capture.record(1)
  hear(speech(SECOND))
  expect(sent).toEqual([])
  const numbers = recordings[0]?.map(frame => frame.frameNumber) ?? []
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i))
})
