/**
 * Over the other screens while a meeting goes on under them: that it does, how our microphone is, the way back, who
 * records, and what is wrong with the sound.
 */
import { Mic, MicOff, Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'
import { VoiceProblemNote } from '../prejoin/voice-problem-note.tsx'
import { RecordingBanner } from '../recording/recording-banner.tsx'
import { Button } from '../ui/button.tsx'
import styles from './meeting-strip.module.css'
import { toggleMute } from './self.ts'
import { TalkButton } from './talk-button.tsx'
import { VoiceHint } from './voice-hint.tsx'

type MeetingScreen = Extract<Screen, { name: 'meeting' }>

interface UnderStripProps {
  /** Null: none goes on, or its own screen is open. */
  readonly meeting: MeetingScreen | null
  readonly children: ReactNode
}

/** Always the same element around the screens: they must not start anew when the strip comes or goes. */
export function UnderStrip({ meeting, children }: UnderStripProps) {
  return (
    <div className={meeting === null ? styles.plain : styles.under}>
      {meeting === null ? null : <MeetingStrip screen={meeting} />}
      <div key="screen" className={meeting === null ? styles.plain : styles.screen}>
        {children}
      </div>
    </div>
  )
}

function MeetingStrip({ screen }: { readonly screen: MeetingScreen }) {
  const { t } = useTranslation()
  const { link, voice, settings, dispatch } = useApp()
  const { muted } = useStore(link.self)
  const { problems } = useStore(voice.status)
  const { transmission } = useStore(settings.current)
  return (
    <section className={styles.strip} aria-label={t('strip.label')}>
      <span className={styles.title}>{t('strip.meeting', { title: screen.joined.title })}</span>
      <Button
        className={styles.tool}
        aria-label={muted ? t('meeting.mic-muted-name') : t('meeting.mic-open-name')}
        onPress={() => link.setSelf(toggleMute(link.self.get()))}
      >
        {muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
        {muted ? t('meeting.mic-muted') : t('meeting.mic-open')}
      </Button>
      {transmission === 'push-to-talk' ? <TalkButton className={styles.tool} /> : null}
      <Button className={styles.tool} onPress={() => dispatch({ type: 'to-meeting' })}>
        <Undo2 aria-hidden />
        {t('strip.back')}
      </Button>
      <div className={styles.news}>
        <VoiceHint />
        <RecordingBanner />
        {problems.map(code => (
          <VoiceProblemNote key={code} code={code} quiet />
        ))}
      </div>
    </section>
  )
}
