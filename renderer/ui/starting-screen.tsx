/** The moment before the engine has answered. */
import { useTranslation } from 'react-i18next'
import logo from '../../assets/logo.svg'
import { Progress } from './progress.tsx'
import styles from './starting-screen.module.css'

export function StartingScreen() {
  const { t } = useTranslation()
  return (
    <main className={styles.starting}>
      <h1 className={styles.name}>
        <img src={logo} alt="" className={styles.logo} />
        {t('app.name')}
      </h1>
      <Progress label={t('app.starting')} />
    </main>
  )
}
