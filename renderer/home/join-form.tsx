/** One field for whatever was received: an invitation, a whole message, the address of a pad. */
import { ArrowRight } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './join-form.module.css'
import { useFollowLink } from './use-follow-link.ts'

export function JoinForm() {
  const { t } = useTranslation()
  const { drafts, dispatch } = useApp()
  const follow = useFollowLink()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [reading, setReading] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const headingId = useId()
  const problemId = useId()

  const join = async () => {
    if (reading) return
    setReading(true)
    const found = await follow(drafts.link)
    setReading(false)
    setProblem(found)
    if (found !== null) field.current?.focus()
  }

  return (
    <section className={styles.join} aria-labelledby={headingId}>
      <h2 id={headingId}>{t('home.join-title')}</h2>
      <TextField
        label={t('home.join-label')}
        help={t('home.join-help')}
        value={drafts.link}
        rows={3}
        areaRef={field}
        autoComplete="off"
        wrong={problem !== null}
        wrongId={problemId}
        onChange={link => {
          dispatch({ type: 'draft', changed: { link } })
          setProblem(null)
        }}
        onSubmit={() => void join()}
      />
      {problem === null ? null : <ProblemNote id={problemId} problem={problem} />}
      <Button look="plain" onPress={() => void join()}>
        {t('home.join-button')}
        <ArrowRight aria-hidden />
      </Button>
    </section>
  )
}
