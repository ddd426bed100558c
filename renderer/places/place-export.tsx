/** Takes the whole list along, as a file. */
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import styles from './places.module.css'

export function PlaceExport() {
  const { t } = useTranslation()
  const { link } = useApp()
  const [file, setFile] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const headingId = useId()
  const write = async (form: 'json' | 'html') => {
    const outcome = await link.engine.exportPlaces(form)
    setFile(outcome.ok ? outcome.value.file : null)
    setProblem(outcome.ok ? null : outcome.problem)
  }
  return (
    <section aria-labelledby={headingId} className={styles.export}>
      <h2 id={headingId}>{t('places.export')}</h2>
      <div className={styles.pills}>
        <Button onPress={() => void write('html')}>{t('places.export-html')}</Button>
        <Button onPress={() => void write('json')}>{t('places.export-json')}</Button>
      </div>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <p role="status">{file === null ? '' : t('places.exported', { file })}</p>
    </section>
  )
}
