/** The first screen: two big things to make, smaller ones below, and one field for any link. */
import { Sparkles } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type ServiceKind, serviceKinds } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { classNames } from '../ui/class-names.ts'
import { useScreenTitle } from '../ui/hooks.ts'
import { KindIcon } from '../ui/kind-icon.tsx'
import { Ending } from './ending.tsx'
import styles from './home-screen.module.css'
import { JoinForm } from './join-form.tsx'
import { Recents } from './recents.tsx'

export function HomeScreen() {
  const { t } = useTranslation()
  const { start, settings } = useApp()
  const { userName } = useStore(settings.current)
  const heading = useScreenTitle(t('common.home'))
  return (
    <main className={styles.home}>
      <div className={styles.greeting}>
        <h1 ref={heading} tabIndex={-1}>
          {userName === '' ? t('home.hello') : t('home.hello-name', { name: userName })}
        </h1>
        <p className={styles.promise}>{t('home.promise')}</p>
        <Ending />
      </div>
      <section className={styles.make} aria-label={t('home.make')}>
        {start.kinds.includes('audio') ? null : <p className={styles.missing}>{t('home.audio-missing')}</p>}
        {serviceKinds
          .filter(kind => start.kinds.includes(kind))
          .map(kind => (
            <Door key={kind} kind={kind} />
          ))}
        <MoreDoor />
      </section>
      <div className={styles.side}>
        <JoinForm />
        <Recents />
      </div>
    </main>
  )
}

function sizeOf(kind: ServiceKind): 'first' | 'big' | 'tile' {
  if (kind === 'audio') return 'first'
  return kind === 'video' ? 'big' : 'tile'
}

function Door({ kind }: { readonly kind: ServiceKind }) {
  const { t } = useTranslation()
  const { dispatch } = useApp()
  return (
    <AriaButton
      className={classNames(styles.door, styles[sizeOf(kind)])}
      onPress={() => dispatch({ type: 'open', screen: { name: 'create', kind } })}
    >
      <KindIcon kind={kind} />
      <span className={styles.words}>
        <span className={styles.title}>{t(`home.${kind}-title`)}</span>{' '}
        <span className={styles.text}>{t(`home.${kind}-text`)}</span>
      </span>
    </AriaButton>
  )
}

function MoreDoor() {
  const { t } = useTranslation()
  const { dispatch } = useApp()
  return (
    <AriaButton
      className={classNames(styles.door, styles.more)}
      onPress={() => dispatch({ type: 'open', screen: { name: 'more' } })}
    >
      <Sparkles aria-hidden />
      <span className={styles.words}>
        <span className={styles.title}>{t('home.more-title')}</span>{' '}
        <span className={styles.text}>{t('home.more-text')}</span>
      </span>
    </AriaButton>
  )
}
