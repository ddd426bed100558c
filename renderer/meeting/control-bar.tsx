/** The bar at the foot: microphone, sound, the way out. */
import { HeadphoneOff, Headphones, LogOut, Mic, MicOff } from 'lucide-react'
import { Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { ownUser } from '../../bridge/room.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { useLasting } from '../ui/hooks.ts'
import { useKeyName } from '../ui/key-name.ts'
import styles from './control-bar.module.css'
import { MoreMenu } from './more-menu.tsx'
import { TalkButton, useTalksUnheld } from './talk-button.tsx'
import type { Meeting } from './use-meeting.ts'

/** A cough is no speech: only a voice that goes on gets the reminder. In ms. */
const SPEAKS_FOR = 1200

interface ControlBarProps {
  /** Of the meeting. */
  readonly title: string
  readonly meeting: Meeting
  readonly letters: boolean
  /** A window lies over the meeting: the keys are its. */
  readonly covered: boolean
}

export function ControlBar({ title, meeting, letters, covered }: ControlBarProps) {
  const { t } = useTranslation()
  const { voice, settings } = useApp()
  const { transmission } = useStore(settings.current)
  const { muted, deafened } = meeting.self
  const speaking = useStore(voice.status).speaking
  return (
    <footer className={styles.foot}>
      <Hint muted={muted} />
      <Group className={styles.bar ?? ''} aria-label={t('meeting.controls')}>
        <Button
          look={muted ? 'plain' : 'primary'}
          className={classNames(styles.mic, muted && styles.micMuted, speaking && !muted && styles.micHeard)}
          aria-label={muted ? t('meeting.mic-muted-name') : t('meeting.mic-open-name')}
          keyShortcuts={letters ? 'M' : null}
          onPress={meeting.toggleMute}
        >
          {muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
          {muted ? t('meeting.mic-muted') : t('meeting.mic-open')}
        </Button>
        {transmission === 'push-to-talk' ? (
          <TalkButton muted={muted} keyWorks={!covered} className={styles.mic} />
        ) : null}
        <Button className={styles.other} onPress={meeting.toggleDeafen}>
          {deafened ? <HeadphoneOff aria-hidden /> : <Headphones aria-hidden />}
          <span className={styles.label}>{deafened ? t('meeting.undeafen') : t('meeting.deafen')}</span>
        </Button>
        <MoreMenu title={title} />
        <Button look="danger" className={classNames(styles.other, styles.leave)} onPress={meeting.leave}>
          <LogOut aria-hidden />
          <span className={styles.label}>{t('meeting.leave')}</span>
        </Button>
      </Group>
    </footer>
  )
}

/** Why nobody hears us, when it is not what the button says. */
function Hint({ muted }: { readonly muted: boolean }) {
  const { t } = useTranslation()
  const { link, voice, settings } = useApp()
  const keyName = useKeyName(useStore(settings.current).pushToTalkKey)
  const talksUnheld = useTalksUnheld(muted, SPEAKS_FOR)
  const own = ownUser(useStore(link.room))
  const speaking = useStore(voice.status).speaking
  const talksToNobody = useLasting(muted && speaking, SPEAKS_FOR)
  const text =
    own?.mute === true
      ? t('meeting.muted-by-moderator')
      : own?.suppress === true
        ? t('meeting.silenced-here')
        : talksToNobody
          ? t('meeting.talking-while-muted')
          : talksUnheld
            ? t('meeting.talk-hint', { key: keyName })
            : null
  return (
    <p role="status" className={classNames(styles.hint, text === null && styles.silent)}>
      {text}
    </p>
  )
}
