/** How the sound does, figure by figure, refreshed each second; and the same to copy for somebody who helps. */
import { ArrowLeft } from 'lucide-react'
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { type DiagnosticGroup, diagnosticGroups, isRaised, reportText } from './diagnostic-rows.ts'
import styles from './diagnostics.module.css'

export function DiagnosticsScreen() {
  const { t } = useTranslation()
  const { link, line, settings, shell, start, dispatch } = useApp()
  const { audioBuffer } = useStore(settings.current)
  const heading = useScreenTitle(t('diagnostics.heading'))
  const { sample, facts } = useStore(line.state)
  const verdict = useStore(line.verdict)
  const { maxBandwidth, phase } = useStore(link.connection)
  const locale = useLocaleTag()
  const groups = useMemo(() => {
    const source = {
      sample,
      facts,
      verdict,
      maxBandwidth,
      neededBuffer: audioBuffer,
      appVersion: start.version,
      shell: shell.name,
      userAgent: navigator.userAgent,
    }
    return diagnosticGroups(source, t, locale)
  }, [sample, facts, verdict, maxBandwidth, audioBuffer, start.version, shell.name, t, locale])
  return (
    <main className={styles.page}>
      <Button look="quiet" className={styles.back} onPress={() => dispatch({ type: 'back' })}>
        <ArrowLeft aria-hidden />
        {t('common.back')}
      </Button>
      <h1 ref={heading} tabIndex={-1}>
        {t('diagnostics.heading')}
      </h1>
      <p className={styles.intro}>
        {phase === 'idle' || phase === 'ended' ? t('diagnostics.no-meeting') : t('diagnostics.intro')}
      </p>
      <div className={styles.copy}>
        <CopyButton look="primary" text={reportText(groups, t)} label={t('diagnostics.copy')} />
        <p>{t('diagnostics.private')}</p>
      </div>
      {groups.map(group => (
        <Group key={group.id} group={group}>
          {group.id === 'machine' ? <BufferAnew isRaised={isRaised(audioBuffer)} /> : null}
        </Group>
      ))}
    </main>
  )
}

interface GroupProps {
  readonly group: DiagnosticGroup
  readonly children: ReactNode
}

function Group({ group, children }: GroupProps) {
  const id = useId()
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 id={id}>{group.title}</h2>
      <dl className={styles.list}>
        {group.rows.map(({ label, value }) => (
          <div key={label} className={styles.row}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  )
}

/** What crackled once may have been another program: the person may try the quickest sound again. */
function BufferAnew({ isRaised }: { readonly isRaised: boolean }) {
  const { t } = useTranslation()
  const { voice } = useApp()
  const [done, setDone] = useState(false)
  const said = useRef<HTMLParagraphElement>(null)
  const isDone = done && !isRaised
  // The button is gone: the reader goes on from what came of it.
  useEffect(() => {
    if (isDone) said.current?.focus()
  }, [isDone])
  return (
    <div className={styles.anew}>
      {isRaised ? (
        <>
          <Button
            onPress={() => {
              voice.beginBufferAnew()
              setDone(true)
            }}
          >
            {t('diagnostics.buffer-anew')}
          </Button>
          <p>{t('diagnostics.buffer-anew-help')}</p>
        </>
      ) : null}
      <p ref={said} role="status" tabIndex={-1}>
        {isDone ? t('diagnostics.buffer-anew-done') : null}
      </p>
    </div>
  )
}
