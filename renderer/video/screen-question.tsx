/** Asked when a screen is first to be shown at a host; after that, only which one. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type Grant, grantNames } from '../../bridge/service-permissions.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { serviceOf } from '../services/deck.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import type { OpenCall } from './calls.ts'

interface ScreenQuestionProps {
  readonly call: OpenCall
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function ScreenQuestion({ call, isOpen, onClose }: ScreenQuestionProps) {
  const { t } = useTranslation()
  const { calls, deck, link } = useApp()
  const grants = serviceOf(useStore(deck.state), call.serviceId)?.grants ?? []
  const agreed = grants.includes('screen')
  // Soon enough after the press: the page that shows the screen needs it.
  useEffect(() => {
    if (!isOpen || !agreed) return
    calls.order({ type: 'screen', on: true })
    onClose()
  }, [isOpen, agreed, calls, onClose])
  const yes = () => {
    const { origin } = new URL(call.url)
    const next: Grant[] = grantNames.filter(grant => grant === 'screen' || grants.includes(grant))
    // Before the order, which the shell refuses otherwise; kept or not, it holds for this call.
    deck.setGrants(origin, next)
    void link.engine.setHostPreferences({ origin, grants: next }).then(kept => {
      if (!kept.ok) link.addNotice(kept.problem)
    })
  }
  return (
    <Dialog role="alertdialog" title={t('call.screen-question')} isOpen={isOpen && !agreed} onClose={onClose}>
      <p>{t('call.screen-question-text', { host: hostOf(call.url) })}</p>
      <DialogActions>
        <Button look="primary" onPress={yes}>
          {t('call.screen-choose')}
        </Button>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </DialogActions>
    </Dialog>
  )
}
