import { expect, it } from 'vitest'
import { type NoiseFrame, NoisePresence } from '../../../renderer/voice/noise-presence.ts'

const quiet: NoiseFrame = { levelDb: -75, floorDb: -76, gainDb: 0, likelihood: 0.02, speaking: false }
const key: NoiseFrame = { ...quiet, levelDb: -35 }
const noisy: NoiseFrame = { ...quiet, levelDb: -50 }
const word: NoiseFrame = { ...quiet, levelDb: -25, likelihood: 0.9, speaking: true }

function hear(presence: NoisePresence, frame: NoiseFrame, count: number): boolean {
  for (let i = 0; i < count; i++) presence.hear(frame)
  return presence.present
}

it('a quiet room has no noise, whoever speaks in it', () => {
  const presence = new NoisePresence()
  for (let i = 0; i < 20; i++) {
    expect(hear(presence, quiet, 60)).toBe(false)
    expect(hear(presence, word, 100)).toBe(false)
  }
})

it('steady noise is there within a second, and gone after 20 s of quiet', () => {
  const presence = new NoisePresence()
  expect(hear(presence, noisy, 100)).toBe(true)
  expect(hear(presence, quiet, 1900)).toBe(true)
  expect(hear(presence, quiet, 200)).toBe(false)
})

it('between the two levels all stays as it is', () => {
  const between = { ...quiet, levelDb: -62.5 }
  expect(hear(new NoisePresence(), between, 3000)).toBe(false)
  const presence = new NoisePresence()
  hear(presence, noisy, 100)
  expect(hear(presence, between, 3000)).toBe(true)
})

it('what the gain brings up counts as loud as it will be', () => {
  expect(hear(new NoisePresence(), { ...quiet, gainDb: 18 }, 200)).toBe(true)
})

it('a chair that moves once is no noise', () => {
  const presence = new NoisePresence()
  hear(presence, quiet, 100)
  expect(hear(presence, { ...quiet, levelDb: -40 }, 20)).toBe(false)
  expect(hear(presence, quiet, 500)).toBe(false)
})

it('who types makes noise; two keys, or short words, do not', () => {
  const typing = (frame: NoiseFrame, times: number) => {
    const presence = new NoisePresence()
    for (let i = 0; i < times; i++) {
      hear(presence, frame, 3)
      hear(presence, quiet, 20)
    }
    return presence.present
  }
  expect(typing(key, 3)).toBe(true)
  expect(typing(key, 2)).toBe(false)
  expect(typing({ ...key, likelihood: 0.6 }, 10)).toBe(false)
})
