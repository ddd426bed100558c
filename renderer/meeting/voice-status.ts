/** How our own sound does, out of what a session of the voice tells. Pure. */
import type { LevelAdvice } from '../voice/level-guide.ts'
import { type VoiceProblem, voiceProblemCodes } from '../voice/voice-problems.ts'
import type { VoiceSession } from '../voice/voice-session.ts'

export interface VoiceStatus {
  /** `asking`: the microphone is being opened. `listening`: open, but without a microphone. */
  readonly phase: 'off' | 'asking' | 'listening' | 'on'
  /** In the order of voice-problems.ts; empty when all is well. */
  readonly problems: readonly VoiceProblem[]
  /** Somebody speaks into our microphone, muted or not. */
  readonly speaking: boolean
  /** What the person could do about how they sound; null = all is well. */
  readonly advice: LevelAdvice | null
}

/** Without one of these the microphone is still on its way. */
const withoutMicrophone: readonly VoiceProblem[] = [
  'microphone-missing',
  'microphone-denied',
  'microphone-busy',
  'microphone-failed',
  'audio-broken',
]

export function statusOf(session: Pick<VoiceSession, 'problems' | 'hasMicrophone' | 'levels'>): VoiceStatus {
  const found = session.problems.get()
  const problems = voiceProblemCodes.filter(code => found.has(code))
  const phase = session.hasMicrophone.get()
    ? 'on'
    : problems.some(code => withoutMicrophone.includes(code))
      ? 'listening'
      : 'asking'
  const { speaking, advice } = session.levels.get()
  return { phase, problems, speaking, advice }
}

export function isSameStatus(one: VoiceStatus, other: VoiceStatus): boolean {
  return (
    one.phase === other.phase &&
    one.speaking === other.speaking &&
    one.advice === other.advice &&
    `${one.problems}` === `${other.problems}`
  )
}

/** Speech at a desk lies between -45 and -15 dBFS: the bar spends its length on -60..-10. */
export function meterFraction(decibels: number): number {
  return Math.max(0, Math.min(1, (decibels + 60) / 50))
}
