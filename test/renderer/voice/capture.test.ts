import { createDecoder } from 'libopus-wasm'
import { afterEach, expect, test } from 'vitest'
import type { MicFrame } from '../../../bridge/voice-port.ts'
import { Capture, type MicrophoneLevel, type Recording } from '../../../renderer/voice/capture.ts'
import { opusUnits } from '../../../renderer/voice/opus-packet.ts'
import { createVoiceEncoder, type VoiceEncoder } from '../../../renderer/voice/voice-encoder.ts'
import { createSuppressor, voiced } from './rnnoise.ts'
import { energy, fan, join, noise, silence, speech, sum } from './sound.ts'

const SECOND = 48_000
const made: VoiceEncoder[] = []

afterEach(() => {
  for (const encoder of made.splice(0)) encoder.free()
})

async function start({ suppresses = false } = {}) {
  const [encoder, plainEncoder] = await Promise.all([createVoiceEncoder(), createVoiceEncoder()])
  made.push(encoder, plainEncoder)
  const suppressor = suppresses ? await createSuppressor() : null
  const sent: MicFrame[] = []
  const levels: MicrophoneLevel[] = []
  const recordings: Recording[] = []
  const capture = new Capture(
    { encoder, plainEncoder, suppressor },
    {
      send: frame => sent.push(frame),
      level: level => levels.push(level),
      recorded: recording => recordings.push(recording),
    },
  )
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

test('packets are 70 bytes whatever is said: their length tells nothing', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('push-to-talk')
  capture.setTalking(true)
  hear(join(silence(SECOND), speech(SECOND), noise(SECOND, -20)))
  expect(new Set(sent.map(frame => frame.opus.length))).toEqual(new Set([70]))
})

test('who sends all the time spares the line in silence, and loses no word by it', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('always')
  hear(join(speech(SECOND), noise(3 * SECOND, -75), speech(SECOND)))
  expect(sent).toHaveLength(500)
  const bytes = (from: number, to: number) =>
    sent.slice(from, to).reduce((total, { opus }) => total + opus.length, 0)
  expect(bytes(0, 100)).toBeGreaterThan(5000)
  expect(bytes(200, 400)).toBeLessThan(2000)
  const heard = await decode(sent)
  expect(heard).toHaveLength(500 * 480)
  expect(energy(heard.subarray(4 * SECOND))).toBeGreaterThan(energy(speech(SECOND)) / 2)
})

test('push-to-talk sends while the key is held, the moment before, and the last syllable', async () => {
  const { capture, hear, sent } = await start()
  capture.setMuted(false)
  capture.setTransmission('push-to-talk')
  hear(speech(SECOND))
  expect(sent).toEqual([])
  capture.setTalking(true)
  hear(speech(SECOND))
  expect(sent).toHaveLength(100)
  capture.setTalking(false)
  hear(speech(SECOND))
  expect(sent).toHaveLength(113)
  expect(sent.findIndex(frame => frame.terminator)).toBe(112)
})

test('what else is told meanwhile does not let go of a key that is held', async () => {
  const { capture, hear, sent } = await start({ suppresses: true })
  capture.setMuted(false)
  capture.setTransmission('push-to-talk')
  capture.setTalking(true)
  hear(speech(SECOND / 2))
  capture.setTransmission('push-to-talk')
  capture.setEchoGating('rest')
  capture.setConditioning({ suppression: 'strong', automaticGain: true })
  capture.microphoneChanged()
  hear(speech(SECOND / 2))
  expect(sent).toHaveLength(100)
  expect(sent.some(frame => frame.terminator)).toBe(false)
})

test('push-to-talk does not open a muted microphone, and another way of sending lets go', async () => {
  const { capture, hear, sent } = await start()
  capture.setTransmission('push-to-talk')
  capture.setTalking(true)
  hear(speech(SECOND / 2))
  expect(sent).toEqual([])
  capture.setMuted(false)
  hear(speech(480))
  expect(sent).toHaveLength(1)
  capture.setTransmission('voice')
  capture.setTransmission('push-to-talk')
  hear(silence(SECOND))
  expect(sent.at(-1)?.terminator).toBe(true)
  expect(sent.length).toBeLessThan(5)
})

test('keys that are typed are not sent, a voice is, from its first syllable on', async () => {
  const { capture, hear, sent } = await start({ suppresses: true })
  capture.setMuted(false)
  const room = noise(3 * SECOND, -62)
  const typing = room.map(
    (value, i) => value + (i % 9600 < 1500 ? noiseAt(i) * Math.exp(-(i % 9600) / 300) : 0),
  )
  hear(join(room, typing))
  expect(sent).toEqual([])
  const spoken = await voiced('Chacun son tour, sept chats passent.')
  hear(join(spoken, noise(SECOND, -62, 5)))
  const runs = stretches(sent)
  expect(runs).toHaveLength(1)
  // The sentence lasts 1.77 s, and the hangover 0.3 s after the last frame like speech; the lag is cut out of it.
  expect(sent.length).toBeGreaterThan(177)
  expect(sent.length).toBeLessThan(210)
})

/** Loud noise, the same for the same place. */
function noiseAt(i: number): number {
  return (((i * 7919) % 1000) / 500 - 1) * 0.3
}

test('a muted microphone tells that one speaks, and sends nothing', async () => {
  const { hear, levels, sent } = await start({ suppresses: true })
  hear(await voiced('Vous ne m’entendez donc pas ?'))
  expect(levels.some(({ speaking }) => speaking)).toBe(true)
  expect(sent).toEqual([])
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
  expect(recordings[0]?.conditioned).toHaveLength(50)
  expect(recordings[0]?.conditioned.at(-1)?.terminator).toBe(true)
  hear(noise(10 * 480, -30))
  expect(sent).toHaveLength(before + 10)
})

test('recording works while muted, also after a long silence', async () => {
  const { capture, hear, sent, recordings } = await start()
  hear(silence(7 * SECOND))
  capture.record(1)
  hear(speech(SECOND))
  expect(sent).toEqual([])
  const numbers = recordings[0]?.conditioned.map(frame => frame.frameNumber) ?? []
  expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i))
})

test('a recording has the same seconds twice: without the noise, and as the microphone gave them', async () => {
  const { capture, hear, recordings } = await start({ suppresses: true })
  capture.setConditioning({ suppression: 'strong', automaticGain: false })
  const whirr = fan(4 * SECOND, -40, 2)
  hear(whirr.subarray(0, 2 * SECOND))
  capture.record(2)
  hear(whirr.subarray(2 * SECOND))
  const [recording] = recordings
  const clean = energy(await decode(recording?.conditioned ?? []))
  const plain = energy(await decode(recording?.plain ?? []))
  expect(recording?.plain).toHaveLength(200)
  expect(10 * Math.log10(plain / clean)).toBeGreaterThan(20)
})
