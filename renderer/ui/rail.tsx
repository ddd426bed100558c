/** The strip beside the home screen, the places and the settings; at the foot of a narrow window. */
import { Clock, House, Languages, Settings2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import logo from '../../assets/logo.svg'
import { useApp } from '../app-context.tsx'
import { resolveLanguage } from '../i18n/index.ts'
import { OpenServices } from '../services/open-services.tsx'
import { AppNotices } from './app-notices.tsx'
import { classNames } from './class-names.ts'
import styles from './rail.module.css'

interface RailProps {
  /** Null: a screen that the strip does not lead to. */
  readonly open: 'home' | 'places' | 'settings' | 'services' | null
  readonly children: ReactNode
}

export function WithRail({ open, children }: RailProps) {
  const { t, i18n } = useTranslation()
  const { dispatch, settings, start } = useApp()
  const other = resolveLanguage('system', i18n.language) === 'fr' ? 'en' : 'fr'
  const switchLanguage = () => {
    const follows = resolveLanguage('system', start.systemLanguage) === other
    settings.change({ language: follows ? 'system' : other })
  }
  const go = (name: 'places' | 'settings') => {
    // One step from home each: back leads home from both.
    if (open !== name) dispatch({ type: open === 'home' ? 'open' : 'replace', screen: { name } })
  }
  return (
    <div className={classNames(styles.frame, open === 'services' && styles.filled)}>
      <nav className={styles.rail} aria-label={t('nav.label')}>
        <img src={logo} alt="" className={styles.logo} />
        <Button
          className={classNames(styles.place, open === 'home' && styles.on)}
          {...(open === 'home' ? { 'aria-current': 'page' } : {})}
          onPress={() => dispatch({ type: 'home' })}
        >
          <House aria-hidden />
          {t('nav.home')}
        </Button>
        <Button
          className={classNames(styles.place, open === 'places' && styles.on)}
          {...(open === 'places' ? { 'aria-current': 'page' } : {})}
          onPress={() => go('places')}
        >
          <Clock aria-hidden />
          {t('nav.places')}
        </Button>
        <Button
          className={classNames(styles.place, open === 'settings' && styles.on)}
          {...(open === 'settings' ? { 'aria-current': 'page' } : {})}
          onPress={() => go('settings')}
        >
          <Settings2 aria-hidden />
          {t('nav.settings')}
        </Button>
        <OpenServices onScreen={open === 'services'} />
        <Button className={classNames(styles.place, styles.language)} onPress={switchLanguage}>
          <Languages aria-hidden />
          <span lang={other}>{t('common.other-language')}</span>
        </Button>
      </nav>
      <div className={styles.page}>
        <AppNotices />
        <div className={styles.screen}>{children}</div>
      </div>
    </div>
  )
}
