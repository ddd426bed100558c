import { expect, test } from 'vitest'
import { ChannelChoice } from '../../../renderer/voice/channel-choice.ts'
import { energy, join, noise, silence, speech, sum } from './sound.ts'

const SECOND = 48_000
const spoken = sum(speech(3 * SECOND), noise(3 * SECOND, -65))

/** What is taken of two sides, in quanta of 128. */
function taken(left: Float32Array, right: Float32Array, choice = new ChannelChoice()): Float32Array {
  const parts: Float32Array[] = []
  for (let at = 0; at + 128 <= left.length; at += 128) {
    const part = choice.take([left.subarray(at, at + 128), right.subarray(at, at + 128)])
    parts.push((part ?? new Float32Array(128)).slice())
  }
  return join(...parts)
}

const level = (sound: Float32Array) => 10 * Math.log10(energy(sound) / sound.length)
const late = (sound: Float32Array) => sound.subarray(SECOND, 2.9 * SECOND)

test('one channel, or two that hold the same, come as they are', () => {
  const choice = new ChannelChoice()
  const one = spoken.subarray(0, 128)
  expect(choice.take([one])).toBe(one)
  expect(choice.take([])).toBeNull()
  expect(taken(spoken, spoken)).toEqual(spoken.subarray(0, 128 * Math.floor(spoken.length / 128)))
})

test('a headset that uses one side is as loud as on its side', () => {
  for (const sides of [
    [spoken, silence(spoken.length)],
    [noise(spoken.length, -70, 4), spoken],
  ] as const) {
    expect(level(late(taken(...sides)))).toBeCloseTo(level(late(spoken)), 1)
  }
})

test('a microphone whose sides are opposed is heard', () => {
  const opposed = spoken.map(value => -value)
  expect(level(late(taken(spoken, opposed)))).toBeCloseTo(level(late(spoken)), 1)
})

test('two that hear the same voice through different noise are averaged: that takes 3 dB of the noise away', () => {
  const [left, right] = [sum(spoken, noise(spoken.length, -40, 2)), sum(spoken, noise(spoken.length, -40, 3))]
  const rest = late(taken(left, right)).map((value, i) => value - (late(spoken)[i] ?? 0))
  expect(level(rest)).toBeLessThan(-42)
})

test('it follows when the other side is used, and forgets with the microphone', () => {
  const choice = new ChannelChoice()
  taken(spoken, silence(spoken.length), choice)
  const other = taken(silence(spoken.length), spoken, choice)
  expect(level(late(other))).toBeCloseTo(level(late(spoken)), 1)
  choice.forget()
  const again = taken(spoken.subarray(0, 12_800), spoken.subarray(0, 12_800), choice)
  expect(again).toEqual(spoken.subarray(0, 12_800))
})

test('it does not click when it changes over', () => {
  const hum = Float32Array.from(
    { length: SECOND },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * 100 * i) / SECOND),
  )
  const sound = taken(hum, silence(SECOND))
  let steepest = 0
  for (let i = 1; i < sound.length; i++) {
    steepest = Math.max(steepest, Math.abs((sound[i] ?? 0) - (sound[i - 1] ?? 0)))
  }
  expect(steepest).toBeLessThan(0.01)
})

test('what is no number on one side does not stay', () => {
  const choice = new ChannelChoice()
  choice.take([new Float32Array(128).fill(Number.NaN), spoken.subarray(0, 128)])
  const sound = taken(silence(spoken.length), spoken, choice)
  expect(level(late(sound))).toBeCloseTo(level(late(spoken)), 1)
})
