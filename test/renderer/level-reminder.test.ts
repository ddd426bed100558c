import { describe, expect, it } from 'vitest'
import { LevelReminder, type OwnLevel } from '../../renderer/meeting/level-reminder.ts'

const speech: OwnLevel = { advice: 'too-quiet', heard: true, closed: false }
const pause: OwnLevel = { ...speech, heard: false }
const fine: OwnLevel = { ...speech, advice: null }
const muted: OwnLevel = { ...pause, closed: true }

/** The answers to a second of such reports. */
const seconds = (reminder: LevelReminder, count: number, level: OwnLevel) =>
  Array.from({ length: count * 10 }, () => reminder.read(level))

describe('advice on one’s own level in a meeting', () => {
  it('is told after some speech that goes out, and never for what does not', () => {
    const reminder = new LevelReminder()
    expect(seconds(reminder, 2, speech)).not.toContain('too-quiet')
    expect(seconds(reminder, 60, pause)).not.toContain('too-quiet')
    expect(seconds(reminder, 60, muted)).not.toContain('too-quiet')
    expect(seconds(reminder, 2, speech).at(-1)).toBe('too-quiet')
  })

  it('is not told for what comes and goes', () => {
    const reminder = new LevelReminder()
    for (let i = 0; i < 20; i++) {
      expect(seconds(reminder, 1, speech)).not.toContain('too-quiet')
      seconds(reminder, 1, fine)
    }
  })

  it('does not flicker, stays through pauses, and goes once heeded', () => {
    const reminder = new LevelReminder()
    seconds(reminder, 4, speech)
    expect(new Set(seconds(reminder, 4, fine))).toEqual(new Set(['too-quiet']))
    seconds(reminder, 1, speech)
    expect(new Set(seconds(reminder, 30, pause))).toEqual(new Set(['too-quiet']))
    expect(seconds(reminder, 1, fine).at(-1)).toBe('too-quiet')
    expect(seconds(reminder, 2, fine).at(-1)).toBeNull()
  })

  it('goes with the microphone, and comes back after minutes at the earliest', () => {
    const reminder = new LevelReminder()
    seconds(reminder, 4, speech)
    expect(reminder.read(muted)).toBeNull()
    expect(seconds(reminder, 119, speech)).not.toContain('too-quiet')
    expect(seconds(reminder, 6, speech).at(-1)).toBe('too-quiet')
  })
})
