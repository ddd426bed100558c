/** How long we have been in. */
import { VisuallyHidden } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNow } from '../ui/hooks.ts'
import styles from './duration.module.css'

/** Half a minute: the shown minute is never more than that behind. In ms. */
const TICK = 30_000

export function Duration({ since }: { readonly since: number }) {
  const { t } = useTranslation()
  const minutes = Math.max(0, Math.floor((useNow(TICK) - since) / 60_000))
  const text =
    minutes < 60
      ? t('meeting.minutes', { minutes })
      : t('meeting.hours', {
          hours: Math.floor(minutes / 60),
          minutes: String(minutes % 60).padStart(2, '0'),
        })
  return (
    <span className={styles.duration}>
      <VisuallyHidden elementType="span">{t('meeting.duration')} </VisuallyHidden>
      {text}
    </span>
  )
}
