/** Asks before a page ends that may hold something unsaved, or a call. */
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import type { ServiceActions } from './service-actions.ts'
import { nameOf } from './service-words.ts'

export function LossDialog({ actions }: { readonly actions: ServiceActions }) {
  const { t } = useTranslation()
  const { asking } = actions
  return (
    <Dialog
      role="alertdialog"
      title={asking === null ? '' : t(`service.ask-${asking.what}`, { name: nameOf(t, asking.service) })}
      isOpen={asking !== null}
      onClose={actions.callOff}
    >
      <p>{asking?.service.inCall === true ? t('service.in-call') : t('service.unsaved')}</p>
      <DialogActions>
        <Button look="primary" onPress={actions.callOff}>
          {t('service.keep-open')}
        </Button>
        <Button onPress={actions.goOn}>{asking === null ? '' : t(`service.do-${asking.what}`)}</Button>
      </DialogActions>
    </Dialog>
  )
}
