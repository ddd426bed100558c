/** The server shows another certificate than last time: a stop, with a way on that nobody takes by mistake. */
import { ShieldAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../bridge/invitation.ts'
import type { Problem, ProblemFacts } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { Actions, Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import styles from './certificate-warning.module.css'

interface CertificateWarningProps {
  readonly invitation: Invitation
  readonly facts: ProblemFacts
  readonly onStop: () => void
  /** The new certificate was taken: go in again. */
  readonly onAccepted: () => void
}

export function CertificateWarning({ invitation, facts, onStop, onAccepted }: CertificateWarningProps) {
  const { t } = useTranslation()
  const { link } = useApp()
  const heading = useScreenTitle(t('prejoin.certificate-heading'))
  const [checked, setChecked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const host = String(facts.host ?? invitation.host)
  const port = Number(facts.port ?? invitation.port)
  const fingerprint = String(facts.fingerprint ?? '')
  const known = String(facts.known ?? '')

  const accept = async () => {
    if (busy) return
    setBusy(true)
    const outcome = await link.engine.acceptCertificate({ host, port, fingerprint })
    setBusy(false)
    if (outcome.ok) onAccepted()
    else setProblem(outcome.problem)
  }

  return (
    <Panel title={t('prejoin.certificate-heading')} headingRef={heading}>
      <div className={styles.text} role="alert">
        <ShieldAlert aria-hidden className={styles.icon} />
        <div>
          <p>{t('prejoin.certificate-text', { host })}</p>
          <p>
            <strong>{t('prejoin.certificate-advice')}</strong>
          </p>
        </div>
      </div>
      <dl className={styles.prints}>
        {known === '' ? null : (
          <>
            <dt>{t('prejoin.certificate-known')}</dt>
            <dd>{inGroups(known)}</dd>
          </>
        )}
        {fingerprint === '' ? null : (
          <>
            <dt>{t('prejoin.certificate-fingerprint')}</dt>
            <dd>{inGroups(fingerprint)}</dd>
          </>
        )}
      </dl>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {checked ? <p role="status">{t('prejoin.certificate-second', { host })}</p> : null}
      <Actions>
        <Button look="primary" onPress={onStop}>
          {t('prejoin.certificate-stop')}
        </Button>
        {checked ? (
          <Button onPress={() => void accept()}>{t('prejoin.certificate-accept')}</Button>
        ) : (
          <Button look="quiet" onPress={() => setChecked(true)}>
            {t('prejoin.certificate-understand')}
          </Button>
        )}
      </Actions>
    </Panel>
  )
}

/** Fours are easier to compare by eye or by phone than forty letters in a row. */
function inGroups(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').replace(/(.{4})(?=.)/g, '$1 ')
}
