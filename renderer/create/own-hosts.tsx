/** Hosts that are in no directory: added by their address, recognised by what answers there. */
import { useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostListing } from '../../bridge/host-facts.ts'
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
  const listId = useId()
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

  const kindsOf = ({ services }: HostListing) =>
    [...new Set(services.map(({ kind }) => t(`home.${kind}-title`)))].join(', ')

  const remove = async ({ id, name }: HostListing) => {
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
      {hosts.length === 0 ? null : (
        <div>
          <h3 id={listId}>{t('own.list')}</h3>
          <ul className={styles.mine} aria-labelledby={listId}>
            {hosts.map(own => (
              <li key={own.id}>
                <span>
                  {own.name}
                  <span className={styles.count}> · {kindsOf(own)}</span>
                </span>
                <Button
                  look="quiet"
                  aria-label={t('own.remove', { host: own.name })}
                  onPress={() => void remove(own)}
                >
                  {t('own.remove-short')}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
