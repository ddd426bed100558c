/** How a backup goes, where its files are, and what could not be saved. */
import { useTranslation } from 'react-i18next'
import { hostOf } from '../meeting/pad-address.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import styles from './places.module.css'
import type { BackupState } from './use-backup.ts'

export function BackupNote({ state }: { readonly state: BackupState }) {
  const { t } = useTranslation()
  return (
    <>
      {state.phase === 'saving' ? <Progress label={t('places.backing-up', { title: state.title })} /> : null}
      {state.phase === 'failed' ? <ProblemNote problem={state.problem} /> : null}
      <div role="status" className={styles.status}>
        {state.phase === 'saved' ? (
          <>
            <p>{t('places.saved', { count: state.backup.files.length, folder: state.backup.folder })}</p>
            {state.backup.failed.map(({ url, form, status }) => (
              <p key={`${url} ${form}`}>
                {t('places.not-saved', { form, host: hostOf(url), why: t(`places.save-failure.${status}`) })}
              </p>
            ))}
            {state.backup.empty.map(url => (
              <p key={url}>{t('places.nothing-yet', { host: hostOf(url) })}</p>
            ))}
          </>
        ) : null}
      </div>
    </>
  )
}
