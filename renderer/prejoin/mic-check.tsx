/** Does the microphone work? A living bar, advice, the choice of devices, and one's own voice played back. */
import { useId, useState } from 'react'
import { Meter } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { SelfTest } from '../settings/self-test.tsx'
import { DeviceSelects } from '../settings/sound-settings.tsx'
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
            <SelfTest />
          </div>
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
