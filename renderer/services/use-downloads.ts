/** The downloads of this run of the app, told aloud as they begin and end. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Download } from '../../bridge/shell-api.ts'
import { useApp } from '../app-context.tsx'
import { createStore } from '../engine-link/store.ts'
import { announce } from '../ui/live.tsx'
import { newsOf, withDownload } from './downloads.ts'

/** The newest first. */
export const downloadList = createStore<readonly Download[]>([])

/** Once in the app. */
export function useDownloads(): void {
  const { t } = useTranslation()
  const { downloads } = useApp().shell
  useEffect(
    () =>
      downloads?.onDownload(download => {
        const before = downloadList.get()
        const news = newsOf(before, download)
        downloadList.set(withDownload(before, download))
        if (news !== null) announce(t(`downloads.said-${news}`, { name: download.name }))
      }),
    [downloads, t],
  )
}

/** Takes those out of the list that are over; the files stay. */
export function forgetFinished(): void {
  downloadList.set(downloadList.get().filter(({ state }) => state === 'running'))
}

export function forgetDownload(id: string): void {
  downloadList.set(downloadList.get().filter(each => each.id !== id))
}
