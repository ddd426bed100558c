import { expect, test } from 'vitest'
import { NoiseSuppressor, type Suppression } from '../../../renderer/voice/noise-suppressor.ts'
import { createSuppressor, voiced } from './rnnoise.ts'
import { energy, fan, frames, join, noise, signalToNoise, sum } from './sound.ts'

const SECOND = 48_000

async function clean(sound: Float32Array, suppression: Suppression): Promise<Float32Array> {
  const suppressor = await createSuppressor()
  const out = new Float32Array(480)
  return join(
    ...[...frames(sound)].map(frame => {
      suppressor.hear(frame)
      suppressor.take(frame, suppression, out)
      return out.slice()
    }),
  )
}

/** dB of `b` over `a`. */
function gain(a: Float32Array, b: Float32Array): number {
  return 10 * Math.log10(energy(b) / energy(a))
}

test('steady noise goes: 15 dB of it for standard, next to all for strong', async () => {
  const whirr = fan(5 * SECOND, -45)
  const late = (sound: Float32Array) => sound.subarray(2 * SECOND)
  const standard = gain(late(whirr), late(await clean(whirr, 'standard')))
  expect(standard).toBeGreaterThan(-17)
  expect(standard).toBeLessThan(-13)
  expect(gain(late(whirr), late(await clean(whirr, 'strong')))).toBeLessThan(-30)
})

test('clean speech stays what it is, 10 ms later', async () => {
  const spoken = join(noise(SECOND, -75), await voiced('Chacun son tour : nous avons tout notre temps.'))
  for (const suppression of ['standard', 'strong'] as const) {
    const after = (await clean(spoken, suppression)).subarray(480)
    const before = spoken.subarray(0, after.length)
    expect(gain(before, after)).toBeGreaterThan(-0.5)
    expect(gain(before, after)).toBeLessThan(0.5)
    expect(signalToNoise(before, after)).toBeGreaterThan(12)
  }
})

test('speech in noise comes out clearer', async () => {
  const spoken = join(noise(2 * SECOND, -75), await voiced('Chacun son tour : nous avons tout notre temps.'))
  const noisy = sum(spoken, fan(spoken.length, -32, 4))
  const before = signalToNoise(spoken, noisy)
  for (const suppression of ['standard', 'strong'] as const) {
    const after = (await clean(noisy, suppression)).subarray(480)
    expect(signalToNoise(spoken.subarray(0, after.length), after)).toBeGreaterThan(before + 3)
  }
})

test('likelihood tells speech from noise', async () => {
  const suppressor = await createSuppressor()
  const mean = (sound: Float32Array) => {
    let sum = 0
    let count = 0
    for (const frame of frames(sound)) {
      suppressor.hear(frame)
      sum += suppressor.probability
      count++
    }
    return sum / count
  }
  mean(noise(SECOND, -50))
  expect(mean(noise(SECOND, -50, 2))).toBeLessThan(0.2)
  expect(mean(await voiced('Nous en parlerons demain.'))).toBeGreaterThan(0.5)
})

test('no sound, however broken, makes it give anything but sound', async () => {
  const strange = new Float32Array(480).fill(Number.NaN)
  const loud = noise(480, 0, 3).map(value => value * 1e9)
  const heard = await clean(join(strange, loud, noise(SECOND, -30)), 'standard')
  expect(heard.every(value => value >= -2 && value <= 2)).toBe(true)
})

test('another module is refused', async () => {
  const empty = await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))
  expect(() => new NoiseSuppressor(empty)).toThrow()
})
