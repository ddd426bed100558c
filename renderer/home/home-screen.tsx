/** The first screen: two big things to make, smaller ones below, and one field for any link. */
import { FileText, Mic, Table2, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { classNames } from '../ui/class-names.ts'
import { useScreenTitle } from '../ui/hooks.ts'
import styles from './home-screen.module.css'
import { JoinForm } from './join-form.tsx'

export function HomeScreen() {
  const { t } = useTranslation()
  const { start, settings } = useApp()
  const { userName } = useStore(settings.current)
  const heading = useScreenTitle(t('common.home'))
  const known = (kind: ServiceKind) => start.kinds.includes(kind)
  return (
    <main className={styles.home}>
      <div className={styles.greeting}>
        <h1 ref={heading} tabIndex={-1}>
          {userName === '' ? t('home.hello') : t('home.hello-name', { name: userName })}
        </h1>
        <p className={styles.promise}>{t('home.promise')}</p>
      </div>
      <section className={styles.make} aria-label={t('home.make')}>
        {known('audio') ? (
          <Door
            kind="audio"
            size="first"
            icon={<Mic aria-hidden />}
            title={t('home.audio-title')}
            text={t('home.audio-text')}
          />
        ) : (
          <p className={styles.missing}>{t('home.audio-missing')}</p>
        )}
        {known('video') ? (
          <Door
            kind="video"
            size="big"
            icon={<Video aria-hidden />}
            title={t('home.video-title')}
            text={t('home.video-text')}
          />
        ) : null}
        {known('pad') ? (
          <Door
            kind="pad"
            size="tile"
            icon={<FileText aria-hidden />}
            title={t('home.pad-title')}
            text={t('home.pad-text')}
          />
        ) : null}
        {known('sheet') ? (
          <Door
            kind="sheet"
            size="tile"
            icon={<Table2 aria-hidden />}
            title={t('home.sheet-title')}
            text={t('home.sheet-text')}
          />
        ) : null}
      </section>
      <JoinForm />
    </main>
  )
}

interface DoorProps {
  readonly kind: ServiceKind
  readonly size: 'first' | 'big' | 'tile'
  readonly icon: ReactNode
  readonly title: string
  readonly text: string
}

function Door({ kind, size, icon, title, text }: DoorProps) {
  const { dispatch } = useApp()
  return (
    <AriaButton
      className={classNames(styles.door, styles[size])}
      onPress={() => dispatch({ type: 'open', screen: { name: 'create', kind } })}
    >
      {icon}
      <span className={styles.words}>
        <span className={styles.title}>{title}</span> <span className={styles.text}>{text}</span>
      </span>
    </AriaButton>
  )
}
