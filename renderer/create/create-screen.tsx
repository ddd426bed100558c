/** Something new of any kind: a title, then the host, and only then something is made. */
import type { TFunction } from 'i18next'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostChoice } from '../../bridge/engine-api.ts'
import { OWN_HOST } from '../../bridge/host-facts.ts'
import type { Problem } from '../../bridge/problems.ts'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { announce } from '../ui/live.tsx'
import { Menu } from '../ui/menu.tsx'
import { Actions, Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './create-screen.module.css'
import { HostCard } from './host-card.tsx'
import { HostPicker } from './host-picker.tsx'
import { serviceUsed } from './service-used.ts'
import { type HostChooser, useHostChoice } from './use-host-choice.ts'
import { useMaking } from './use-making.ts'
import { useTitle } from './use-title.ts'
import { useWish } from './use-wish.ts'
import { WishNote } from './wish-note.tsx'

interface CreateScreenProps {
  readonly kind: ServiceKind
  /** A host picked already; null = one is drawn. */
  readonly hostId: string | null
}

export function CreateScreen({ kind, hostId }: CreateScreenProps) {
  const { dispatch } = useApp()
  const chooser = useHostChoice(kind, hostId)
  const [picking, setPicking] = useState(false)
  const pick = (hostId: string, itsKind: ServiceKind) => {
    setPicking(false)
    if (itsKind === kind) chooser.pick(hostId)
    else dispatch({ type: 'replace', screen: { name: 'create', kind: itsKind, hostId } })
  }
  const draw = () => {
    setPicking(false)
    chooser.draw()
  }
  return picking ? (
    <HostPicker kind={kind} onPick={pick} onDraw={draw} onBack={() => setPicking(false)} />
  ) : (
    <NewService kind={kind} chooser={chooser} onPicking={() => setPicking(true)} />
  )
}

interface NewServiceProps {
  readonly kind: ServiceKind
  readonly chooser: HostChooser
  /** The person wants to see the list of hosts. */
  readonly onPicking: () => void
}

function NewService({ kind, chooser, onPicking }: NewServiceProps) {
  const { t } = useTranslation()
  const { link, drafts, dispatch } = useApp()
  const heading = useScreenTitle(t(`create.heading-${kind}`))
  const { search } = chooser
  const title = useTitle(kind)
  const { make, making, problem } = useMaking(kind)
  const wishing = useWish(kind)
  const [failure, setFailure] = useState<Problem | null>(null)
  const [titleMissing, setTitleMissing] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const missingId = useId()

  const choice = search.phase === 'found' ? search.choice : null
  const found = choice?.host ?? null
  const onSite = choice !== null && serviceUsed(choice.facts, choice.host, kind)?.creation === 'on-site'
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

  const give = async (host: HostChoice['host'], wish: 'always' | 'never') => {
    const taken = await wishing.give(host, wish)
    if (taken && wish === 'never') chooser.another()
  }

  const remove = async (hostId: string) => {
    const outcome = await link.engine.removeHost(hostId)
    setFailure(outcome.ok ? null : outcome.problem)
    if (outcome.ok) chooser.draw()
  }

  return (
    <Panel title={t(`create.heading-${kind}`)} headingRef={heading} onBack={() => dispatch({ type: 'back' })}>
      <TextField
        label={t('create.title-label')}
        help={onSite ? t('create.title-help-kept') : t('create.title-help')}
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
      <WishNote wishing={wishing} />
      {search.phase === 'searching' ? (
        <div className={styles.searching}>
          <Progress label={t('create.searching')} />
        </div>
      ) : null}
      {search.phase === 'failed' ? (
        <ProblemNote problem={search.problem}>
          <Button onPress={chooser.again}>{t('common.try-again')}</Button>
          <Button onPress={onPicking}>{t('create.choose')}</Button>
        </ProblemNote>
      ) : null}
      {search.phase === 'found' ? (
        <>
          <HostCard kind={kind} choice={search.choice} />
          {problem === null ? null : <ProblemNote problem={problem} />}
          {failure === null ? null : <ProblemNote problem={failure} onDismiss={() => setFailure(null)} />}
          <div className={styles.foot}>
            <Actions>
              <Button look="primary" onPress={create}>
                {making ? t('create.making') : createLabel(t, kind, onSite)}
              </Button>
              <Button isDisabled={making} onPress={chooser.another}>
                {t('create.another')}
              </Button>
              <Button look="quiet" isDisabled={making} onPress={onPicking}>
                {t('create.choose')}
              </Button>
              <Menu
                label={t('wish.menu', { host: search.choice.host.name })}
                items={[
                  { id: 'always', label: t('wish.always') },
                  { id: 'never', label: t('wish.never') },
                  ...(isOwn(search.choice) ? [{ id: 'remove', label: t('own.remove-it') } as const] : []),
                ]}
                onAction={id =>
                  void (id === 'remove' ? remove(search.choice.host.id) : give(search.choice.host, id))
                }
              />
              <small className={styles.nothing}>{t('create.nothing-yet')}</small>
            </Actions>
          </div>
        </>
      ) : null}
    </Panel>
  )
}

/** What the button that makes it says: where the person goes next. */
function createLabel(t: TFunction, kind: ServiceKind, onSite: boolean): string {
  if (kind === 'video' && onSite) return t('create.here-browser')
  return onSite ? t('create.here-site') : t('create.here')
}

function isOwn({ host }: HostChoice): boolean {
  return host.id.startsWith(OWN_HOST)
}
