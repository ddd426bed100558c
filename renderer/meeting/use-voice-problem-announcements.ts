/** Reads out what goes wrong with the sound, once, whichever screen is open: the notes themselves stay quiet. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { announce } from '../ui/live.tsx'

export function useVoiceProblemAnnouncements(): void {
  const { voice } = useApp()
  const { t } = useTranslation()
  useEffect(() => {
    // What was wrong at the door was told there.
    let known = voice.status.get().problems
    return voice.status.subscribe(() => {
      const { problems } = voice.status.get()
      for (const code of problems) {
        if (known.includes(code)) continue
        announce(`${t(`voice-problem.${code}.what`)} ${t(`voice-problem.${code}.next`)}`)
      }
      known = problems
    })
  }, [voice, t])
}
