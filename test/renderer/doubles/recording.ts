/** A double of the engine's recording: tells everybody, counts what it is given, keeps nothing. */
import type { EngineApi, PageApi } from '../../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../../bridge/problems.ts'

const file = '/home/camille/Téléchargements/Chatière/2026-02-11 14h30 Café du lundi.ogg'

/** Ourselves, as in answers.ts. */
const SELF = 11

type RecordingCalls = Pick<EngineApi, 'startRecording' | 'keepRecording' | 'stopRecording' | 'showRecording'>

export function recordingBook(tell: (say: (page: PageApi) => void) => void): RecordingCalls {
  let pieces: number | null = null
  let bytes = 0
  const flag = (recording: boolean) =>
    tell(page => page.room([{ type: 'user', session: SELF, changed: { recording } }]))
  return {
    startRecording: async () => {
      pieces = 0
      bytes = 0
      flag(true)
      return succeeded({ file })
    },
    keepRecording: async ({ data }) => {
      if (pieces === null) return failed(problem('recording-over'))
      pieces += 1
      bytes += Math.floor((data.length * 3) / 4)
      return succeeded({ bytes, durationMs: pieces * 1000, paused: false })
    },
    stopRecording: async () => {
      flag(false)
      const ended = pieces === null ? null : { file, bytes, durationMs: pieces * 1000 }
      pieces = null
      return succeeded(ended)
    },
    showRecording: async () => succeeded(null),
  }
}
