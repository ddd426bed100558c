/** A host's page inside ours, whichever way the shell can show it, with what to do when it does not come. */
import { ExternalLink, RotateCw } from 'lucide-react'
import { type Ref, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { useLasting } from '../ui/hooks.ts'
import { Note } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { FrameView } from './frame-view.tsx'
import { NativeView } from './native-view.tsx'
import styles from './service-view.module.css'
import type { ViewHandle, ViewState } from './view-state.ts'

/** A pad on a small host needs a few seconds; after this long we offer the browser instead. In ms. */
const SLOW_AFTER = 15_000

interface ServiceViewProps {
  readonly url: string
  readonly kind: ServiceKind
  /** Address for the person's own browser: without what only this app adds. */
  readonly plainUrl: string
  readonly isShown?: boolean
  /** The person came back from the page (F6 in a view of the shell). */
  readonly onLeft: () => void
  readonly viewRef: Ref<ViewHandle>
}

export function ServiceView(props: ServiceViewProps) {
  const [round, setRound] = useState(0)
  // Another address or another try starts with a clean slate.
  return <OneView key={`${round} ${props.url}`} {...props} onReload={() => setRound(round + 1)} />
}

interface OneViewProps extends ServiceViewProps {
  readonly onReload: () => void
}

function OneView({ url, kind, plainUrl, isShown = true, onLeft, viewRef, onReload }: OneViewProps) {
  const { t } = useTranslation()
  const { shell } = useApp()
  const [state, setState] = useState<ViewState>({ phase: 'loading' })
  const slow = useLasting(state.phase === 'loading', SLOW_AFTER)
  const onState = useCallback((next: ViewState) => {
    // A failure stays: the error page that follows it loads well.
    setState(current => (current.phase === 'failed' && next.phase === 'loaded' ? current : next))
  }, [])
  const host = hostOf(url)
  const title = t(`page.frame-${kind}`, { host })
  const troubled = state.phase === 'failed' || slow
  const common = { url, title, onState, ref: viewRef }
  return (
    <div className={styles.view}>
      {state.phase === 'loading' && !slow ? (
        <div className={styles.over}>
          <Progress label={t('page.loading', { host })} />
        </div>
      ) : null}
      {troubled ? (
        <div className={styles.trouble}>
          <Note
            what={state.phase === 'failed' ? t('page.failed') : t('page.slow')}
            next={t('page.failed-next')}
            facts={
              state.phase === 'failed' && state.reason !== null
                ? [t('page.failed-reason', { reason: state.reason })]
                : []
            }
          >
            <Button onPress={onReload}>
              <RotateCw aria-hidden />
              {t('page.reload')}
            </Button>
            <Button onPress={() => void shell.openExternal(plainUrl)}>
              <ExternalLink aria-hidden />
              {t('page.open-browser')}
            </Button>
          </Note>
        </div>
      ) : null}
      {shell.nativeViews === null ? (
        <FrameView {...common} />
      ) : (
        <NativeView
          {...common}
          kind={kind}
          isShown={isShown && state.phase !== 'failed'}
          views={shell.nativeViews}
          onLeft={onLeft}
        />
      )}
    </div>
  )
}
