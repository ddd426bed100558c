/** What of a call concerns the whole app, whichever screen is open: who comes and goes, its end, which screen to show. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ScreenWish } from '../../bridge/shell-api.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { isAwake, viewIdOf } from '../services/deck.ts'
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
    const { url, hostName, hostId, title, passedOver } = call
    dispatch({
      type: 'open',
      screen: { name: 'call', url, host: hostName, hostId, title, insteadOf: null, passedOver },
    })
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

/** The desktop shell asks us which screen a call may show; nobody is asked for a view that is gone. */
function Wishes() {
  const { shell, deck } = useApp()
  const { services } = useStore(deck.state)
  const [wish, setWish] = useState<ScreenWish | null>(null)
  const { screenWishes } = shell
  useEffect(() => screenWishes?.onScreenWish(setWish), [screenWishes])
  const isOver =
    wish !== null && !services.some(service => isAwake(service) && viewIdOf(service) === wish.viewId)
  useEffect(() => {
    if (isOver) setWish(null)
  }, [isOver])
  const choose = (sourceId: string | null) => {
    if (wish === null) return
    screenWishes?.chooseScreen(wish.viewId, sourceId)
    setWish(null)
  }
  const sources = isOver ? null : (wish?.sources ?? null)
  return <ScreenPicker key={wish?.viewId} sources={sources} onChoose={choose} />
}
