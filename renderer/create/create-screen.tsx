/** A new meeting, pad, sheet or call: a title, then the host, and only then something is made. */
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostChoice } from '../../bridge/engine-api.ts'
import type { Problem } from '../../bridge/problems.ts'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { announce } from '../ui/live.tsx'
import { Actions, Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './create-screen.module.css'
import { HostCard } from './host-card.tsx'
import { suggestedTitle } from './suggested-title.ts'
import { useHostChoice } from './use-host-choice.ts'

export function CreateScreen({ kind }: { readonly kind: ServiceKind }) {
  const { t } = useTranslation()
  const { drafts, dispatch } = useApp()
  const heading = useScreenTitle(t(`create.heading-${kind}`))
  const chooser = useHostChoice(kind)
  const { search } = chooser
  const title = useTitle(kind)
  const { make, making, problem } = useMaking(kind)
  const [titleMissing, setTitleMissing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const missingId = useId()

  const choice = search.phase === 'found' ? search.choice : null
  const found = choice?.host ?? null
  useEffect(() => {
    if (found !== null) announce(`${t(`create.hosted-${kind}`)} ${found.name}`)
  }, [found, kind, t])

  const create = () => {
    if (choice === null || making) return
    const empty = title.trim() === ''
    setTitleMissing(empty)
    if (empty) input.current?.focus()
    else void make(choice, title.trim())
  }

  return (
    <Panel title={t(`create.heading-${kind}`)} headingRef={heading} onBack={() => dispatch({ type: 'back' })}>
      <TextField
        label={t('create.title-label')}
        help={t('create.title-help')}
        value={title}
        maxLength={200}
        autoComplete="off"
        inputRef={input}
        wrong={titleMissing && drafts.titles[kind]?.trim() === ''}
        wrongId={missingId}
        onChange={next => dispatch({ type: 'title', kind, title: next })}
        onSubmit={create}
      />
      {titleMissing && title.trim() === '' ? (
        <p id={missingId} role="alert" className={styles.missing}>
          {t('create.title-empty')}
        </p>
      ) : null}
      {search.phase === 'searching' ? (
        <div className={styles.searching}>
          <Progress label={t('create.searching')} />
        </div>
      ) : null}
      {search.phase === 'failed' ? (
        <ProblemNote problem={search.problem}>
          <Button onPress={chooser.again}>{t('common.try-again')}</Button>
        </ProblemNote>
      ) : null}
      {search.phase === 'found' ? (
        <>
          <HostCard kind={kind} choice={search.choice} />
          {problem === null ? null : <ProblemNote problem={problem} />}
          <Actions>
            <Button look="primary" onPress={create}>
              {making ? t('create.making') : kind === 'video' ? t('create.here-browser') : t('create.here')}
            </Button>
            <Button isDisabled={making} onPress={chooser.another}>
              {t('create.another')}
            </Button>
            <small className={styles.nothing}>{t('create.nothing-yet')}</small>
          </Actions>
        </>
      ) : null}
    </Panel>
  )
}

/** The title as typed, or the day's suggestion while nothing was. */
function useTitle(kind: ServiceKind): string {
  const { t } = useTranslation()
  const { drafts } = useApp()
  const locale = useLocaleTag()
  const [today] = useState(() => new Date())
  return drafts.titles[kind] ?? suggestedTitle(t, kind, today, locale)
}

/** Makes it on the host, and opens what comes next. */
function useMaking(kind: ServiceKind): {
  make: (choice: HostChoice, title: string) => Promise<void>
  making: boolean
  problem: Problem | null
} {
  const { link, shell, dispatch } = useApp()
  const [making, setMaking] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const make = async ({ host, beside }: HostChoice, title: string) => {
    setMaking(true)
    setProblem(null)
    if (kind === 'audio') {
      const planned = await link.engine.planMeeting({ title, hostId: host.id, padHostId: beside?.id ?? null })
      if (!here.current) return
      if (planned.ok) dispatch({ type: 'open', screen: { name: 'prejoin', invitation: planned.value } })
      else setProblem(planned.problem)
    } else {
      const planned = await link.engine.planService({ kind, title, hostId: host.id })
      if (!here.current) return
      if (planned.ok) dispatch({ type: 'title', kind, title: null })
      if (!planned.ok) setProblem(planned.problem)
      else if (kind === 'video') {
        const opened = await shell.openExternal(planned.value.url)
        dispatch({ type: 'replace', screen: { name: 'opened', url: planned.value.url, opened } })
      } else {
        const { url } = planned.value
        dispatch({ type: 'replace', screen: { name: 'page', url, kind, host: planned.value.host.name } })
      }
    }
    if (here.current) setMaking(false)
  }
  return { make, making, problem }
}
