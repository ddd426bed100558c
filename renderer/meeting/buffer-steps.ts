/** When a machine that once crackled may try a smaller sound buffer again. Pure. */
import { smallerBuffer } from '../../bridge/audio-buffer.ts'
import type { Settings, SettingsChange } from '../../bridge/settings.ts'

/** Quiet meetings in a row before a step down: a step too far costs some crackles. */
const ENOUGH_QUIET = 5
/** ms that the sound was open before it says anything of the machine. */
const LONG_ENOUGH = 10 * 60_000
/** Crackles that any machine has now and then: a lid closed, a program started. */
const FEW_CRACKLES = 3

export interface HeardMeeting {
  readonly durationMs: number
  /** Times that the loudspeaker ran dry. */
  readonly crackles: number
  /** The buffer was enlarged meanwhile. */
  readonly enlarged: boolean
}

/** What to keep after a meeting; null = nothing new. */
export function afterMeeting(
  { audioBuffer, quietMeetings }: Pick<Settings, 'audioBuffer' | 'quietMeetings'>,
  { durationMs, crackles, enlarged }: HeardMeeting,
): SettingsChange | null {
  const smaller = smallerBuffer(audioBuffer)
  if (smaller === null) return null
  if (enlarged || crackles > FEW_CRACKLES) return quietMeetings === 0 ? null : { quietMeetings: 0 }
  if (durationMs < LONG_ENOUGH) return null
  if (quietMeetings + 1 < ENOUGH_QUIET) return { quietMeetings: quietMeetings + 1 }
  return { audioBuffer: smaller, quietMeetings: 0 }
}
