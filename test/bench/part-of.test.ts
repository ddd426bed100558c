import { beforeAll, expect, it, vi } from 'vitest'
import { partOf } from '../../bench/part-of.ts'
import { talk } from '../../bench/voices.ts'
import type { Pcm } from '../world/signal.ts'

vi.setConfig({ testTimeout: 60_000 })

const rate = 48_000
const options = { rate, mostMs: 600 }
let own: Pcm
let other: Pcm
beforeAll(async () => {
  ;[own, other] = await Promise.all([talk('en', 6), talk('fr', 6)])
}, 60_000)

/** Sounds with their gains in dB and delays in ms, summed. */
function mix(...parts: readonly { sound: Pcm; db: number; ms: number }[]): Pcm {
  return Int16Array.from({ length: 7 * rate }, (_, i) =>
    parts.reduce((sum, { sound, db, ms }) => sum + (sound[i - ms * 48] ?? 0) * 10 ** (db / 20), 0),
  )
}

it('tells the loudness of a voice alone, and its delay', () => {
  const part = partOf(own, mix({ sound: own, db: -6, ms: 120 }), options)
  expect(part.db).toBeCloseTo(-6, 0)
  expect(part.likeness).toBeGreaterThan(0.95)
  expect(part.lagMs).toBeCloseTo(120, 0)
})

it('tells the same of it beside another voice of the same loudness', () => {
  const both = mix({ sound: own, db: -6, ms: 120 }, { sound: other, db: -6, ms: 30 })
  const part = partOf(own, both, options)
  expect(Math.abs(part.db + 6)).toBeLessThan(1.5)
  expect(part.likeness).toBeLessThan(0.9)
})

it('tells that a voice is not there', () => {
  expect(partOf(own, mix({ sound: other, db: -6, ms: 30 }), options).db).toBeLessThan(-12)
})
