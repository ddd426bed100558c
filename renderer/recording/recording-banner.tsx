/** Who records right now: told aloud when it begins and ends, with what one can do about one's own. */
import { Circle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { sizeOf } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { clock } from './clock.ts'
import styles from './recording.module.css'
import { whoRecords } from './who-records.ts'

/** More names than this make nobody wiser. */
const MOST_NAMES = 3

export function RecordingBanner() {
  const { t, i18n } = useTranslation()
  const { link, recording } = useApp()
  const { others } = whoRecords(useStore(link.room))
  const { phase, paused } = useStore(recording.state)
  const { deafened } = useStore(link.self)
  const mine = phase === 'on' || phase === 'ending'
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
    others.slice(0, MOST_NAMES),
  )
  return (
    <>
      <div role="status">
        {others.length === 0 ? null : (
          <p className={styles.banner}>
            <span className={styles.words}>
              <Circle aria-hidden className={styles.dot} />
              {others.length > MOST_NAMES
                ? t('recording.others-crowd', { count: others.length })
                : t('recording.others', { count: others.length, names })}
            </span>
          </p>
        )}
      </div>
      <div className={mine ? styles.banner : undefined}>
        <div role="status">
          {mine ? (
            <p className={styles.words}>
              <Circle aria-hidden className={styles.dot} />
              <span>
                {paused ? t('recording.paused') : t('recording.mine')}
                {deafened ? ` ${t('recording.deafened')}` : ''}
              </span>
            </p>
          ) : null}
        </div>
        {mine ? <Progress /> : null}
      </div>
    </>
  )
}

function Progress() {
  const { t } = useTranslation()
  const { recording } = useApp()
  const { phase, durationMs, bytes } = useStore(recording.state)
  const locale = useLocaleTag()
  return (
    <>
      <span className={styles.figures}>
        {t('recording.progress', { time: clock(durationMs), size: sizeOf(bytes, locale) })}
      </span>
      <Button isDisabled={phase === 'ending'} onPress={() => void recording.stop()}>
        {t('recording.stop')}
      </Button>
    </>
  )
}
