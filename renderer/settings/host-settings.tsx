/** What a person agreed to for a host, or refused it, and the way to take that back. */
import { useCallback, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostPreferences } from '../../bridge/engine-api.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import styles from './settings.module.css'

export function HostSettings() {
  const { t } = useTranslation()
  const { link, deck, calls } = useApp()
  const { value, problem, reload } = useAnswer(useCallback(() => link.engine.listHostPreferences(), [link]))
  const [failure, setFailure] = useState<Problem | null>(null)
  const [said, setSaid] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const headingId = useId()
  // How big a page is shown asks nobody's leave.
  const answered = value?.filter(({ grants }) => grants !== null) ?? null

  const takeBack = async ({ origin, grants }: HostPreferences) => {
    const outcome = await link.engine.setHostPreferences({ origin, grants: null })
    setFailure(outcome.ok ? null : outcome.problem)
    if (!outcome.ok) return
    const had = (grants ?? []).length > 0
    if (had) deck.setGrants(origin, [])
    const ended = had && calls.revoke(origin)
    const host = hostOf(origin)
    setSaid(ended ? t('settings.hosts-forgotten-call', { host }) : t('settings.hosts-forgotten', { host }))
    // The row went with its button.
    heading.current?.focus()
    reload()
  }

  return (
    <section className={styles.card} aria-labelledby={headingId}>
      <h2 id={headingId} ref={heading} tabIndex={-1}>
        {t('settings.hosts')}
      </h2>
      <p className={styles.intro}>{t('settings.hosts-intro')}</p>
      {problem === null ? null : (
        <ProblemNote problem={problem}>
          <Button onPress={reload}>{t('common.try-again')}</Button>
        </ProblemNote>
      )}
      {failure === null ? null : <ProblemNote problem={failure} onDismiss={() => setFailure(null)} />}
      {answered === null ? (
        problem === null ? (
          <Progress label={t('settings.hosts-loading')} />
        ) : null
      ) : answered.length === 0 ? (
        <p>{t('settings.hosts-none')}</p>
      ) : (
        <ul className={styles.hosts}>
          {answered.map(preferences => (
            <HostRow
              key={preferences.origin}
              preferences={preferences}
              onTakeBack={() => void takeBack(preferences)}
            />
          ))}
        </ul>
      )}
      <p role="status" className={styles.said}>
        {said}
      </p>
    </section>
  )
}

interface HostRowProps {
  readonly preferences: HostPreferences
  readonly onTakeBack: () => void
}

function HostRow({ preferences: { origin, grants }, onTakeBack }: HostRowProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const host = hostOf(origin)
  const names = (grants ?? []).map(grant => t(`settings.grant-${grant}`))
  const isRefused = names.length === 0
  return (
    <li className={styles.host}>
      <div className={styles.words}>
        <strong>{host}</strong>
        <p className={styles.intro}>
          {isRefused
            ? t('settings.hosts-refused')
            : t('settings.hosts-granted', { names: new Intl.ListFormat(locale).format(names) })}
        </p>
      </div>
      <Button
        aria-label={
          isRefused ? t('settings.hosts-ask-name', { host }) : t('settings.hosts-back-name', { host })
        }
        onPress={onTakeBack}
      >
        {isRefused ? t('settings.hosts-ask') : t('settings.hosts-back')}
      </Button>
    </li>
  )
}
