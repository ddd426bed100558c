/** Asked when a screen is first to be shown at a host; after that, only which one. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import type { OpenCall } from './calls.ts'
import { useGrants } from './use-grants.ts'

interface ScreenQuestionProps {
  readonly call: OpenCall
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function ScreenQuestion({ call, isOpen, onClose }: ScreenQuestionProps) {
  const { t } = useTranslation()
  const { calls } = useApp()
  const { grants, agree } = useGrants(call.url)
  const agreed = grants?.includes('screen') === true
  useEffect(() => {
    if (!isOpen || !agreed) return
    calls.order({ type: 'screen', on: true })
    onClose()
  }, [isOpen, agreed, calls, onClose])
  const yes = () => {
    // While the click still counts: the page that shows the screen needs it.
    calls.order({ type: 'screen', on: true })
    void agree([...(grants ?? []).filter(grant => grant !== 'screen'), 'screen'])
    onClose()
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
