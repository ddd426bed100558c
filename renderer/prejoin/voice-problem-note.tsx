/** The sound does not work: what happened, what to do, that one may go in all the same, and another try. */
import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/problem-note.tsx'
import type { VoiceProblem } from '../voice/voice-problems.ts'

/** What another look at the devices, or another start, may mend. */
const canBeTried: readonly VoiceProblem[] = [
  'microphone-missing',
  'microphone-denied',
  'microphone-busy',
  'microphone-failed',
  'speaker-missing',
  'audio-broken',
]

interface VoiceProblemNoteProps {
  readonly code: VoiceProblem
  /** Somebody else reads it out. */
  readonly quiet?: boolean
}

export function VoiceProblemNote({ code, quiet = false }: VoiceProblemNoteProps) {
  const { t } = useTranslation()
  return (
    <Note what={t(`voice-problem.${code}.what`)} next={t(`voice-problem.${code}.next`)} quiet={quiet}>
      {canBeTried.includes(code) ? <TryAgain /> : undefined}
    </Note>
  )
}

/** Still there after a try, it says so: nothing else would show that there was one. */
function TryAgain() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const [step, setStep] = useState<'untried' | 'trying' | 'failed'>('untried')
  const button = useRef<HTMLButtonElement>(null)
  // It worked, and the button goes: the reader stays on the screen.
  useLayoutEffect(() => {
    const own = button.current
    return () => {
      if (own !== null && own === document.activeElement) document.querySelector('h1')?.focus()
    }
  }, [])
  const tryAgain = async () => {
    if (step === 'trying') return
    setStep('trying')
    await voice.tryAgain()
    setStep('failed')
  }
  return (
    <>
      <Button ref={button} onPress={() => void tryAgain()}>
        {t('common.try-again')}
      </Button>
      <span role="status">
        {step === 'trying'
          ? t('voice-problem-try.trying')
          : step === 'failed'
            ? t('voice-problem-try.failed')
            : null}
      </span>
    </>
  )
}
