import { beforeAll, describe, expect, it } from 'vitest'
import { EchoDetector } from '../../../renderer/voice/echo-detector.ts'
import { noise, seeded, silence, speech, sum } from './sound.ts'

const RATE = 48_000
const QUANTUM = 128

/** Speech of another person than `speech()`: other syllables at another pace, no period in common. */
function otherSpeech(samples: number): Float32Array {
  const random = seeded(7)
  const sound = new Float32Array(samples)
  for (let at = 0; at < samples; ) {
    const length = Math.round((0.08 + 0.2 * random()) * RATE)
    const pitch = 180 + 60 * random()
    const middle = 400 + 1500 * random()
    for (let i = 0; i < length && at + i < samples; i++) {
      let value = 0
      for (let harmonic = 1; harmonic < 15; harmonic++) {
        const near = Math.exp(-(((harmonic * pitch - middle) / 500) ** 2))
        value += Math.sin((2 * Math.PI * harmonic * pitch * i) / RATE) * near
      }
      sound[at + i] = 0.2 * Math.sin((Math.PI * i) / length) * value
    }
    at += length + Math.round(0.15 * random() * RATE)
  }
  return sound
}

/** What a microphone hears of `sound` in a room: later, softer, with 60 reflections over `reverbMs`. */
function room(sound: Float32Array, delayMs: number, gainDb: number, reverbMs: number): Float32Array {
  const random = seeded(3)
  const gain = 10 ** (gainDb / 20)
  const heard = new Float32Array(sound.length)
  const reflections = Array.from({ length: 60 }, () => {
    const ms = random() * reverbMs
    return { ms, gain: (random() - 0.5) * Math.exp((-6.9 * ms) / reverbMs) }
  })
  for (const path of [{ ms: 0, gain: 1 }, ...reflections]) {
    const lag = Math.round((delayMs + path.ms) * 48)
    for (let i = lag; i < heard.length; i++)
      heard[i] = (heard[i] ?? 0) + (sound[i - lag] ?? 0) * path.gain * gain
  }
  return heard
}

/** Seconds until an echo was found, and where it was then; null = never. */
function listen(played: Float32Array, heard: Float32Array, detector = new EchoDetector()) {
  for (let at = 0; at + QUANTUM <= played.length; at += QUANTUM) {
    detector.hear(heard.subarray(at, at + QUANTUM), played.subarray(at, at + QUANTUM), QUANTUM)
    if (detector.echoMs !== null) return { seconds: at / RATE, ms: detector.echoMs }
  }
  return null
}

let played: Float32Array
beforeAll(() => {
  played = otherSpeech(10 * RATE)
})

describe('an echo is heard within a second of sound', () => {
  it.each([
    { gainDb: 0, delayMs: 60, reverbMs: 200, noiseDb: -60 },
    { gainDb: -20, delayMs: 120, reverbMs: 200, noiseDb: -60 },
    { gainDb: -20, delayMs: 120, reverbMs: 300, noiseDb: -40 },
    { gainDb: -30, delayMs: 60, reverbMs: 200, noiseDb: -65 },
    { gainDb: -10, delayMs: 40, reverbMs: 600, noiseDb: -60 },
    { gainDb: -15, delayMs: 320, reverbMs: 200, noiseDb: -60 },
  ])('$gainDb dB after $delayMs ms, reverberation $reverbMs ms, noise $noiseDb dB', each => {
    const heard = sum(
      room(played, each.delayMs, each.gainDb, each.reverbMs),
      noise(played.length, each.noiseDb),
    )
    const found = listen(played, heard)
    expect(found?.seconds).toBeLessThan(1.3)
    expect(Math.abs((found?.ms ?? 0) - each.delayMs)).toBeLessThanOrEqual(20)
  })

  it('also while one speaks oneself', () => {
    const own = speech(played.length).map(value => value * 0.3)
    expect(listen(played, sum(room(played, 80, -6, 200), own))).not.toBeNull()
  })

  it('whatever the length of a quantum', () => {
    const detector = new EchoDetector()
    const heard = room(played, 100, -10, 100)
    for (let at = 0, step = 1; at + step <= played.length; at += step, step = (step * 7 + 3) % 1500) {
      detector.hear(heard.subarray(at, at + step), played.subarray(at, at + step), step)
    }
    expect(detector.echoMs).not.toBeNull()
  })
})

describe('no echo is heard', () => {
  it('where there is none, in noise', () => {
    expect(listen(played, noise(played.length, -45))).toBeNull()
  })

  it('in an echo so soft that nobody would hear it', () => {
    expect(listen(played, sum(room(played, 80, -65, 200), noise(played.length, -60)))).toBeNull()
  })

  it('where two people talk at once', () => {
    const own = sum(speech(played.length), noise(played.length, -60))
    expect(listen(played, own)).toBeNull()
    expect(listen(own, played)).toBeNull()
  })

  it('where our own voice comes back from another room', () => {
    expect(listen(room(played, 90, -6, 100), played)).toBeNull()
  })

  it('in silence, and after sound that is no number', () => {
    const detector = new EchoDetector()
    detector.hear(new Float32Array(480).fill(Number.NaN), new Float32Array(480).fill(Number.NaN), 480)
    for (let i = 0; i < 1000; i++) detector.hear(null, null, 480)
    expect(detector.echoMs).toBeNull()
    expect(listen(played, room(played, 60, -10, 100), detector)).not.toBeNull()
  })

  it('when it was told to forget', () => {
    const detector = new EchoDetector()
    expect(listen(played, room(played, 60, -10, 100), detector)).not.toBeNull()
    detector.reset()
    expect(detector.echoMs).toBeNull()
    expect(listen(silence(RATE), silence(RATE), detector)).toBeNull()
  })
})
