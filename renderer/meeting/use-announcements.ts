/** Reads out who comes and who leaves, gathered: a crowd is one sentence. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { announce } from '../ui/live.tsx'
import { type Attendance, attendanceOf, compareAttendance } from './comings-and-goings.ts'

/** Changes within this time are told together, in ms. */
const GATHER = 1200

/** More names than this make nobody wiser. */
const MOST_NAMES = 3

export function useAnnouncements(): void {
  const { link } = useApp()
  const { t, i18n } = useTranslation()
  useEffect(() => {
    const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
    let told: Attendance | null = attendanceOf(link.room.get())
    let timer: number | undefined
    const tell = () => {
      timer = undefined
      const now = attendanceOf(link.room.get())
      const { joined, left } = compareAttendance(told, now)
      if (told !== null && now !== null && told.channelId !== now.channelId) {
        const room = link.room.get().channels.get(now.channelId)
        announce(t('meeting.entered', { room: room?.name ?? '' }))
      }
      if (now !== null) told = now
      for (const [key, names] of [
        ['joined', joined],
        ['left', left],
      ] as const) {
        if (names.length > MOST_NAMES) announce(t(`meeting.${key}-crowd`, { count: names.length }))
        else if (names.length > 0)
          announce(t(`meeting.${key}`, { count: names.length, names: list.format(names) }))
      }
    }
    const stop = link.room.subscribe(() => {
      timer ??= window.setTimeout(tell, GATHER)
    })
    return () => {
      stop()
      window.clearTimeout(timer)
    }
  }, [link, t, i18n.language])
}
