/** Hosts that are in no directory: added by their address, recognised by what answers there. */
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostFacts, HostListing } from '../../bridge/host-facts.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './host-picker.module.css'

interface OwnHostsProps {
  readonly hosts: readonly HostListing[]
  readonly onChanged: () => void
}

export function OwnHosts({ hosts, onChanged }: OwnHostsProps) {
  const { t } = useTranslation()
  const { link, drafts, dispatch } = useApp()
  const [adding, setAdding] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [empty, setEmpty] = useState(false)
  const [said, setSaid] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const headingId = useId()
  const wrongId = useId()
  const address = drafts.ownHost.trim()

  const add = async () => {
    if (adding) return
    setSaid('')
    setProblem(null)
    setEmpty(address === '')
    if (address === '') return field.current?.focus()
    setAdding(true)
    const outcome = await link.engine.addHost(address)
    setAdding(false)
    if (!outcome.ok) {
      setProblem(outcome.problem)
      return field.current?.focus()
    }
    dispatch({ type: 'draft', changed: { ownHost: '' } })
    setSaid(t('own.added', { host: outcome.value.name }))
    onChanged()
  }

  const remove = async ({ id, name }: HostFacts) => {
    const outcome = await link.engine.removeHost(id)
    setProblem(outcome.ok ? null : outcome.problem)
    if (!outcome.ok) return
    setSaid(t('own.removed', { host: name }))
    field.current?.focus()
    onChanged()
  }

  return (
    <section className={styles.own} aria-labelledby={headingId}>
      <h2 id={headingId}>{t('own.heading')}</h2>
      <TextField
        label={t('own.label')}
        help={t('own.help')}
        value={drafts.ownHost}
        maxLength={2000}
        autoComplete="off"
        inputRef={field}
        wrong={empty || problem !== null}
        wrongId={wrongId}
        onChange={ownHost => {
          dispatch({ type: 'draft', changed: { ownHost } })
          setEmpty(false)
          setProblem(null)
        }}
        onSubmit={() => void add()}
        after={<Button onPress={() => void add()}>{t('own.add')}</Button>}
      />
      {empty ? (
        <p id={wrongId} role="alert" className={styles.missing}>
          {t('own.empty')}
        </p>
      ) : null}
      {adding ? <Progress label={t('own.adding')} /> : null}
      {problem === null ? null : <ProblemNote id={wrongId} problem={problem} />}
      <p role="status" className={styles.said}>
        {said}
      </p>
      {hosts.map(({ facts }) => (
        <div key={facts.id}>
          <Button look="quiet" onPress={() => void remove(facts)}>
            {t('own.remove', { host: facts.name })}
          </Button>
        </div>
      ))}
    </section>
  )
}
