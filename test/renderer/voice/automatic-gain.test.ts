import { expect, test } from 'vitest'
import { AutomaticGain, MOST_GAIN } from '../../../renderer/voice/automatic-gain.ts'
import { LevelGuide } from '../../../renderer/voice/level-guide.ts'
import { noise, peak } from './sound.ts'

const rmsOf = (decibels: number) => 10 ** (decibels / 20)

function after(seconds: number, speechDb: number, floorDb = -70): AutomaticGain {
  const gain = new AutomaticGain()
  for (let i = 0; i < seconds * 100; i++) gain.learn(rmsOf(speechDb), floorDb)
  return gain
}

test('a soft voice comes near to the usual loudness, slowly, a loud one is taken down', () => {
  expect(after(1, -32).decibels).toBeLessThan(4)
  expect(Math.abs(after(30, -32).decibels - 12)).toBeLessThan(2)
  expect(after(30, -10).decibels).toBeLessThan(-7)
})

test('never more than its most, and no more than the noise of the room bears', () => {
  expect(after(60, -60).decibels).toBeLessThanOrEqual(MOST_GAIN)
  expect(after(60, -40, -55).decibels).toBeLessThanOrEqual(7)
  expect(after(60, -40, -30).decibels).toBeLessThanOrEqual(0.1)
})

test('nothing passes full scale', () => {
  const gain = after(60, -40)
  const frame = noise(480, -6)
  gain.apply(frame)
  gain.apply(frame)
  expect(peak(frame)).toBeLessThanOrEqual(1)
})

test('another microphone starts anew', () => {
  const gain = after(30, -40)
  gain.forget()
  expect(gain.decibels).toBe(0)
  expect(gain.speechDb).toBeNull()
})

const well = { speechDb: -25, floorDb: -65, automaticGain: true, suppresses: true }

test('advice: nothing while nothing is known, nothing when all is well', () => {
  const guide = new LevelGuide()
  expect(guide.advice({ ...well, speechDb: null })).toBeNull()
  expect(guide.advice(well)).toBeNull()
})

test('advice: too quiet only when the gain cannot help', () => {
  const guide = new LevelGuide()
  expect(guide.advice({ ...well, speechDb: -45 })).toBeNull()
  expect(guide.advice({ ...well, speechDb: -45, automaticGain: false })).toBe('too-quiet')
  expect(guide.advice({ ...well, speechDb: -60 })).toBe('too-quiet')
})

test('advice: noisy only beyond what is taken out', () => {
  const guide = new LevelGuide()
  const noisy = { ...well, floorDb: -38 }
  expect(guide.advice(noisy)).toBeNull()
  expect(guide.advice({ ...noisy, suppresses: false })).toBe('noisy')
  expect(guide.advice({ ...well, floorDb: -25 })).toBe('noisy')
})

test('advice: clipping after three crackles, for four seconds', () => {
  const guide = new LevelGuide()
  const crackle = new Float32Array(480).fill(1)
  const calm = new Float32Array(480)
  for (let i = 0; i < 2; i++) guide.hear(crackle)
  expect(guide.advice(well)).toBeNull()
  guide.hear(crackle)
  expect(guide.advice(well)).toBe('clipping')
  for (let i = 0; i < 400; i++) guide.hear(calm)
  expect(guide.advice(well)).toBeNull()
})
