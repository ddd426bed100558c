/** Who is in the call, and whose hand is up. */
import { Hand } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import styles from './call-controls.module.css'
import type { OpenCall } from './calls.ts'

export function CallPeople({ call }: { readonly call: OpenCall }) {
  const { t } = useTranslation()
  const { me, people, hands } = call.state
  const all = me === null ? people : [me, ...people]
  return (
    // A list that may have to be scrolled has to be reached by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <ul className={styles.people} aria-label={t('call.people')} tabIndex={0}>
      {all.map(({ id, name }) => (
        <li key={id}>
          {hands.has(id) ? <Hand role="img" aria-label={t('call.hand-of')} /> : null}
          {id === me?.id
            ? t('call.you', { name: name === '' ? t('call.nameless') : name })
            : name === ''
              ? t('call.nameless')
              : name}
        </li>
      ))}
    </ul>
  )
}
