/** Takes over a list that was exported before: first said in words what would come of it, then done. */
import { useEffect, useId, useRef, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { LONGEST_IMPORT, type PlacesImport } from '../../bridge/engine-api.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { Note, ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import styles from './places.module.css'

/** UTF-8 writes a character in four bytes at most. */
const LARGEST_FILE_BYTES = LONGEST_IMPORT * 4

type ImportState =
  | { readonly phase: 'none' }
  | { readonly phase: 'reading' }
  /** The file holds more than any list of places, or cannot be read. */
  | { readonly phase: 'unfit' }
  | { readonly phase: 'failed'; readonly problem: Problem }
  | { readonly phase: 'told'; readonly json: string; readonly outcome: PlacesImport }
  | { readonly phase: 'done'; readonly outcome: PlacesImport }

export function PlaceImport() {
  const { t } = useTranslation()
  const { link } = useApp()
  const [state, setState] = useState<ImportState>({ phase: 'none' })
  const chooser = useRef<HTMLButtonElement>(null)
  const headingId = useId()

  const read = async (file: File | undefined) => {
    if (file === undefined) return
    setState({ phase: 'reading' })
    const json = file.size > LARGEST_FILE_BYTES ? null : await file.text().catch(() => null)
    if (json === null || json.length > LONGEST_IMPORT) return setState({ phase: 'unfit' })
    const outcome = await link.engine.importPlaces({ json, takeOver: false })
    setState(
      outcome.ok
        ? { phase: 'told', json, outcome: outcome.value }
        : { phase: 'failed', problem: outcome.problem },
    )
  }
  const takeOver = async (json: string) => {
    setState({ phase: 'reading' })
    // Its own button is gone now.
    chooser.current?.focus()
    const outcome = await link.engine.importPlaces({ json, takeOver: true })
    setState(
      outcome.ok ? { phase: 'done', outcome: outcome.value } : { phase: 'failed', problem: outcome.problem },
    )
  }
  const leave = () => {
    setState({ phase: 'none' })
    chooser.current?.focus()
  }

  return (
    <section aria-labelledby={headingId} className={styles.export}>
      <h2 id={headingId}>{t('places.import')}</h2>
      <p className={styles.about}>{t('places.import-text')}</p>
      <div>
        <FileTrigger
          acceptedFileTypes={['application/json', '.json']}
          onSelect={files => void read(files?.[0])}
        >
          <Button ref={chooser}>{t('places.import-choose')}</Button>
        </FileTrigger>
      </div>
      {state.phase === 'reading' ? <Progress label={t('places.import-reading')} /> : null}
      {state.phase === 'unfit' ? (
        <Note what={t('places.import-unfit')} next={t('places.import-unfit-next')} />
      ) : null}
      {state.phase === 'failed' ? <ProblemNote problem={state.problem} /> : null}
      <div role="status" className={styles.status}>
        {state.phase === 'told' ? <Told outcome={state.outcome} /> : null}
        {state.phase === 'done' ? <p>{t('places.import-done', { count: state.outcome.added })}</p> : null}
      </div>
      {state.phase === 'told' && state.outcome.added > 0 ? (
        <TakeOver count={state.outcome.added} onTakeOver={() => void takeOver(state.json)} onLeave={leave} />
      ) : null}
    </section>
  )
}

function Told({ outcome: { added, known, leftOut } }: { readonly outcome: PlacesImport }) {
  const { t } = useTranslation()
  return (
    <ul className={styles.told}>
      <li>{added === 0 ? t('places.import-nothing') : t('places.import-added', { count: added })}</li>
      {known === 0 ? null : <li>{t('places.import-known', { count: known })}</li>}
      {leftOut === 0 ? null : <li>{t('places.import-left-out', { count: leftOut })}</li>}
    </ul>
  )
}

interface TakeOverProps {
  readonly count: number
  readonly onTakeOver: () => void
  readonly onLeave: () => void
}

function TakeOver({ count, onTakeOver, onLeave }: TakeOverProps) {
  const { t } = useTranslation()
  const yes = useRef<HTMLButtonElement>(null)
  // Whoever chose a file goes on from here.
  useEffect(() => yes.current?.focus(), [])
  return (
    <div className={styles.pills}>
      <Button ref={yes} look="primary" onPress={onTakeOver}>
        {t('places.import-take', { count })}
      </Button>
      <Button look="quiet" onPress={onLeave}>
        {t('common.cancel')}
      </Button>
    </div>
  )
}
