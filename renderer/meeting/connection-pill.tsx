/** How the sound travels and whose side the trouble is on: a word in the bar, a sentence when asked. */
import { CloudOff, LoaderCircle, ServerCrash, TriangleAlert, UserX, Volume2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Level, Side, Verdict } from '../diagnostics/verdict.ts'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, DialogActions } from '../ui/dialog.tsx'
import { Pill, type PillTone } from '../ui/pill.tsx'
import { type ConnectionHealth, connectionHealth } from './connection-health.ts'
import styles from './connection-pill.module.css'

const tones: Record<Level, PillTone> = { good: 'good', fair: 'warn', poor: 'bad' }

const icons: Record<Side, ReactNode> = {
  none: <Volume2 aria-hidden />,
  mine: <TriangleAlert aria-hidden />,
  server: <ServerCrash aria-hidden />,
  theirs: <UserX aria-hidden />,
}

export function ConnectionPill() {
  const { t } = useTranslation()
  const { link, line, dispatch } = useApp()
  const connection = useStore(link.connection)
  const health = connectionHealth(connection, useStore(line.verdict))
  const [open, setOpen] = useState(false)
  const words = useWords(health)
  return (
    <>
      <AriaButton className={styles.button ?? ''} onPress={() => setOpen(true)}>
        {health.state === 'judged' ? (
          <Pill tone={tones[health.verdict.level]}>
            {icons[health.verdict.side]}
            {words}
          </Pill>
        ) : (
          <Pill tone={health.state === 'reconnecting' ? 'warn' : 'plain'}>
            {health.state === 'reconnecting' ? <CloudOff aria-hidden /> : <LoaderCircle aria-hidden />}
            {words}
          </Pill>
        )}
      </AriaButton>
      <Dialog title={t('connection.details')} isOpen={open} onClose={() => setOpen(false)}>
        <p>
          <strong>{words}</strong>
        </p>
        {health.state === 'judged' ? <Reason verdict={health.verdict} /> : <p>{t('connection.banner')}</p>}
        <DialogActions>
          <Button onPress={() => dispatch({ type: 'open', screen: { name: 'diagnostics' } })}>
            {t('diagnostics.open')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

function useWords(health: ConnectionHealth): string {
  const { t } = useTranslation()
  if (health.state !== 'judged') return t(`connection.${health.state}`)
  const { side, level } = health.verdict
  return side === 'none' || level === 'good' ? t('connection.well') : t(`connection.${side}-${level}`)
}

/** Why, and what can be done. */
function Reason({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation()
  const { link } = useApp()
  const { pingMs } = useStore(link.connection)
  const ms = pingMs === null ? null : Math.round(pingMs)
  const users = useStore(link.room).users
  if (verdict.reason === 'well') {
    return <p>{ms === null ? t('connection.well-text-no-ping') : t('connection.well-text', { ms })}</p>
  }
  const name = users.get(verdict.session ?? -1)?.name ?? ''
  return <p>{t(`connection.reason-${verdict.reason}`, { ms: ms ?? 0, name })}</p>
}
