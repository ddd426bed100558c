/** The pad beside the voices. It lives in the deck: a breakdown of the meeting does not touch it. */
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { serviceOf } from '../services/deck.ts'
import { ServicePane } from '../services/service-pane.tsx'
import styles from './pad-pane.module.css'

interface PadPaneProps {
  /** Names the pad in the deck. */
  readonly id: string
  readonly isShown: boolean
}

export function PadPane({ id, isShown }: PadPaneProps) {
  const { t } = useTranslation()
  const { deck } = useApp()
  const service = serviceOf(useStore(deck.state), id)
  if (service === undefined || !isShown) return null
  return (
    <section className={styles.pane} aria-label={t('kind.pad')}>
      <ServicePane key={id} service={service} name={t('kind.pad')} level={2} canClose={false} />
    </section>
  )
}
