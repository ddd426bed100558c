import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Limiter } from '../../../renderer/voice/limiter.ts'
import { noise, peak } from './sound.ts'

test('leaves ordinary sound alone', () => {
  const sound = noise(128, -20)
  const copy = sound.slice()
  new Limiter().apply(sound)
  expect(sound).toEqual(copy)
})

test('never lets a sample beyond full scale, however loud the sum', () => {
  const quantum = fc.float32Array({ minLength: 128, maxLength: 128, noNaN: true, min: -64, max: 64 })
  fc.assert(
    fc.property(fc.array(quantum, { minLength: 1, maxLength: 8 }), quanta => {
      const limiter = new Limiter()
      for (const sound of quanta) {
        limiter.apply(sound)
        expect(peak(sound)).toBeLessThanOrEqual(1)
      }
    }),
  )
})

test('a loud minute is turned down, not clipped: its shape stays', () => {
  const limiter = new Limiter()
  const tone = (i: number) => 2 * Math.sin((2 * Math.PI * 300 * i) / 48_000)
  let worst = 0
  for (let quantum = 0; quantum < 200; quantum++) {
    const sound = Float32Array.from({ length: 128 }, (_, i) => tone(quantum * 128 + i))
    limiter.apply(sound)
    if (quantum < 100) continue
    for (let i = 0; i < 128; i++) {
      const wanted = tone(quantum * 128 + i) * (0.89 / 2)
      worst = Math.max(worst, Math.abs((sound[i] ?? 0) - wanted))
    }
  }
  expect(worst).toBeLessThan(0.06)
})

test('comes back to full gain after a loud moment', () => {
  const limiter = new Limiter()
  limiter.apply(new Float32Array(128).fill(4))
  for (let quantum = 0; quantum < 750; quantum++) limiter.apply(new Float32Array(128))
  const sound = new Float32Array(128).fill(0.5)
  limiter.apply(sound)
  expect(sound[127]).toBeGreaterThan(0.49)
})
