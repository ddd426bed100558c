/** The pad beside the voices. */
import { ExternalLink, FileText } from 'lucide-react'
import { type Ref, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ServiceView } from '../view/service-view.tsx'
import { useGuestAddress } from '../view/use-guest-address.ts'
import type { ViewHandle } from '../view/view-state.ts'
import { hostOf } from './pad-address.ts'
import styles from './pad-pane.module.css'

interface PadPaneProps {
  readonly url: string
  readonly userName: string
  readonly isShown: boolean
  /** In a narrow window the tab above says it already. */
  readonly showBar: boolean
  readonly onLeft: () => void
  readonly viewRef: Ref<ViewHandle>
}

export function PadPane({ url, userName, isShown, showBar, onLeft, viewRef }: PadPaneProps) {
  const { t } = useTranslation()
  const { shell } = useApp()
  const address = useGuestAddress(url, userName)
  const headingId = useId()
  return (
    <section className={styles.pane} aria-labelledby={headingId} hidden={!isShown}>
      <div className={styles.bar}>
        <FileText aria-hidden className={styles.icon} />
        <h2 id={headingId} className={styles.title}>
          {t('kind.pad')}
        </h2>
        <span className={styles.host}>{t('page.at-host', { host: hostOf(url) })}</span>
        {showBar ? <CopyButton look="quiet" text={url} label={t('page.copy-link')} /> : null}
        <Button
          look="quiet"
          className={styles.tool}
          aria-label={t('page.open-browser')}
          onPress={() => void shell.openExternal(url)}
        >
          <ExternalLink aria-hidden />
        </Button>
      </div>
      <ServiceView
        url={address}
        plainUrl={url}
        kind="pad"
        isShown={isShown}
        onLeft={onLeft}
        viewRef={viewRef}
      />
    </section>
  )
}
