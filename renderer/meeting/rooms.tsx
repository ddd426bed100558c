/** The other rooms of the server, and the way into them. */
import { DoorOpen, Lock } from 'lucide-react'
import { memo, useId, useMemo, useState } from 'react'
import { Button as AriaButton, VisuallyHidden } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ownUser } from '../../bridge/room.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { isLively, type ListedRoom, listRooms } from './room-list.ts'
import styles from './rooms.module.css'

export function Rooms() {
  const { t, i18n } = useTranslation()
  const { link } = useApp()
  const room = useStore(link.room)
  const [all, setAll] = useState(false)
  const headingId = useId()
  const ownChannel = ownUser(room)?.channelId ?? null
  const rooms = useMemo(() => listRooms(room, ownChannel, i18n.language), [room, ownChannel, i18n.language])
  const quiet = rooms.filter(each => !isLively(each)).length
  if (rooms.length === 0 || ownChannel === null) return null
  const shown = all ? rooms : rooms.filter(isLively)
  return (
    <section aria-labelledby={headingId} className={styles.rooms}>
      <h2 id={headingId} className={styles.heading}>
        {t('meeting.rooms')}
      </h2>
      <ul className={styles.list}>
        {shown.map(each => (
          <RoomRow
            key={each.channel.id}
            id={each.channel.id}
            name={nameOf(each, t('meeting.room-root'))}
            within={each.within.join(' › ')}
            count={each.count}
            closed={!each.channel.canEnter}
            full={each.full}
          />
        ))}
      </ul>
      {quiet === 0 ? null : (
        <Button look="quiet" onPress={() => setAll(!all)}>
          {all ? t('meeting.rooms-hide') : t('meeting.rooms-show', { count: quiet })}
        </Button>
      )}
    </section>
  )
}

/** Servers call their outermost room "Root", which says nothing to anybody. */
function nameOf(listed: ListedRoom, rootName: string): string {
  const { parentId, name } = listed.channel
  return parentId === null && (name === '' || name === 'Root') ? rootName : name
}

interface RoomRowProps {
  readonly id: number
  readonly name: string
  readonly within: string
  readonly count: number
  readonly closed: boolean
  readonly full: boolean
}

const RoomRow = memo(function RoomRow({ id, name, within, count, closed, full }: RoomRowProps) {
  const { t } = useTranslation()
  const { link } = useApp()
  const people = count === 0 ? t('meeting.room-empty') : t('meeting.people-count', { count })
  const state = closed ? t('meeting.room-closed') : full ? t('meeting.room-full') : null
  const shut = state !== null
  const words = (
    <span className={styles.words}>
      <span className={styles.name}>
        {shut ? null : <VisuallyHidden elementType="span">{t('meeting.room-enter')} </VisuallyHidden>}
        {name}
      </span>{' '}
      <span className={styles.note}>{[within, people, state].filter(Boolean).join(' · ')}</span>
    </span>
  )
  return (
    <li>
      {shut ? (
        <span className={styles.shut}>
          <Lock aria-hidden />
          {words}
        </span>
      ) : (
        <AriaButton className={styles.room ?? ''} onPress={() => void link.engine.enterRoom(id)}>
          <DoorOpen aria-hidden />
          {words}
        </AriaButton>
      )}
    </li>
  )
})
