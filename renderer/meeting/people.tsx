/** Who is in our room. */
import { useCallback, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ownUser, usersIn } from '../../bridge/room.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import styles from './people.module.css'
import { PersonRow } from './person-row.tsx'
import { PersonVolume } from './person-volume.tsx'

export function People() {
  const { t, i18n } = useTranslation()
  const { link } = useApp()
  const room = useStore(link.room)
  const own = ownUser(room)
  const headingId = useId()
  const channelId = own?.channelId
  const people = useMemo(
    () => (channelId === undefined ? [] : usersIn(room, channelId, i18n.language)),
    [room, channelId, i18n.language],
  )
  const [volumeOf, setVolumeOf] = useState<number | null>(null)
  const opener = useRef<HTMLElement>(null)
  const openVolume = useCallback((session: number, by: HTMLElement | null) => {
    opener.current = by
    setVolumeOf(session)
  }, [])
  // Whoever leaves takes the window along.
  const heard = people.find(({ session }) => session === volumeOf)
  return (
    <section aria-labelledby={headingId} className={styles.people}>
      <h2 id={headingId} className={styles.count}>
        {t('meeting.people-count', { count: people.length })}
      </h2>
      <ul className={styles.list}>
        {people.map(user => (
          <PersonRow
            key={user.session}
            user={user}
            isSelf={user.session === room.selfSession}
            onVolume={openVolume}
          />
        ))}
      </ul>
      {heard === undefined ? null : (
        <PersonVolume user={heard} opener={opener} onClose={() => setVolumeOf(null)} />
      )}
      {people.length === 1 ? <p className={styles.alone}>{t('meeting.alone')}</p> : null}
    </section>
  )
}
