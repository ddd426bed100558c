/** Where the address comes back that a site made: without it, what was made there would be lost. */
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '../../bridge/places.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import type { Unmade } from '../app-state.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './paste-bar.module.css'

export function PasteBar({ unmade }: { readonly unmade: Unmade }) {
  const { t } = useTranslation()
  const { link, drafts, dispatch } = useApp()
  const { kind, title, hostId } = unmade
  const [keeping, setKeeping] = useState(false)
  const [kept, setKept] = useState<Place | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [empty, setEmpty] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const wrongId = useId()
  const url = drafts.pasted[kind] ?? ''

  const keep = async () => {
    if (keeping) return
    setProblem(null)
    setEmpty(url.trim() === '')
    if (url.trim() === '') return field.current?.focus()
    setKeeping(true)
    const outcome = await link.engine.keepPasted({ kind, title, hostId, url: url.trim() })
    setKeeping(false)
    if (outcome.ok) {
      setKept(outcome.value)
      dispatch({ type: 'pasted', kind, url: '' })
      dispatch({ type: 'title', kind, title: null })
    } else {
      setProblem(outcome.problem)
      field.current?.focus()
    }
  }

  const address = kept?.addresses[0]?.url
  return (
    <div className={styles.bar}>
      <TextField
        label={t('paste.label')}
        help={t('paste.why')}
        value={url}
        maxLength={8192}
        autoComplete="off"
        inputRef={field}
        wrong={empty || problem !== null}
        wrongId={wrongId}
        onChange={next => {
          dispatch({ type: 'pasted', kind, url: next })
          setEmpty(false)
          setProblem(null)
        }}
        onSubmit={() => void keep()}
        after={
          <Button look="primary" onPress={() => void keep()}>
            {keeping ? t('paste.keeping') : t('paste.keep')}
          </Button>
        }
      />
      {empty ? (
        <p id={wrongId} role="alert" className={styles.empty}>
          {t('paste.empty')}
        </p>
      ) : null}
      {problem === null ? null : <ProblemNote id={wrongId} problem={problem} />}
      <div role="status" className={styles.kept}>
        {kept === null ? null : <p>{t('paste.kept', { title: kept.title })}</p>}
      </div>
      {address === undefined ? null : <CopyButton text={address} label={t('paste.copy')} />}
    </div>
  )
}
