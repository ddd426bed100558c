/** All that goes on as long as a meeting does, whichever screen is open. Draws nothing. */
import type { Screen } from '../app-state.ts'
import { useAnnouncements } from './use-announcements.ts'
import { useMeetingLife } from './use-meeting-life.ts'
import { useSoundCues } from './use-sound-cues.ts'
import { useTalkKey } from './use-talk-key.ts'
import { useVoiceProblemAnnouncements } from './use-voice-problem-announcements.ts'
import { useVolumes } from './use-volumes.ts'

export function MeetingLife({ screen }: { readonly screen: Extract<Screen, { name: 'meeting' }> }) {
  useMeetingLife(screen)
  useVolumes()
  useSoundCues()
  useTalkKey()
  useAnnouncements()
  useVoiceProblemAnnouncements()
  return null
}
