/** Does the microphone work? A living bar, advice, the choice of devices, and one's own voice played back. */
import { Ear } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { Group, Meter } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { DeviceSelects } from '../settings/sound-settings.tsx'
import { Button } from '../ui/button.tsx'
import { announce } from '../ui/live.tsx'
import styles from './mic-check.module.css'
import { VoiceProblemNote } from './voice-problem-note.tsx'

export function MicCheck() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const status = useStore(voice.status)
  const headingId = useId()
  const heard = useHeard(status.speaking)
  return (
    <section className={styles.check} aria-labelledby={headingId}>
      <h2 id={headingId} className={styles.heading}>
        {t('mic.heading')}
      </h2>
      {status.problems.map(code => (
        <VoiceProblemNote key={code} code={code} />
      ))}
      {status.phase === 'asking' ? <p role="status">{t('mic.waiting')}</p> : null}
      {status.phase === 'on' ? (
        <>
          <LevelBar />
          <div className={styles.row}>
            <p className={styles.hint} role="status">
              {status.advice === null
                ? heard
                  ? t('mic.heard')
                  : t('mic.speak')
                : t(`level-advice.${status.advice}`)}
            </p>
            <ListenButton />
          </div>
          <Comparison />
        </>
      ) : null}
      <div className={styles.devices}>
        <DeviceSelects />
      </div>
    </section>
  )
}

/** Once the voice was heard, that stays true. */
function useHeard(speaking: boolean): boolean {
  const [heard, setHeard] = useState(false)
  if (speaking && !heard) setHeard(true)
  return heard
}

function LevelBar() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const level = useStore(voice.level)
  return (
    <Meter aria-label={t('mic.level')} value={Math.round(level * 20) * 5} className={styles.meter ?? ''}>
      <span className={styles.fill} style={{ transform: `scaleX(${level})` }} aria-hidden />
    </Meter>
  )
}

function ListenButton() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const step = useStore(voice.selfTest)
  const label = {
    off: t('mic.listen'),
    recording: t('mic.listen-recording'),
    playing: t('mic.listen-playing'),
  }[step]
  useEffect(() => {
    if (step !== 'off') announce(label)
  }, [step, label])
  return (
    <Button
      look="quiet"
      className={styles.listen}
      onPress={() => {
        if (step === 'off') voice.listenToMyself()
      }}
    >
      <Ear aria-hidden />
      {label}
    </Button>
  )
}

/** The last test again, with and without what we do to the sound: so that nobody has to believe it. */
function Comparison() {
  const { t } = useTranslation()
  const { voice } = useApp()
  const step = useStore(voice.selfTest)
  const canCompare = useStore(voice.canCompare)
  if (!canCompare) return null
  return (
    <Group className={styles.compare ?? ''} aria-label={t('mic.compare')}>
      <Button isDisabled={step === 'recording'} onPress={() => voice.replay('conditioned')}>
        {t('mic.play-conditioned')}
      </Button>
      <Button isDisabled={step === 'recording'} onPress={() => voice.replay('plain')}>
        {t('mic.play-plain')}
      </Button>
      <p className={styles.hint}>{t('mic.compare-help')}</p>
    </Group>
  )
}
