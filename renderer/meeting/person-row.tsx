/** One person: face, name, and how they sound. Redrawn alone when only they speak. */
import { Circle, HeadphoneOff, MicOff, Unplug, Volume1, Volume2, VolumeX } from 'lucide-react'
import { memo, useCallback, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { isSilenced, type RoomUser } from '../../bridge/room.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { Pill } from '../ui/pill.tsx'
import { faceColor, initials } from './face.ts'
import styles from './people.module.css'
import { volumeOf } from './volumes.ts'

interface PersonRowProps {
  readonly user: RoomUser
  readonly isSelf: boolean
  /** How loudly we hear this person is to be shown, beside the button that was pressed. */
  readonly onVolume: (session: number, opener: HTMLElement | null) => void
}

export const PersonRow = memo(function PersonRow({ user, isSelf, onVolume }: PersonRowProps) {
  const { t } = useTranslation()
  const talking = useTalking(user.session, isSelf) && !isSilenced(user)
  const button = useRef<HTMLButtonElement>(null)
  return (
    <li className={classNames(styles.person, talking && styles.talking)}>
      <Face name={user.name} />
      <span className={styles.words}>
        <span className={styles.name}>
          {user.name}
          {isSelf ? <span className={styles.you}> ({t('meeting.you')})</span> : null}
        </span>{' '}
        <span className={styles.states}>
          {talking ? <span className={styles.talks}>{t('meeting.talking')}</span> : null}
          <States user={user} />
          {isSelf ? null : <OwnVolume user={user} />}
        </span>
      </span>
      {isSelf ? null : (
        <Button
          ref={button}
          look="quiet"
          className={styles.hear}
          aria-label={t('meeting.hear-menu', { name: user.name })}
          aria-haspopup="dialog"
          onPress={() => onVolume(user.session, button.current)}
        >
          <Volume2 aria-hidden />
        </Button>
      )}
    </li>
  )
})

function States({ user }: { readonly user: RoomUser }) {
  const { t } = useTranslation()
  const silenced = user.mute || user.suppress || user.deaf
  return (
    <>
      {user.prioritySpeaker ? <Pill tone="warn">{t('meeting.state-priority')}</Pill> : null}
      {user.recording ? (
        <Pill tone="bad">
          <Circle aria-hidden fill="currentColor" />
          {t('meeting.state-recording')}
        </Pill>
      ) : null}
      <Line session={user.session} />
      {user.selfDeaf ? (
        <Pill tone="bad">
          <HeadphoneOff aria-hidden />
          {t('meeting.state-deafened')}
        </Pill>
      ) : user.selfMute ? (
        <Pill tone="bad">
          <MicOff aria-hidden />
          {t('meeting.state-muted')}
        </Pill>
      ) : silenced ? (
        <Pill tone="plain">{t('meeting.state-silenced')}</Pill>
      ) : null}
    </>
  )
}

/** What we changed of how we hear them: for us alone, and easily forgotten. */
function OwnVolume({ user }: { readonly user: RoomUser }) {
  const { t } = useTranslation()
  const { settings } = useApp()
  const { loudness, muted } = useSyncExternalStore(settings.current.subscribe, () =>
    volumeOf(settings.current.get().volumes, user),
  )
  if (muted) {
    return (
      <Pill tone="warn">
        <VolumeX aria-hidden />
        {t('meeting.state-unheard')}
      </Pill>
    )
  }
  if (loudness === 1) return null
  return (
    <Pill tone="plain">
      {loudness > 1 ? <Volume2 aria-hidden /> : <Volume1 aria-hidden />}
      {loudness > 1 ? t('meeting.state-louder') : t('meeting.state-softer')}
    </Pill>
  )
}

/** Their own line loses their voice. Redrawn alone, as for who speaks. */
function Line({ session }: { readonly session: number }) {
  const { t } = useTranslation()
  const { line } = useApp()
  const level = useSyncExternalStore(
    line.theirs.subscribe,
    () => line.theirs.get().get(session)?.level ?? null,
  )
  if (level === null) return null
  return (
    <Pill tone={level === 'poor' ? 'bad' : 'warn'}>
      <Unplug aria-hidden />
      {t('meeting.state-line')}
    </Pill>
  )
}

function Face({ name }: { readonly name: string }) {
  return (
    <span className={styles.face} style={{ backgroundColor: faceColor(name) }} aria-hidden>
      {initials(name)}
    </span>
  )
}

/** Our own voice never comes back from the server: we speak when our microphone says so. */
function useTalking(session: number, isSelf: boolean): boolean {
  const { voice, link } = useApp()
  return useSyncExternalStore(
    useCallback(
      listener => {
        if (!isSelf) return voice.talking.subscribe(session, listener)
        const stops = [voice.status.subscribe(listener), link.self.subscribe(listener)]
        return () => {
          for (const stop of stops) stop()
        }
      },
      [voice, link, session, isSelf],
    ),
    () => (isSelf ? voice.status.get().speaking && !link.self.get().muted : voice.talking.isTalking(session)),
  )
}
