/** Which pad lies beside the meeting. One that changes under the writers' hands waits to be asked for. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { announce } from '../ui/live.tsx'

export interface MeetingPad {
  /** The one in sight; null = the meeting has none. */
  readonly shown: string | null
  /** Another one that the room now names. */
  readonly waiting: string | null
  showWaiting(): void
}

/** @param first the pad as it was known on entering; null = none. */
export function useMeetingPad(first: string | null): MeetingPad {
  const { t } = useTranslation()
  const { link } = useApp()
  const named = useStore(link.pad)
  const [shown, setShown] = useState(first)
  // A meeting that had none takes the first pad that comes along.
  if (shown === null && typeof named === 'string') setShown(named)
  const waiting = typeof named === 'string' && shown !== null && named !== shown ? named : null
  useEffect(() => {
    if (waiting !== null) announce(t('meeting.pad-changed'))
  }, [waiting, t])
  return {
    shown,
    waiting,
    showWaiting: () => {
      if (waiting !== null) setShown(waiting)
    },
  }
}
