/** The bar at the head: what this is, how the sound does, and what one may open. */
import { CircleHelp, Settings2, UserPlus, Video } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { ConnectionPill } from './connection-pill.tsx'
import { Duration } from './duration.tsx'
import styles from './meeting-header.module.css'

interface MeetingHeaderProps {
  readonly screen: Extract<Screen, { name: 'meeting' }>
  readonly onOpen: (window: 'invite' | 'help' | 'sound') => void
}

export function MeetingHeader({ screen, onOpen }: MeetingHeaderProps) {
  const { t } = useTranslation()
  const { title } = screen.joined
  const heading = useScreenTitle(title)
  const { start, dispatch } = useApp()
  return (
    <header className={styles.header}>
      <h1 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h1>
      <ConnectionPill />
      <Duration since={screen.since} />
      <div className={styles.tools}>
        {start.kinds.includes('video') ? (
          <Button
            look="quiet"
            className={styles.tool}
            aria-label={t('meeting.video')}
            onPress={() => dispatch({ type: 'open', screen: { name: 'create', kind: 'video' } })}
          >
            <Video aria-hidden />
          </Button>
        ) : null}
        <Button
          look="quiet"
          className={styles.tool}
          aria-label={t('meeting.help')}
          onPress={() => onOpen('help')}
        >
          <CircleHelp aria-hidden />
        </Button>
        <Button
          look="quiet"
          className={styles.tool}
          aria-label={t('meeting.sound-settings')}
          onPress={() => onOpen('sound')}
        >
          <Settings2 aria-hidden />
        </Button>
        <Button className={styles.invite} onPress={() => onOpen('invite')}>
          <UserPlus aria-hidden />
          <span className={styles.label}>{t('meeting.invite')}</span>
        </Button>
      </div>
    </header>
  )
}
