/** A link that the system handed to the app: followed at once, or asked about when a meeting is on. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { useFollowLink } from '../home/use-follow-link.ts'
import { leaveMeeting } from '../meeting/leave-meeting.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'

export function LinkFromOutside({ inMeeting }: { readonly inMeeting: boolean }) {
  const { t } = useTranslation()
  const { shell, link, voice, recording, dispatch } = useApp()
  const follow = useFollowLink()
  const [waiting, setWaiting] = useState<string | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)

  useEffect(
    () =>
      shell.onLink(text => {
        if (!inMeeting) return void follow(text).then(setProblem)
        // Only another meeting takes the place of this one; pages and calls open beside it.
        void link.engine.readLink(text).then(read => {
          if (read.ok && read.value.kind === 'meeting') setWaiting(text)
          else void follow(text).then(setProblem)
        })
      }),
    [shell, link, inMeeting, follow],
  )

  const go = async () => {
    if (waiting === null) return
    setWaiting(null)
    await leaveMeeting({ link, voice, recording })
    dispatch({ type: 'meeting-over', screen: null })
    dispatch({ type: 'home' })
    void follow(waiting)
  }

  return (
    <>
      <Dialog
        role="alertdialog"
        title={t('switch-meeting.heading')}
        isOpen={waiting !== null}
        onClose={() => setWaiting(null)}
      >
        <p>{t('switch-meeting.text')}</p>
        <DialogActions>
          <Button look="primary" onPress={() => setWaiting(null)}>
            {t('switch-meeting.stay')}
          </Button>
          <Button onPress={() => void go()}>{t('switch-meeting.go')}</Button>
        </DialogActions>
      </Dialog>
      <Dialog title={t('home.join-title')} isOpen={problem !== null} onClose={() => setProblem(null)}>
        {problem === null ? null : <ProblemNote problem={problem} />}
        <DialogActions>
          <Button look="primary" onPress={() => setProblem(null)}>
            {t('common.close')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}
