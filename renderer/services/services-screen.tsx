/** The open services: the one in front, or two beside each other. */
import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { useMediaQuery } from '../ui/hooks.ts'
import { serviceOf, shownServices } from './deck.ts'
import { NARROW, TWO_PANES } from './layout.ts'
import { OpenDialog } from './open-dialog.tsx'
import { ServicePane } from './service-pane.tsx'
import { nameOf } from './service-words.ts'
import styles from './services-screen.module.css'
import { Split } from './split.tsx'

export function ServicesScreen() {
  const { t } = useTranslation()
  const { deck, settings, dispatch } = useApp()
  const state = useStore(deck.state)
  const { splitShare } = useStore(settings.current)
  const narrow = useMediaQuery(NARROW)
  const twoFit = useMediaQuery(TWO_PANES)
  const [choosing, setChoosing] = useState(false)
  const front = serviceOf(state, state.front)
  useEffect(() => {
    window.scrollTo(0, 0)
  }, [])
  const empty = front === undefined
  const title = front === undefined ? '' : t('app.page-title', { screen: nameOf(t, front) })
  useEffect(() => {
    if (title !== '') document.title = title
  }, [title])
  useEffect(() => {
    if (empty) dispatch({ type: 'back' })
  }, [empty, dispatch])
  if (front === undefined) return null

  const shown = twoFit ? shownServices(state) : [front]
  const pair = shown.length > 1
  const panes = shown.map((service, index) => (
    <ServicePane
      key={service.id}
      service={service}
      level={service.id === front.id ? 1 : 2}
      lead={
        index > 0 ? null : (
          <Button
            look="quiet"
            className={styles.back}
            aria-label={t('common.back')}
            onPress={() => dispatch({ type: 'back' })}
          >
            <ArrowLeft aria-hidden />
            {narrow || pair ? null : t('common.back')}
          </Button>
        )
      }
      onBeside={twoFit && state.services.length > 1 && !pair ? () => setChoosing(true) : null}
      onAlone={
        pair
          ? () => {
              deck.dispatch({ type: 'show', id: service.id })
              deck.dispatch({ type: 'show-alone' })
            }
          : null
      }
    />
  ))
  return (
    <main className={styles.screen}>
      <Split
        label={t('service.split')}
        share={splitShare}
        onShare={share => settings.change({ splitShare: share })}
        first={panes[0]}
        second={panes[1] ?? null}
      />
      <OpenDialog isOpen={choosing} onClose={() => setChoosing(false)} beside />
    </main>
  )
}
