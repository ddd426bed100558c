/** "Mes lieux": all that was made or joined, to be found again. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '../../bridge/places.ts'
import type { Outcome, Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { TextField } from '../ui/text-field.tsx'
import { BackupNote } from './backup-note.tsx'
import { EndingNote } from './ending-note.tsx'
import { PlaceExport } from './place-export.tsx'
import { PlaceImport } from './place-import.tsx'
import { type PlaceActions, PlaceRow } from './place-row.tsx'
import styles from './places.module.css'
import { useBackup } from './use-backup.ts'
import { useOpenPlace } from './use-open-place.ts'
import { usePlaces } from './use-places.ts'

export function PlacesScreen() {
  const { t } = useTranslation()
  const { link } = useApp()
  const heading = useScreenTitle(t('places.heading'))
  const [words, setWords] = useState('')
  const { value: places, problem, reload } = usePlaces(words)
  const [failure, setFailure] = useState<Problem | null>(null)
  const [forgotten, setForgotten] = useState<string | null>(null)
  const [undone, setUndone] = useState(false)
  const { state, save } = useBackup()
  const openPlace = useOpenPlace()
  const search = useRef<HTMLInputElement>(null)

  /** True when it was done. */
  const settle = async (outcome: Promise<Outcome<unknown>>) => {
    const settled = await outcome
    setFailure(settled.ok ? null : settled.problem)
    return settled.ok
  }
  const forget = async ({ id, title }: Place) => {
    setUndone(false)
    if (!(await settle(link.engine.forgetPlace(id)))) return
    setForgotten(title)
    // Its row took the focus along.
    search.current?.focus()
  }
  const undo = async () => {
    if (!(await settle(link.engine.undoForget()))) return
    setForgotten(null)
    setUndone(true)
    search.current?.focus()
  }
  const actions: PlaceActions = {
    open: place => void openPlace(place).then(setFailure),
    save: place => void save(place),
    pin: ({ id, pinned }) => void settle(link.engine.pinPlace({ id, pinned: !pinned })),
    rename: ({ id }, title) => void settle(link.engine.renamePlace({ id, title })),
    forget: place => void forget(place),
  }

  return (
    <main className={styles.places}>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {t('places.heading')}
        </h1>
        <p className={styles.about}>{t('places.intro')}</p>
      </div>
      <EndingNote onOpen={actions.open} onSave={actions.save} />
      <TextField
        label={t('places.search')}
        value={words}
        maxLength={200}
        autoComplete="off"
        inputRef={search}
        onChange={setWords}
      />
      {problem === null ? null : (
        <ProblemNote problem={problem}>
          <Button onPress={reload}>{t('common.try-again')}</Button>
        </ProblemNote>
      )}
      {failure === null ? null : <ProblemNote problem={failure} onDismiss={() => setFailure(null)} />}
      <BackupNote state={state} />
      <div role="status" className={styles.status}>
        {forgotten === null ? null : (
          <div className={styles.pills}>
            <p>{t('places.forgotten', { title: forgotten })}</p>
            <Button onPress={() => void undo()}>{t('places.undo')}</Button>
          </div>
        )}
        {undone ? <p>{t('places.undone')}</p> : null}
      </div>
      {places === null ? (
        problem === null ? (
          <Progress label={t('places.loading')} />
        ) : null
      ) : (
        <>
          <p role="status" className={styles.about}>
            {places.length > 0
              ? t('places.found', { count: places.length })
              : words.trim() === ''
                ? t('places.none')
                : t('places.no-match')}
          </p>
          <ul className={styles.list}>
            {places.map(place => (
              <PlaceRow key={place.id} place={place} actions={actions} />
            ))}
          </ul>
        </>
      )}
      <PlaceExport />
      <PlaceImport />
    </main>
  )
}
