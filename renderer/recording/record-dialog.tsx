/** Before a recording begins: what everybody will see, and that they should be asked. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

interface RecordDialogProps {
  /** Of the meeting: the file is named after it. */
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function RecordDialog({ title, isOpen, onClose }: RecordDialogProps) {
  const { t } = useTranslation()
  const { recording } = useApp()
  const { phase } = useStore(recording.state)
  const [problem, setProblem] = useState<Problem | null>(null)
  const isStarting = phase === 'starting'
  const close = () => {
    // The others are being told: that cannot be unsaid, and takes a moment only.
    if (isStarting) return
    setProblem(null)
    onClose()
  }
  const start = async () => {
    setProblem(null)
    await recording.start(title)
    const { problem: why } = recording.state.get()
    recording.dismiss()
    if (why === null) onClose()
    else setProblem(why)
  }
  return (
    <Dialog title={t('recording.heading')} isOpen={isOpen} onClose={close}>
      <p>{t('recording.seen-by-all')}</p>
      <p>{t('recording.ask-first')}</p>
      <p>{t('recording.what')}</p>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <p role="status">{isStarting ? t('recording.starting') : null}</p>
      <DialogActions>
        <Button look="primary" isDisabled={isStarting} onPress={() => void start()}>
          {t('recording.start')}
        </Button>
        <Button isDisabled={isStarting} onPress={close}>
          {t('common.cancel')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
