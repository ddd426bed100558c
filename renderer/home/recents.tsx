/** The last three places, one press away. */
import { useId, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useLocaleTag } from '../app-context.tsx'
import { aboutPlace, daysLeft, endInWords } from '../places/place-words.ts'
import { useOpenPlace } from '../places/use-open-place.ts'
import { usePlaces } from '../places/use-places.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/hooks.ts'
import { Pill } from '../ui/pill.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import styles from './recents.module.css'

const MOST_SHOWN = 3
const HOUR_MS = 60 * 60 * 1000

export function Recents() {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const { value: places, problem, reload } = usePlaces('')
  const [failure, setFailure] = useState<Problem | null>(null)
  const open = useOpenPlace()
  const now = useNow(HOUR_MS)
  const headingId = useId()
  const shown = [...(places ?? [])]
    .sort((one, other) => Date.parse(other.lastOpened) - Date.parse(one.lastOpened))
    .slice(0, MOST_SHOWN)
  if (shown.length === 0) {
    return problem === null ? null : (
      <ProblemNote problem={problem}>
        <Button onPress={reload}>{t('common.try-again')}</Button>
      </ProblemNote>
    )
  }
  return (
    <section className={styles.recents} aria-labelledby={headingId}>
      <h2 id={headingId}>{t('home.recents')}</h2>
      {failure === null ? null : <ProblemNote problem={failure} onDismiss={() => setFailure(null)} />}
      <ul className={styles.list}>
        {shown.map(place => {
          const left = daysLeft(place, now)
          return (
            <li key={place.id} className={styles.place}>
              <AriaButton className={styles.open ?? ''} onPress={() => void open(place).then(setFailure)}>
                <span className={styles.title}>{place.title}</span>{' '}
                <span className={styles.about}>{aboutPlace(t, place, locale)}</span>
              </AriaButton>
              {left === null ? null : (
                <div className={styles.end}>
                  <Pill tone="warn">{endInWords(t, left)}</Pill>
                </div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
