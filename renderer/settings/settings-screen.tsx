/** All there is to set. Each change holds at once. */
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { LONGEST_NAME } from '../../bridge/settings.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { SleepSetting } from '../services/sleep-setting.tsx'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextField } from '../ui/text-field.tsx'
import { HostSettings } from './host-settings.tsx'
import { NearSettings } from './near-settings.tsx'
import styles from './settings.module.css'
import { SoundSettings } from './sound-settings.tsx'

export function SettingsScreen() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const heading = useScreenTitle(t('settings.heading'))
  const problem = useStore(settings.problem)
  const ids = {
    you: useId(),
    look: useId(),
    near: useId(),
    sound: useId(),
    sleep: useId(),
    about: useId(),
  }
  return (
    <main className={styles.settings}>
      <h1 ref={heading} tabIndex={-1}>
        {t('settings.heading')}
      </h1>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <section className={styles.card} aria-labelledby={ids.you}>
        <h2 id={ids.you}>{t('settings.you')}</h2>
        <NameField />
      </section>
      <section className={styles.card} aria-labelledby={ids.look}>
        <h2 id={ids.look}>{t('settings.look')}</h2>
        <LookFields />
      </section>
      <section className={styles.card} aria-labelledby={ids.near}>
        <h2 id={ids.near}>{t('settings.near')}</h2>
        <p className={styles.intro}>{t('settings.near-intro')}</p>
        <NearSettings />
      </section>
      <section className={styles.card} aria-labelledby={ids.sound}>
        <h2 id={ids.sound}>{t('settings.sound')}</h2>
        <p className={styles.intro}>{t('settings.sound-intro')}</p>
        <SoundSettings />
      </section>
      <section className={styles.card} aria-labelledby={ids.sleep}>
        <h2 id={ids.sleep}>{t('settings.sleep')}</h2>
        <p className={styles.intro}>{t('settings.sleep-intro')}</p>
        <SleepSetting />
      </section>
      <HostSettings />
      <About id={ids.about} />
    </main>
  )
}

function NameField() {
  const { t } = useTranslation()
  const { settings, dispatch } = useApp()
  const { userName } = useStore(settings.current)
  return (
    <TextField
      label={t('settings.name')}
      help={t('settings.name-help')}
      value={userName}
      maxLength={LONGEST_NAME}
      autoComplete="nickname"
      onChange={next => {
        settings.change({ userName: next })
        // The name typed last is the one that holds.
        dispatch({ type: 'draft', changed: { userName: null } })
      }}
    />
  )
}

function LookFields() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const current = useStore(settings.current)
  return (
    <>
      <Choice
        label={t('settings.language')}
        options={[
          { id: 'system', label: t('settings.language-system') },
          // A language is named in itself: whoever is lost in the other one finds it.
          { id: 'fr', label: 'Français', lang: 'fr' },
          { id: 'en', label: 'English', lang: 'en' },
        ]}
        value={current.language}
        onChange={language => settings.change({ language })}
      />
      <Choice
        label={t('settings.theme')}
        options={[
          { id: 'system', label: t('settings.theme-system') },
          { id: 'light', label: t('settings.theme-light') },
          { id: 'dark', label: t('settings.theme-dark') },
        ]}
        value={current.theme}
        onChange={theme => settings.change({ theme })}
      />
    </>
  )
}

function About({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const { start, dispatch } = useApp()
  const locale = useLocaleTag()
  const date = new Date(start.directoryDate)
  const day = Number.isNaN(date.getTime())
    ? start.directoryDate
    : new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
  return (
    <section aria-labelledby={id} className={styles.about}>
      <h2 id={id}>{t('settings.about')}</h2>
      <p>{t('settings.version', { version: start.version })}</p>
      {day === '' ? null : <p>{t('settings.directory', { day })}</p>}
      <Button onPress={() => dispatch({ type: 'open', screen: { name: 'diagnostics' } })}>
        {t('diagnostics.open')}
      </Button>
    </section>
  )
}
