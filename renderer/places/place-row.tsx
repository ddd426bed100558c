/** One place: what it is, where, until when, and all that can be done with it. */
import { useEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Place } from '../../bridge/places.ts'
import { useLocaleTag } from '../app-context.tsx'
import { dayOf } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { useNow } from '../ui/hooks.ts'
import { KindIcon } from '../ui/kind-icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { Pill } from '../ui/pill.tsx'
import { TextField } from '../ui/text-field.tsx'
import { aboutPlace, canBackUp, daysLeft, endInWords } from './place-words.ts'
import styles from './places.module.css'

const HOUR_MS = 60 * 60 * 1000

export interface PlaceActions {
  open(place: Place): void
  save(place: Place): void
  pin(place: Place): void
  rename(place: Place, title: string): void
  forget(place: Place): void
}

interface PlaceRowProps {
  readonly place: Place
  readonly actions: PlaceActions
}

export function PlaceRow({ place, actions }: PlaceRowProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const left = daysLeft(place, useNow(HOUR_MS))
  const [renaming, setRenaming] = useState(false)
  const { title, pinned, addresses } = place
  const first = addresses[0]
  const mayBackUp = canBackUp(place)
  const menu = useRef<HTMLButtonElement>(null)
  const renamed = (next: string | null) => {
    setRenaming(false)
    // The field took the focus from the menu.
    menu.current?.focus()
    if (next !== null && next !== title) actions.rename(place, next)
  }
  return (
    <li className={styles.row}>
      <span className={styles.icon}>{first === undefined ? null : <KindIcon kind={first.kind} />}</span>
      <div className={styles.words}>
        {renaming ? (
          <Renaming title={title} onDone={renamed} />
        ) : (
          <AriaButton className={styles.open ?? ''} onPress={() => actions.open(place)}>
            {title}
          </AriaButton>
        )}
        <p className={styles.about}>
          {aboutPlace(t, place, locale)} · {t('places.opened', { day: dayOf(place.lastOpened, locale) })}
        </p>
        <div className={styles.pills}>
          {pinned ? <Pill tone="plain">{t('places.pinned')}</Pill> : null}
          {left === null ? null : <Pill tone="warn">{endInWords(t, left)}</Pill>}
        </div>
      </div>
      <Menu
        buttonRef={menu}
        label={t('places.menu', { title })}
        items={[
          { id: 'pin', label: pinned ? t('places.unpin') : t('places.pin') },
          { id: 'rename', label: t('places.rename') },
          ...(mayBackUp ? [{ id: 'save', label: t('places.back-up') } as const] : []),
          { id: 'forget', label: t('places.forget') },
        ]}
        onAction={id => (id === 'rename' ? setRenaming(true) : actions[id](place))}
      />
    </li>
  )
}

interface RenamingProps {
  readonly title: string
  /** Null: left as it was. */
  readonly onDone: (title: string | null) => void
}

function Renaming({ title, onDone }: RenamingProps) {
  const { t } = useTranslation()
  const [next, setNext] = useState(title)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // The menu gives the focus back to its button first.
    const timer = window.setTimeout(() => field.current?.select(), 50)
    return () => window.clearTimeout(timer)
  }, [])
  const keep = () => {
    if (next.trim() === '') field.current?.focus()
    else onDone(next.trim())
  }
  const leave = ({ key }: { readonly key: string }) => {
    if (key === 'Escape') onDone(null)
  }
  return (
    <div className={styles.renaming}>
      <TextField
        label={t('places.new-title')}
        value={next}
        maxLength={200}
        autoComplete="off"
        inputRef={field}
        wrong={next.trim() === ''}
        onChange={setNext}
        onSubmit={keep}
        onCancel={() => onDone(null)}
      />
      <div className={styles.pills}>
        <Button onKeyDown={leave} onPress={keep}>
          {t('places.keep-title')}
        </Button>
        <Button look="quiet" onKeyDown={leave} onPress={() => onDone(null)}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  )
}
