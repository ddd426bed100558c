import { expect, test } from 'vitest'
import { CROWD, CueChoice } from '../../../renderer/meeting/cue-choice.ts'
import { type Cue, renderCue } from '../../../renderer/voice/cues.ts'
import { peak } from './sound.ts'

const cues: readonly Cue[] = ['mute', 'unmute', 'join', 'leave']

test.each(cues)('%s is short, soft, and begins and ends in silence', cue => {
  const sound = renderCue(cue)
  expect(sound.length).toBeLessThan(48_000 * 0.4)
  expect(peak(sound)).toBeGreaterThan(0.02)
  expect(peak(sound)).toBeLessThan(0.1)
  expect(Math.abs(sound[0] ?? 1)).toBeLessThan(1e-6)
  expect(Math.abs(sound.at(-1) ?? 1)).toBeLessThan(1e-3)
})

/** How much of a frequency is in a sound. */
function share(sound: Float32Array, hz: number): number {
  const part = (wave: (x: number) => number) =>
    sound.reduce((total, value, i) => total + value * wave((2 * Math.PI * hz * i) / 48_000), 0)
  return Math.hypot(part(Math.sin), part(Math.cos))
}

test.each([
  ['unmute', 'mute', 294, 440],
  ['join', 'leave', 659, 880],
] as const)('%s rises and %s falls', (rising, falling, low, high) => {
  const begin = (cue: Cue) => renderCue(cue).subarray(0, 3200)
  expect(share(begin(rising), low)).toBeGreaterThan(2 * share(begin(rising), high))
  expect(share(begin(falling), high)).toBeGreaterThan(2 * share(begin(falling), low))
})

const anna = { joined: ['Anna'], left: [] }

test('who comes and who leaves is heard, nobody is not', () => {
  const choice = new CueChoice()
  expect(choice.choose(anna, 2, 0)).toBe('join')
  expect(choice.choose({ joined: [], left: ['Anna'] }, 1, 1000)).toBe('leave')
  expect(choice.choose({ joined: [], left: [] }, 1, 2000)).toBeNull()
})

test('no sounds for crowds, nor for a coming and going without end', () => {
  const choice = new CueChoice()
  expect(choice.choose(anna, CROWD, 0)).toBeNull()
  expect(choice.choose({ joined: ['a', 'b', 'c', 'd', 'e'], left: [] }, 5, 0)).toBeNull()
  const heard = Array.from({ length: 50 }, (_, i) => choice.choose(anna, 2, i * 500)).filter(
    cue => cue !== null,
  )
  expect(heard.length).toBeLessThanOrEqual(8)
  expect(choice.choose(anna, 2, 100_000)).toBe('join')
})
