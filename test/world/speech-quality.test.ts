import { beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from './random.ts'
import type { Pcm } from './signal.ts'
import { speech } from './speech.ts'
import { followDelay, weightedSegmentalSnr } from './speech-quality.ts'
import { readWav } from './wav.ts'

const rate = 48_000
let words: Pcm

beforeAll(async () => {
  words = readWav(await speech(['Une brise fraîche gonfle les voiles blanches.'], { voice: 'fr' })).samples
})

/** The words with a share of their 20 ms silenced. */
function holed(share: number): Pcm {
  const random = seededRandom(3)
  const sound = words.slice()
  for (let at = 0; at < sound.length; at += 960) if (random() < share) sound.fill(0, at, at + 960)
  return sound
}

function later(sound: Pcm, samples: number): Pcm {
  const moved = new Int16Array(sound.length + samples)
  moved.set(sound, samples)
  return moved
}

const snr = (heard: Pcm) =>
  weightedSegmentalSnr(words, heard, { rate, delays: followDelay(words, heard, { rate, mostMs: 500 }) })

describe('how much of a sentence is left', () => {
  it('is all of it for the same sound, however late or loud', () => {
    expect(snr(words)).toBe(35)
    expect(snr(later(words, 4801))).toBeGreaterThan(34)
    expect(snr(words.map(sample => sample / 3))).toBeGreaterThan(30)
  })

  it('is less, the more is missing, and nothing for silence', () => {
    const found = [0.05, 0.1, 0.2, 0.5].map(share => snr(holed(share)))
    expect(found).toEqual(found.toSorted((a, b) => b - a))
    expect(found[0]).toBeLessThan(34)
    expect(snr(new Int16Array(words.length))).toBeLessThan(3)
  })

  it('follows a delay that changes in the middle', () => {
    const half = Math.round(words.length / 2)
    const jumped = new Int16Array(words.length + 9600)
    jumped.set(words.subarray(0, half), 2400)
    jumped.set(words.subarray(half), half + 7200)
    const delays = followDelay(words, jumped, { rate, mostMs: 500 })
    expect(delays[0]?.laterMs).toBeCloseTo(50, 0)
    expect(delays.at(-1)?.laterMs).toBeCloseTo(150, 0)
  })
})
