/** One open service: its bar, what is to be said of it, and the room for its page. */
import type { TFunction } from 'i18next'
import { ExternalLink, Moon, RotateCw } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { useLasting } from '../ui/hooks.ts'
import { Note } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { CallQuestion } from '../video/call-question.tsx'
import { controlsOf } from '../view/kind-parts.ts'
import { PasteBar } from '../view/paste-bar.tsx'
import { ServiceSlot } from '../view/service-slot.tsx'
import { isAwake, type Service } from './deck.ts'
import { SLOW_AFTER } from './deck-store.ts'
import { DownloadRow } from './download-row.tsx'
import downloadStyles from './downloads.module.css'
import { FindRow } from './find-row.tsx'
import { HostDialog } from './host-dialog.tsx'
import { LossDialog } from './loss-dialog.tsx'
import { useServiceActions } from './service-actions.ts'
import { ServiceBar } from './service-bar.tsx'
import styles from './service-pane.module.css'
import { CERTIFICATE, isOfCertificate, nameOf, TOO_MANY } from './service-words.ts'
import { useBarTools } from './use-bar-tools.tsx'
import { downloadList } from './use-downloads.ts'
import { useSuggestedAddress } from './use-suggested-address.ts'
import { useViewKeys } from './use-view-keys.ts'

interface ServicePaneProps {
  readonly service: Service
  /** What it is called here; absent = its own name. */
  readonly name?: string
  readonly level: 1 | 2
  readonly lead?: ReactNode
  readonly canClose?: boolean
  readonly onBeside?: (() => void) | null
  readonly onAlone?: (() => void) | null
}

export function ServicePane(props: ServicePaneProps) {
  const { t } = useTranslation()
  const { service, level, lead = null, canClose = true, onBeside = null, onAlone = null } = props
  const name = props.name ?? nameOf(t, service)
  const [finding, setFinding] = useState(false)
  const [hostShown, setHostShown] = useState(false)
  const actions = useServiceActions()
  const heading = useRef<HTMLHeadingElement>(null)
  const find = useCallback(() => setFinding(true), [])
  const tools = useBarTools({ service, actions, onFind: find, onBeside, onAlone })
  const pane = useRef<HTMLDivElement>(null)
  useViewKeys(service.id, pane, find)
  useSuggestedAddress(service)
  useEffect(() => {
    if (level === 1) heading.current?.focus({ preventScroll: true })
  }, [level])
  const Controls = controlsOf(service.kind)
  const awake = isAwake(service)
  const isHeld = service.leads === 'private'
  return (
    <div ref={pane} className={styles.pane}>
      <ServiceBar
        service={service}
        name={name}
        level={level}
        headingRef={heading}
        lead={lead}
        tools={tools}
        onHost={() => setHostShown(true)}
        onClose={canClose ? () => actions.end('close', service) : null}
      />
      {finding && awake ? <FindRow service={service} onClose={() => setFinding(false)} /> : null}
      {service.unmade === null ? null : (
        <div className={styles.paste}>
          <PasteBar unmade={service.unmade} />
        </div>
      )}
      <CallQuestion service={service} />
      <HostDownloads host={hostOf(service.url)} />
      {Controls === undefined || isHeld ? null : <Controls service={service} />}
      {isHeld ? (
        <Nearby service={service} isMeetings={!canClose} />
      ) : toldByControls(service) ? null : (
        <PageState service={service} />
      )}
      {service.phase === 'asleep' ? (
        <Asleep service={service} name={name} />
      ) : service.unframed || isHeld ? null : (
        <ServiceSlot key={service.id} service={service} />
      )}
      <HostDialog service={service} isOpen={hostShown} onClose={() => setHostShown(false)} />
      <LossDialog actions={actions} />
    </div>
  )
}

interface NearbyProps {
  readonly service: Service
  /** The page belongs to the meeting in sight: whoever announced that chose it, so it is not even offered here. */
  readonly isMeetings: boolean
}

/** It would be fetched from the person's own network: who knows it says so. */
function Nearby({ service, isMeetings }: NearbyProps) {
  const { t } = useTranslation()
  const { deck } = useApp()
  return (
    <div className={styles.trouble}>
      <Note
        what={t('page.nearby', { host: hostOf(service.askedUrl) })}
        next={isMeetings ? t('page.nearby-meeting') : t('page.nearby-next')}
      >
        {isMeetings ? null : (
          <Button onPress={() => deck.dispatch({ type: 'leads', id: service.id, to: 'own' })}>
            {t('page.nearby-open')}
          </Button>
        )}
      </Note>
    </div>
  )
}

