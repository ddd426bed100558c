/** A service by itself; where it is made on its site, with a bar for the address that comes of it. */
import { ArrowLeft, ExternalLink } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'
import type { Unmade } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import styles from './page-screen.module.css'
import { PasteBar } from './paste-bar.tsx'
import { ServiceView } from './service-view.tsx'
import { useGuestAddress } from './use-guest-address.ts'
import { usePanes } from './use-panes.ts'
import type { ViewHandle } from './view-state.ts'

interface PageScreenProps {
  readonly url: string
  readonly kind: ServiceKind
  readonly host: string | null
  readonly unmade: Unmade | undefined
}

export function PageScreen({ url, kind, host, unmade }: PageScreenProps) {
  const { t } = useTranslation()
  const { shell, dispatch, settings } = useApp()
  const { userName } = useStore(settings.current)
  const shownHost = host ?? hostOf(url)
  const title = t(`page.frame-${kind}`, { host: shownHost })
  const heading = useScreenTitle(title)
  const view = useRef<ViewHandle>(null)
  const bar = useRef<HTMLElement>(null)
  const address = useGuestAddress(url, userName)
  const { toApp } = usePanes(bar, view)
  return (
    <main className={styles.page}>
      <header ref={bar} className={styles.bar}>
        <Button look="quiet" onPress={() => dispatch({ type: 'back' })}>
          <ArrowLeft aria-hidden />
          {t('common.back')}
        </Button>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {unmade === undefined ? <CopyButton text={url} label={t('page.copy-link')} /> : null}
        <Button onPress={() => void shell.openExternal(url)}>
          <ExternalLink aria-hidden />
          {t('page.open-browser')}
        </Button>
        {unmade === undefined ? null : <PasteBar unmade={unmade} />}
      </header>
      <ServiceView url={address} plainUrl={url} kind={kind} onLeft={toApp} viewRef={view} />
    </main>
  )
}
