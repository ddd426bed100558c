/** What of a call concerns the whole app, whichever screen is open: who comes and goes, its end, which screen to show. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenSource } from '../../bridge/shell-api.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { announce } from '../ui/live.tsx'
import { ScreenPicker } from './screen-picker.tsx'
import { useCallAnnouncements } from './use-call-announcements.ts'

export function CallWatch() {
  useCallAnnouncements()
  return (
    <>
      <EndDialog />
      <Wishes />
    </>
  )
}

/** An end that we did not bring about is shown; one that we did is only said. */
function EndDialog() {
  const { t } = useTranslation()
  const { calls, dispatch } = useApp()
  const call = useStore(calls.current)
  const end = call?.state.end ?? null
  const reopened = call?.closedMicrophone === true
  const told = useRef<string | null>(null)
  useEffect(() => {
    if (call === null || end === null || told.current === call.serviceId) return
    told.current = call.serviceId
    announce(t('call.over'))
    if (reopened) announce(t('call.meeting-open-again'))
    if (call.endedInFront) dispatch({ type: 'leave-services' })
    if (end === 'hung-up') calls.dismiss('call')
  }, [call, end, reopened, calls, dispatch, t])
  if (call === null || end === null || end === 'hung-up') return null
  const again = () => {
    calls.dismiss('call')
    const { url, hostName, hostId, title } = call
    dispatch({ type: 'open', screen: { name: 'call', url, host: hostName, hostId, title, insteadOf: null } })
  }
  return (
    <Dialog title={t(`call.ended-${end}`)} isOpen onClose={() => calls.dismiss('call')}>
      <p>
        {t(`call.ended-${end}-text`, { host: call.hostName ?? hostOf(call.url) })}
        {reopened ? ` ${t('call.meeting-open-again')}` : ''}
      </p>
      <DialogActions>
        <Button look="primary" onPress={() => calls.dismiss('call')}>
          {t('common.close')}
        </Button>
        <Button onPress={again}>{t('call.again')}</Button>
      </DialogActions>
    </Dialog>
  )
}

interface Wish {
  readonly viewId: string
  readonly sources: readonly ScreenSource[]
}

/** The desktop shell asks us which screen a call may show. */
function Wishes() {
  const { shell } = useApp()
  const [wish, setWish] = useState<Wish | null>(null)
  const { screenWishes } = shell
  useEffect(() => screenWishes?.onScreenWish(setWish), [screenWishes])
  const choose = (sourceId: string | null) => {
    if (wish === null) return
    screenWishes?.chooseScreen(wish.viewId, sourceId)
    setWish(null)
  }
  return <ScreenPicker key={wish?.viewId} wish={wish} onChoose={choose} />
}
