/** The bar at the foot: microphone, sound, the way out. */
import { HeadphoneOff, Headphones, LogOut, Mic, MicOff } from 'lucide-react'
import { Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import styles from './control-bar.module.css'
import { MoreMenu } from './more-menu.tsx'
import { TalkButton } from './talk-button.tsx'
import type { Meeting } from './use-meeting.ts'
import { VoiceHint } from './voice-hint.tsx'

interface ControlBarProps {
  /** Of the meeting. */
  readonly title: string
  readonly meeting: Meeting
  readonly letters: boolean
}

export function ControlBar({ title, meeting, letters }: ControlBarProps) {
  const { t } = useTranslation()
  const { voice, settings } = useApp()
  const { transmission } = useStore(settings.current)
  const { muted, deafened } = meeting.self
  const speaking = useStore(voice.status).speaking
  return (
    <footer className={styles.foot}>
      <VoiceHint />
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
        {transmission === 'push-to-talk' ? <TalkButton className={styles.mic} /> : null}
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
