/** Who is in our room. */
import { useId, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ownUser, usersIn } from '../../bridge/room.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import styles from './people.module.css'
import { PersonRow } from './person-row.tsx'

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
  return (
    <section aria-labelledby={headingId} className={styles.people}>
      <h2 id={headingId} className={styles.count}>
        {t('meeting.people-count', { count: people.length })}
      </h2>
      <ul className={styles.list}>
        {people.map(user => (
          <PersonRow key={user.session} user={user} isSelf={user.session === room.selfSession} />
        ))}
      </ul>
      {people.length === 1 ? <p className={styles.alone}>{t('meeting.alone')}</p> : null}
    </section>
  )
}
