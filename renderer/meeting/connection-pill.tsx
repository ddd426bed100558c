/** How the sound travels: a word in the bar, a sentence when asked. */
import { CloudOff, LoaderCircle, Route, Volume2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Connection } from '../../bridge/engine-api.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Pill, type PillTone } from '../ui/pill.tsx'
import { type ConnectionHealth, connectionHealth } from './connection-health.ts'
import styles from './connection-pill.module.css'

const looks: Record<ConnectionHealth, { tone: PillTone; icon: ReactNode }> = {
  connecting: { tone: 'plain', icon: <LoaderCircle aria-hidden /> },
  reconnecting: { tone: 'warn', icon: <LoaderCircle aria-hidden /> },
  mine: { tone: 'bad', icon: <CloudOff aria-hidden /> },
  theirs: { tone: 'bad', icon: <CloudOff aria-hidden /> },
  slow: { tone: 'warn', icon: <Volume2 aria-hidden /> },
  tunnel: { tone: 'warn', icon: <Route aria-hidden /> },
  well: { tone: 'good', icon: <Volume2 aria-hidden /> },
}

export function ConnectionPill() {
  const { t } = useTranslation()
  const { link } = useApp()
  const connection = useStore(link.connection)
  const [open, setOpen] = useState(false)
  const health = connectionHealth(connection)
  const { tone, icon } = looks[health]
  return (
    <>
      <AriaButton className={styles.button ?? ''} onPress={() => setOpen(true)}>
        <Pill tone={tone}>
          {icon}
          {t(`connection.${health}`)}
        </Pill>
      </AriaButton>
      <Dialog title={t('connection.details')} isOpen={open} onClose={() => setOpen(false)}>
        <p>
          <strong>{t(`connection.${health}`)}</strong>
        </p>
        <Sentence health={health} connection={connection} />
      </Dialog>
    </>
  )
}

function Sentence({
  health,
  connection,
}: {
  readonly health: ConnectionHealth
  readonly connection: Connection
}) {
  const { t } = useTranslation()
  const ms = connection.pingMs === null ? null : Math.round(connection.pingMs)
  switch (health) {
    case 'connecting':
    case 'reconnecting':
      return <p>{t('connection.banner')}</p>
    case 'slow':
      return <p>{t('connection.slow-text', { ms: ms ?? 0 })}</p>
    case 'well':
      return <p>{ms === null ? t('connection.well-text-no-ping') : t('connection.well-text', { ms })}</p>
    default:
      return <p>{t(`connection.${health}-text`)}</p>
  }
}
