/** All open services and downloads, with what can be done about each. */
import { Columns2, Moon, Sun, Volume2, VolumeX, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useMediaQuery } from '../ui/hooks.ts'
import { type Service, serviceOf, shownServices } from './deck.ts'
import { DownloadRow } from './download-row.tsx'
import downloadStyles from './downloads.module.css'
import { TWO_PANES } from './layout.ts'
import { LossDialog } from './loss-dialog.tsx'
import styles from './open-dialog.module.css'
import { type ServiceActions, useServiceActions } from './service-actions.ts'
import { ServiceIcon } from './service-icon.tsx'
import { nameOf, stateWords } from './service-words.ts'
import { downloadList, forgetFinished } from './use-downloads.ts'

interface OpenDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Asks which one is shown beside the one in front. */
  readonly beside?: boolean
}

export function OpenDialog({ isOpen, onClose, beside = false }: OpenDialogProps) {
  const { t } = useTranslation()
  const { deck, dispatch } = useApp()
  const state = useStore(deck.state)
  const downloads = useStore(downloadList)
  const actions = useServiceActions()
  const twoFit = useMediaQuery(TWO_PANES)
  const front = serviceOf(state, state.front)
  const shown = shownServices(state).map(({ id }) => id)
  const listed = beside ? state.services.filter(({ id }) => id !== front?.id) : state.services
  const show = (id: string, next: 'show' | 'show-beside') => {
    onClose()
    deck.dispatch({ type: next, id })
    dispatch({ type: 'open', screen: { name: 'services' } })
  }
  return (
    <>
      <Dialog title={beside ? t('open.beside-heading') : t('open.heading')} isOpen={isOpen} onClose={onClose}>
        {listed.length === 0 ? <p>{t('open.none')}</p> : null}
        <ul className={styles.list}>
          {listed.map(service => (
            <Row
              key={service.id}
              service={service}
              actions={actions}
              onShow={() => show(service.id, beside ? 'show-beside' : 'show')}
              onBeside={
                twoFit && !beside && front !== undefined && !shown.includes(service.id)
                  ? () => show(service.id, 'show-beside')
                  : null
              }
            />
          ))}
        </ul>
        {beside || downloads.length === 0 ? null : (
          <section className={downloadStyles.list} aria-label={t('downloads.heading')}>
            <h3 className={styles.heading}>{t('downloads.heading')}</h3>
            {downloads.map(download => (
              <DownloadRow key={download.id} download={download} />
            ))}
            <Button look="quiet" onPress={forgetFinished}>
              {t('downloads.forget-all')}
            </Button>
          </section>
        )}
      </Dialog>
      <LossDialog actions={actions} />
    </>
  )
}

interface RowProps {
  readonly service: Service
  readonly actions: ServiceActions
  readonly onShow: () => void
  readonly onBeside: (() => void) | null
}

function Row({ service, actions, onShow, onBeside }: RowProps) {
  const { t } = useTranslation()
  const { deck, shell } = useApp()
  const { id, phase, audible, silenced } = service
  const name = nameOf(t, service)
  const asleep = phase === 'asleep'
  return (
    <li className={styles.row}>
      <Button look="quiet" className={styles.show} onPress={onShow}>
        <ServiceIcon service={service} />
        <span className={styles.words}>
          <span className={styles.name}>{name}</span>
          <span className={styles.state}>
            {[t('page.at-host', { host: hostOf(service.url) }), ...stateWords(t, service)].join(' · ')}
          </span>
        </span>
      </Button>
      <span className={styles.tools}>
        {onBeside === null ? null : (
          <Tool label={t('open.beside-name', { name })} onPress={onBeside}>
            <Columns2 aria-hidden />
          </Tool>
        )}
        {shell.nativeViews !== null && (audible || silenced) ? (
          <Tool
            label={silenced ? t('open.unsilence-name', { name }) : t('open.silence-name', { name })}
            onPress={() => deck.silence(id, !silenced)}
          >
            {silenced ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
          </Tool>
        ) : null}
        <Tool
          label={asleep ? t('open.wake-name', { name }) : t('open.sleep-name', { name })}
          onPress={() => (asleep ? deck.dispatch({ type: 'wake', id }) : actions.end('sleep', service))}
        >
          {asleep ? <Sun aria-hidden /> : <Moon aria-hidden />}
        </Tool>
        <Tool label={t('service.close-name', { name })} onPress={() => actions.end('close', service)}>
          <X aria-hidden />
        </Tool>
      </span>
    </li>
  )
}

interface ToolProps {
  readonly label: string
  readonly onPress: () => void
  readonly children: ReactNode
}

function Tool({ label, onPress, children }: ToolProps) {
  return (
    <span title={label}>
      <Button look="quiet" className={styles.tool} aria-label={label} onPress={onPress}>
        {children}
      </Button>
    </span>
  )
}
