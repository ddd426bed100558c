/** The engine went away while no meeting was on: what is typed stays, and it comes back by itself. */
import { LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import styles from './engine-lost.module.css'

export function EngineLost() {
  const { t } = useTranslation()
  return (
    <p role="alert" className={styles.banner}>
      <LoaderCircle aria-hidden />
      {t('connection.engine-lost')}
    </p>
  )
}
