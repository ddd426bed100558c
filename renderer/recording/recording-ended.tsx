/** After a recording, on whatever screen: where it lies, or why it broke off. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { sizeOf } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { clock } from './clock.ts'
import styles from './recording.module.css'

export function RecordingEnded() {
  const { t } = useTranslation()
  const { recording } = useApp()
  const { ended, problem } = useStore(recording.state)
  const [notShown, setNotShown] = useState<Problem | null>(null)
  const locale = useLocaleTag()
  const close = () => {
    setNotShown(null)
    recording.dismiss()
  }
  return (
    <Dialog title={t('recording.ended')} isOpen={ended !== null} onClose={close}>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {ended === null ? null : ended.bytes === 0 ? (
        <p>{t('recording.empty')}</p>
      ) : (
        <>
          <p>{t('recording.kept', { time: clock(ended.durationMs), size: sizeOf(ended.bytes, locale) })}</p>
          <p className={styles.file}>{ended.file}</p>
        </>
      )}
      {notShown === null ? null : <ProblemNote problem={notShown} />}
      <DialogActions>
        {ended !== null && ended.bytes > 0 ? (
          <Button look="primary" onPress={() => void recording.show().then(setNotShown)}>
            {t('recording.show')}
          </Button>
        ) : null}
        <Button onPress={close}>{t('common.close')}</Button>
      </DialogActions>
    </Dialog>
  )
}
