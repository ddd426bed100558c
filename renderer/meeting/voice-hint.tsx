/** Why nobody hears us, when it is not what the button says; else, now and then, how to be heard better. */
import { useTranslation } from 'react-i18next'
import { ownUser } from '../../bridge/room.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { classNames } from '../ui/class-names.ts'
import { useLasting } from '../ui/hooks.ts'
import { useKeyName } from '../ui/key-name.ts'
import styles from './voice-hint.module.css'

/** A cough is no speech: only a voice that goes on gets the reminder. In ms. */
const SPEAKS_FOR = 1200

export function VoiceHint() {
  const { t } = useTranslation()
  const { link, voice, settings, calls } = useApp()
  const call = useStore(calls.current)
  const { muted } = useStore(link.self)
  const keyName = useKeyName(useStore(settings.current).pushToTalkKey)
  const talksUnheld = useTalksUnheld(muted, SPEAKS_FOR)
  const own = ownUser(useStore(link.room))
  const speaking = useStore(voice.status).speaking
  // In a call one is muted here so as to be heard there.
  const inCall = call !== null && call.state.end === null
  const talksToNobody = useLasting(muted && speaking && !inCall, SPEAKS_FOR)
  const advice = useStore(voice.reminder)
  const text =
    own?.mute === true
      ? t('meeting.muted-by-moderator')
      : own?.suppress === true
        ? t('meeting.silenced-here')
        : talksToNobody
          ? t('meeting.talking-while-muted')
          : talksUnheld
            ? t('meeting.talk-hint', { key: keyName })
            : advice !== null
              ? t(`level-advice.${advice}`)
              : null
  return (
    <p role="status" className={classNames(styles.hint, text === null && styles.silent)}>
      {text}
    </p>
  )
}

/** True when somebody talks for a while without holding anything. */
function useTalksUnheld(muted: boolean, lastsMs: number): boolean {
  const { voice, settings } = useApp()
  const { transmission } = useStore(settings.current)
  const { speaking } = useStore(voice.status)
  const held = useStore(voice.held)
  return useLasting(transmission === 'push-to-talk' && !muted && speaking && !held, lastsMs)
}
