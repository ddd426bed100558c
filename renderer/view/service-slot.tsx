/** The room that a screen keeps for a service. Its view is laid over it; Tab goes into it here. */
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { isAwake, type Service, viewIdOf } from '../services/deck.ts'
import { frameTitle } from '../services/service-words.ts'
import { coverCount } from '../ui/dialog.tsx'
import { doorIdOf, enterView, frameIdOf } from './focus.ts'
import styles from './service-slot.module.css'

export function ServiceSlot({ service }: { readonly service: Service }) {
  const { t } = useTranslation()
  const { deck, shell } = useApp()
  const views = shell.nativeViews
  const room = useRef<HTMLElement>(null)
  const covered = useStore(coverCount) > 0 && views !== null
  const { id } = service
  useLayoutEffect(() => (room.current === null ? undefined : deck.layIn(id, room.current)), [deck, id])
  const awake = isAwake(service)
  return (
    <section
      ref={room}
      className={styles.slot}
      aria-label={frameTitle(t, service)}
      // The frame is elsewhere in the document; for who cannot see it, it is here.
      {...(awake && views === null ? { 'aria-owns': frameIdOf(viewIdOf(service)) } : {})}
    >
      {awake ? (
        <button
          type="button"
          id={doorIdOf(id)}
          className={styles.door}
          onFocus={() => enterView(deck.state.get(), id, views)}
        >
          {t('service.enter')}
        </button>
      ) : null}
      {covered ? <p className={styles.covered}>{t('page.covered')}</p> : null}
    </section>
  )
}
