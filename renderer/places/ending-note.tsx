/** Places that their hosts will delete soon: opening one keeps it, backing it up saves what is in it. */
import { Hourglass } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Place } from '../../bridge/places.ts'
import { useLocaleTag } from '../app-context.tsx'
import { dayOf } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import styles from './ending-note.module.css'
import { canBackUp, firstToEnd } from './place-words.ts'
import { usePlacesEnding } from './use-places.ts'

/** More at once would hide what one came for. */
const MOST_SHOWN = 2

interface EndingNoteProps {
  readonly onOpen: (place: Place) => void
  readonly onSave: (place: Place) => void
}

/** Nothing while nothing ends; its own failure is left to the list of places, which would fail as well. */
export function EndingNote({ onOpen, onSave }: EndingNoteProps) {
  const { t } = useTranslation()
  const { value: ending } = usePlacesEnding()
  const [all, setAll] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const headingId = useId()
  if (ending === null || ending.length === 0) return null
  const shown = all ? ending : ending.slice(0, MOST_SHOWN)
  const hidden = ending.length - shown.length
  const showAll = () => {
    setAll(true)
    // Its own button goes.
    heading.current?.focus()
  }
  return (
    <section className={styles.note} aria-labelledby={headingId}>
      <h2 id={headingId} ref={heading} tabIndex={-1} className={styles.heading}>
        <Hourglass aria-hidden />
        {t('places.ending', { count: ending.length })}
      </h2>
      <ul className={styles.list}>
        {shown.map(place => (
          <EndingRow key={place.id} place={place} onOpen={onOpen} onSave={onSave} />
        ))}
      </ul>
      {hidden === 0 ? null : (
        <div>
          <Button look="quiet" onPress={showAll}>
            {t('places.ending-more', { count: hidden })}
          </Button>
        </div>
      )}
    </section>
  )
}

function EndingRow({ place, onOpen, onSave }: EndingNoteProps & { readonly place: Place }) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const { title, endsOn, addresses } = place
  const host = firstToEnd(addresses)?.hostName ?? ''
  return (
    <li className={styles.row}>
      <p className={styles.words}>
        {t('places.ending-text', { title, host, day: endsOn === null ? '' : dayOf(endsOn, locale) })}
      </p>
      <div className={styles.actions}>
        <Button aria-label={t('places.open-name', { title })} onPress={() => onOpen(place)}>
          {t('places.open')}
        </Button>
        {canBackUp(place) ? (
          <Button look="quiet" aria-label={t('places.back-up-name', { title })} onPress={() => onSave(place)}>
            {t('places.back-up')}
          </Button>
        ) : null}
      </div>
    </li>
  )
}
