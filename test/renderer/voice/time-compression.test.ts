import { expect, test } from 'vitest'
import {
  applyCut,
  findCut,
  LONGEST_CUT,
  SEAM,
  SHORTEST_CUT,
} from '../../../renderer/voice/time-compression.ts'
import { peak, pitch } from './sound.ts'

function tone(samples: number, frequency: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => {
    const phase = (2 * Math.PI * frequency * i) / 48_000
    return 0.3 * Math.sin(phase) + 0.2 * Math.sin(2 * phase) + 0.1 * Math.sin(5 * phase)
  })
}

test.each([100, 130, 210, 350])('a cut in a voice of %i Hz is a whole number of periods', frequency => {
  const sound = tone(1200, frequency)
  const cut = { length: 0, likeness: 0 }
  findCut(sound, 0, sound.length, LONGEST_CUT, cut)
  const periods = (cut.length * frequency) / 48_000
  expect(Math.abs(periods - Math.round(periods))).toBeLessThan(0.02)
  expect(cut.likeness).toBeGreaterThan(0.99)
})

test('after the cut the sound goes on without a jump, in the same pitch', () => {
  const sound = tone(4800, 140)
  const cut = { length: 0, likeness: 0 }
  findCut(sound, 0, 1200, LONGEST_CUT, cut)
  applyCut(sound, 0, sound.length, cut.length)
  const shorter = sound.subarray(0, sound.length - cut.length)
  const steps = shorter.subarray(1).map((value, i) => value - (shorter[i] ?? 0))
  expect(peak(steps)).toBeLessThan(peak(tone(4800, 140).map((v, i, all) => v - (all[i - 1] ?? v))) * 1.05)
  expect(pitch(shorter)).toBeCloseTo(140, 0)
})

test('noise has no two like ends', () => {
  const sound = Float32Array.from({ length: 1200 }, (_, i) => Math.sin(i * i * 0.37) * 0.3)
  const cut = { length: 0, likeness: 0 }
  findCut(sound, 0, sound.length, LONGEST_CUT, cut)
  expect(cut.likeness).toBeLessThan(0.8)
})

test('cuts no more than asked, and nothing where there is no room', () => {
  const sound = tone(1200, 100)
  const cut = { length: 0, likeness: 0 }
  findCut(sound, 0, sound.length, 300, cut)
  expect(cut.length).toBeLessThanOrEqual(300)
  expect(cut.length).toBeGreaterThanOrEqual(SHORTEST_CUT)
  findCut(sound, 0, SHORTEST_CUT + SEAM - 1, LONGEST_CUT, cut)
  expect(cut.length).toBe(0)
  findCut(sound, 0, sound.length, SHORTEST_CUT - 1, cut)
  expect(cut.length).toBe(0)
})
