import { expect, test } from 'vitest'
import { HANGOVER_FRAMES, LONGEST_PRE_ROLL, VoiceActivity } from '../../../renderer/voice/voice-activity.ts'
import { frames, join, noise, silence, speech, sum } from './sound.ts'

const SECOND = 48_000

/** Whether each 10 ms counted as speech. */
function hear(activity: VoiceActivity, sound: Float32Array): boolean[] {
  return [...frames(sound)].map(frame => activity.hear(frame))
}

function share(heard: readonly boolean[]): number {
  return heard.filter(Boolean).length / heard.length
}

test.each([-80, -60, -45, -35])('steady noise of %i dBFS is soon no speech, speech over it is', level => {
  const activity = new VoiceActivity()
  hear(activity, noise(4 * SECOND, level))
  expect(share(hear(activity, noise(3 * SECOND, level, 2)))).toBe(0)
  const spoken = hear(activity, sum(speech(2 * SECOND), noise(2 * SECOND, level, 3)))
  // Up to 50 ms until the first syllable rises out of the noise; dips between syllables are bridged.
  expect(share(spoken.slice(10))).toBe(1)
})

test('speech is heard from the very start, before the noise is known', () => {
  expect(share(hear(new VoiceActivity(), speech(SECOND)).slice(10))).toBe(1)
})

test('ends 300 ms after the last loud frame', () => {
  const activity = new VoiceActivity()
  hear(activity, noise(SECOND, -70))
  const after = hear(activity, join(noise(10 * 480, -20, 4), noise(SECOND, -70, 5)))
  const end = after.lastIndexOf(true) + 1
  expect(end).toBeGreaterThanOrEqual(10 + HANGOVER_FRAMES - 1)
  expect(end).toBeLessThanOrEqual(10 + HANGOVER_FRAMES + 1)
})

test('a single loud frame, such as a key, does not start speech', () => {
  const activity = new VoiceActivity()
  hear(activity, noise(2 * SECOND, -60))
  const click = join(noise(480, -25, 7), noise(SECOND, -60, 8))
  expect(share(hear(activity, click))).toBe(0)
})

test('noise that begins suddenly is learnt within four seconds', () => {
  const activity = new VoiceActivity()
  hear(activity, noise(4 * SECOND, -65))
  const heard = hear(activity, noise(6 * SECOND, -40, 9))
  expect(heard[10]).toBe(true)
  expect(share(heard.slice(400))).toBe(0)
})

test('hum of the mains is no speech', () => {
  const hum = Float32Array.from(
    { length: 3 * SECOND },
    (_, i) => 0.02 * Math.sin((2 * Math.PI * 50 * i) / SECOND),
  )
  expect(share(hear(new VoiceActivity(), hum).slice(100))).toBe(0)
})

test('digital silence and a constant offset are no speech', () => {
  const activity = new VoiceActivity()
  expect(share(hear(activity, silence(SECOND)))).toBe(0)
  expect(share(hear(activity, silence(SECOND).fill(0.1)).slice(60))).toBe(0)
})

test('the pre-roll reaches back to where the syllable leaves the noise', () => {
  const soft = new VoiceActivity()
  hear(soft, noise(4 * SECOND, -60))
  // A soft consonant of 40 ms, louder than the noise but not loud enough to start, then a vowel.
  hear(soft, join(noise(4 * 480, -53, 3), noise(2 * 480, -25, 4)))
  expect(soft.speaking).toBe(true)
  expect(soft.preRoll).toBeGreaterThanOrEqual(5)
  expect(soft.preRoll).toBeLessThanOrEqual(LONGEST_PRE_ROLL)

  const hard = new VoiceActivity()
  hear(hard, noise(4 * SECOND, -60))
  hear(hard, noise(2 * 480, -25, 4))
  expect(hard.speaking).toBe(true)
  expect(hard.preRoll).toBe(2)
})
