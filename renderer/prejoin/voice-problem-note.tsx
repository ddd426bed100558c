/** The sound does not work: what happened, what to do, and that one may go in all the same. */
import { useTranslation } from 'react-i18next'
import { Note } from '../ui/problem-note.tsx'
import type { VoiceProblem } from '../voice/voice-problems.ts'

export function VoiceProblemNote({ code }: { readonly code: VoiceProblem }) {
  const { t } = useTranslation()
  return <Note what={t(`voice-problem.${code}.what`)} next={t(`voice-problem.${code}.next`)} />
}
