/** One file that comes, or came: how far it is, and what can be done about it. */
import { FolderOpen, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Download } from '../../bridge/shell-api.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { sizeOf } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import styles from './downloads.module.css'
import { shareOf } from './downloads.ts'
import { forgetDownload } from './use-downloads.ts'

export function DownloadRow({ download }: { readonly download: Download }) {
  const { t } = useTranslation()
  const { downloads } = useApp().shell
  const locale = useLocaleTag()
  const { id, name, state } = download
  const share = shareOf(download)
  const received = sizeOf(download.receivedBytes, locale)
  const amount =
    share === null
      ? received
      : t('downloads.amount', { received, total: sizeOf(download.totalBytes, locale) })
  return (
    <div className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>{name}</p>
        <p className={styles.state}>
          {state === 'running' ? amount : t(`downloads.state-${state}`)}{' '}
          <span>{t('downloads.from', { host: download.host })}</span>
        </p>
        {state === 'running' ? (
          <progress
            className={styles.progress}
            aria-label={t('downloads.progress', { name })}
            max={1}
            {...(share === null ? {} : { value: share })}
          />
        ) : null}
      </div>
      {state === 'running' ? (
        <Button
          look="quiet"
          aria-label={t('downloads.cancel-name', { name })}
          onPress={() => downloads?.cancelDownload(id)}
        >
          {t('common.cancel')}
        </Button>
      ) : null}
      {state === 'done' ? (
        <Button
          look="quiet"
          aria-label={t('downloads.show-name', { name })}
          onPress={() => downloads?.showDownload(id)}
        >
          <FolderOpen aria-hidden />
          {t('downloads.show')}
        </Button>
      ) : null}
      {state === 'running' ? null : (
        <Button
          look="quiet"
          className={styles.forget}
          aria-label={t('downloads.forget-name', { name })}
          onPress={() => forgetDownload(id)}
        >
          <X aria-hidden />
        </Button>
      )}
    </div>
  )
}
