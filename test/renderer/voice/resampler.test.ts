import { expect, test } from 'vitest'
import { Resampler } from '../../../renderer/voice/resampler.ts'
import { energy, join, noise, peak } from './sound.ts'

function tone(hz: number, rate: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate))
}

/** Through a resampler by quanta of 128. */
function converted(sound: Float32Array, from: number, to: number): Float32Array {
  const resampler = new Resampler(from, to)
  const parts: Float32Array[] = []
  for (let at = 0; at < sound.length; at += 128) {
    const part = sound.subarray(at, at + 128)
    parts.push(resampler.convert(part, part.length).slice())
  }
  return join(...parts)
}

/** dB by which what is not a tone of `hz` lies below it, whatever its phase. */
function purity(sound: Float32Array, hz: number, rate: number): number {
  let sine = 0
  let cosine = 0
  sound.forEach((value, i) => {
    sine += value * Math.sin((2 * Math.PI * hz * i) / rate)
    cosine += value * Math.cos((2 * Math.PI * hz * i) / rate)
  })
  const own = (2 * (sine ** 2 + cosine ** 2)) / sound.length
  return 10 * Math.log10(own / Math.max(1e-12, energy(sound) - own))
}

const rates = [8000, 16_000, 22_050, 32_000, 44_100, 88_200, 96_000, 192_000]

test.each(rates)('%i Hz become 48 kHz and back: as long, as loud, and nothing else in it', rate => {
  for (const [from, to] of [
    [rate, 48_000],
    [48_000, rate],
  ] as const) {
    const sound = converted(tone(1000, from, from), from, to)
    expect(Math.abs(sound.length - to)).toBeLessThan(0.01 * to)
    // Whole periods, away from the beginning.
    const middle = sound.subarray(Math.round(to * 0.1), Math.round(to * 0.1) + Math.floor(to / 50) * 40)
    expect(purity(middle, 1000, to)).toBeGreaterThan(60)
    expect(Math.sqrt(energy(middle) / middle.length)).toBeCloseTo(0.5 / Math.SQRT2, 2)
  }
})

test('what the lower rate cannot hold is not folded back', () => {
  const sound = converted(tone(7000, 48_000, 48_000), 48_000, 8000)
  expect(peak(sound.subarray(400))).toBeLessThan(0.001)
})

test('filling asks for as much as it takes, quantum by quantum, and never for more', () => {
  const resampler = new Resampler(48_000, 44_100)
  const out = new Float32Array(128)
  let asked = 0
  const seconds = 20
  const parts: Float32Array[] = []
  for (let quantum = 0; quantum < (seconds * 44_100) / 128; quantum++) {
    resampler.fill(out, sound => {
      sound.forEach((_, i) => {
        sound[i] = 0.5 * Math.sin((2 * Math.PI * 1000 * (asked + i)) / 48_000)
      })
      asked += sound.length
    })
    parts.push(out.slice())
  }
  expect(Math.abs(asked - seconds * 48_000)).toBeLessThan(300)
  const sound = join(...parts)
  expect(purity(sound.subarray(44_100, 44_100 * 19), 1000, 44_100)).toBeGreaterThan(60)
})

test('silence stays silence, and what is no number is gone as soon as it has passed', () => {
  const resampler = new Resampler(44_100, 48_000)
  expect(peak(resampler.convert(null, 4410))).toBe(0)
  resampler.convert(new Float32Array(128).fill(Number.NaN), 128)
  resampler.convert(noise(128, -20), 128)
  expect(resampler.convert(noise(128, -20), 128).every(Number.isFinite)).toBe(true)
})