/** What becomes of a call's page is told with its controls, which know what else can be done. */
function toldByControls({ kind, phase, reason }: Service): boolean {
  return kind === 'video' && phase === 'failed' && reason !== TOO_MANY
}

/** It comes, it takes long, it does not come. */
function PageState({ service }: { readonly service: Service }) {
  const { t } = useTranslation()
  const { deck, shell } = useApp()
  const { phase, reason, url } = service
  const host = hostOf(url)
  const waits = phase === 'loading' || phase === 'queued'
  const slow = useLasting(waits, SLOW_AFTER)
  if (waits && !slow) {
    // A view of the shell would hide what lies over it; a frame keeps its size under it.
    return (
      <div className={shell.nativeViews === null ? styles.over : styles.before}>
        <Progress label={phase === 'queued' ? t('service.queued', { host }) : t('page.loading', { host })} />
      </div>
    )
  }
  if (phase !== 'failed' && !slow) return null
  const { openWindow } = shell
  if (phase === 'failed' && reason === TOO_MANY) {
    return (
      <div className={styles.trouble}>
        <Note what={t('page.too-many')} next={t('page.too-many-next')}>
          <Again service={service} />
        </Note>
      </div>
    )
  }
  if (service.unframed && openWindow !== null) {
    return (
      <div className={styles.trouble}>
        <Note what={t('page.unframed', { host })} next={t('page.unframed-next')}>
          <Button look="primary" onPress={() => openWindow(url)}>
            <ExternalLink aria-hidden />
            {t('page.open-window')}
          </Button>
          <Button look="quiet" onPress={() => deck.reload(service.id)}>
            {t('page.unframed-try')}
          </Button>
        </Note>
      </div>
    )
  }
  return (
    <div className={styles.trouble}>
      <Note {...whatHappened(t, service, openWindow !== null)}>
        <Again service={service} />
        <Button onPress={() => (openWindow === null ? void shell.openExternal(url) : openWindow(url))}>
          <ExternalLink aria-hidden />
          {openWindow === null ? t('page.open-browser') : t('page.open-window')}
        </Button>
      </Note>
    </div>
  )
}

function Again({ service }: { readonly service: Service }) {
  const { t } = useTranslation()
  const { deck } = useApp()
  return (
    <Button onPress={() => deck.reload(service.id)}>
      <RotateCw aria-hidden />
      {t('page.reload')}
    </Button>
  )
}

/** @param inWindow the page can be opened in a window of its own */
function whatHappened(t: TFunction, { phase, reason, url }: Service, inWindow: boolean) {
  if (phase !== 'failed') {
    return { what: t('page.slow'), next: inWindow ? t('page.failed-next-window') : t('page.failed-next') }
  }
  const facts = reason === null || reason === CERTIFICATE ? [] : [t('page.failed-reason', { reason })]
  if (isOfCertificate(reason)) {
    const what = t('page.certificate', { host: hostOf(url) })
    // The engine looked, and may know fewer authorities than the browser.
    return {
      what,
      next: reason === CERTIFICATE ? t('page.certificate-next-frame') : t('page.certificate-next'),
      facts,
    }
  }
  return {
    what: t('page.failed'),
    next: inWindow ? t('page.failed-next-window') : t('page.failed-next'),
    facts,
  }
}

function Asleep({ service, name }: { readonly service: Service; readonly name: string }) {
  const { t } = useTranslation()
  const { deck } = useApp()
  return (
    <div className={styles.asleep}>
      <Moon aria-hidden />
      <p>{t('service.asleep-text', { name })}</p>
      <Button look="primary" onPress={() => deck.dispatch({ type: 'wake', id: service.id })}>
        {t('service.wake')}
      </Button>
    </div>
  )
}

/** What this host sends, where it is asked for. */
function HostDownloads({ host }: { readonly host: string }) {
  const { t } = useTranslation()
  const list = useStore(downloadList).filter(each => each.host === host)
  if (list.length === 0) return null
  return (
    <section className={downloadStyles.strip} aria-label={t('downloads.heading')}>
      {list.map(download => (
        <DownloadRow key={download.id} download={download} />
      ))}
    </section>
  )
}
