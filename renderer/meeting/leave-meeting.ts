/** Leaving a meeting: nobody hears us from then on, and the last sound of a recording is kept first. */
import type { EngineLink } from '../engine-link/engine-link.ts'
import type { RecordingControl } from '../recording/recording.ts'
import type { VoiceControl } from './voice-control.ts'

/** ms that the end of a recording may take; a second of sound is on its way to the disk well before. */
const LAST_SOUND = 3000

interface LeavingParts {
  readonly link: { readonly engine: Pick<EngineLink['engine'], 'leave'> }
  readonly voice: Pick<VoiceControl, 'setMuted'>
  readonly recording: Pick<RecordingControl, 'stop'>
}

/** Settles when the engine was told, within {@link LAST_SOUND} at most. */
export async function leaveMeeting({ link, voice, recording }: LeavingParts): Promise<void> {
  voice.setMuted(true)
  let patience: ReturnType<typeof setTimeout> | undefined
  const enough = new Promise<void>(resolve => {
    patience = setTimeout(resolve, LAST_SOUND)
  })
  await Promise.race([recording.stop(), enough])
  clearTimeout(patience)
  void link.engine.leave()
}
