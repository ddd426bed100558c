/** The door of a meeting: a name, a living microphone, one button. */
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../bridge/invitation.ts'
import type { Problem, ProblemCode } from '../../bridge/problems.ts'
import { LONGEST_NAME } from '../../bridge/settings.ts'
import { useApp } from '../app-context.tsx'
import { serverOf } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'
import { Button } from '../ui/button.tsx'
import { useLasting, useScreenTitle } from '../ui/hooks.ts'
import { Actions, Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { TextField } from '../ui/text-field.tsx'
import { CertificateWarning } from './certificate-warning.tsx'
import { MicCheck } from './mic-check.tsx'
import { PasswordField } from './password-field.tsx'
import styles from './prejoin-screen.module.css'
import { type Joining, useJoin } from './use-join.ts'

/** Problems that another name solves. */
const nameProblems: readonly ProblemCode[] = ['name-empty', 'name-in-use', 'name-refused', 'name-registered']
const passwordProblems: readonly ProblemCode[] = ['password-needed', 'password-wrong']

/** Most servers let in within a second or two; after this long we say that it takes a while. In ms. */
const LONG = 5000

export function PrejoinScreen({ invitation }: { readonly invitation: Invitation }) {
  const { drafts, settings } = useApp()
  const saved = useStore(settings.current)
  const joining = useJoin(invitation)
  const { problem } = joining
  const userName = drafts.userName ?? saved.userName
  const password = drafts.password.server === serverOf(invitation) ? drafts.password.text : ''
  const [lastMuted, setLastMuted] = useState(false)
  const passwordAsked = useOnce(problem !== null && passwordProblems.includes(problem.code))
  const enter = (muted: boolean) => {
    if (joining.busy) return
    setLastMuted(muted)
    joining.join({ userName: userName.trim(), password: password === '' ? null : password, muted })
  }
  if (problem?.code === 'certificate-changed') {
    return (
      <CertificateWarning
        invitation={invitation}
        facts={problem.facts}
        onStop={joining.forgetProblem}
        onAccepted={() => enter(lastMuted)}
      />
    )
  }
  return (
    <Door
      invitation={invitation}
      userName={userName}
      joining={joining}
      password={password}
      passwordShown={passwordAsked || password !== ''}
      enter={enter}
    />
  )
}

interface DoorProps {
  readonly invitation: Invitation
  readonly userName: string
  readonly joining: Joining
  readonly password: string
  readonly passwordShown: boolean
  readonly enter: (muted: boolean) => void
}

function Door({ invitation, userName, joining, password, passwordShown, enter }: DoorProps) {
  const { t } = useTranslation()
  const { dispatch } = useApp()
  const { host } = invitation
  const title = invitation.title ?? invitation.path.at(-1) ?? t('prejoin.fallback-title', { host })
  const heading = useScreenTitle(title)
  const { problem, busy } = joining
  const fields = useFieldToMend(problem)
  const problemId = useId()
  const wants = (codes: readonly ProblemCode[]) => problem !== null && codes.includes(problem.code)
  // Beside the field that it is about, else above the buttons.
  const note = problem === null ? null : <ProblemNote id={problemId} problem={problem} />
  const back = () => {
    if (busy) joining.cancel()
    dispatch({ type: 'back' })
  }
  return (
    <Panel title={title} headingRef={heading} onBack={back}>
      <p className={styles.intro}>
        {t('prejoin.on-host', { host })}. {t('prejoin.text')}
      </p>
      <TextField
        label={t('prejoin.name-label')}
        help={t('prejoin.name-help')}
        value={userName}
        maxLength={LONGEST_NAME}
        autoComplete="nickname"
        inputRef={fields.name}
        wrong={wants(nameProblems)}
        wrongId={problemId}
        onChange={next => dispatch({ type: 'draft', changed: { userName: next } })}
        onSubmit={() => enter(false)}
      />
      {wants(nameProblems) ? note : null}
      {passwordShown ? (
        <PasswordField
          value={password}
          inputRef={fields.password}
          wrong={wants(passwordProblems)}
          wrongId={problemId}
          onChange={text =>
            dispatch({ type: 'draft', changed: { password: { server: serverOf(invitation), text } } })
          }
          onSubmit={() => enter(false)}
        />
      ) : null}
      {wants(passwordProblems) ? note : null}
      <MicCheck />
      {wants(nameProblems) || wants(passwordProblems) ? null : note}
      {busy ? (
        <Waiting host={host} onCancel={joining.cancel} />
      ) : (
        <Actions>
          <Button look="primary" onPress={() => enter(false)}>
            {t('prejoin.enter')}
          </Button>
          <Button onPress={() => enter(true)}>{t('prejoin.enter-muted')}</Button>
        </Actions>
      )}
    </Panel>
  )
}

function Waiting({ host, onCancel }: { readonly host: string; readonly onCancel: () => void }) {
  const { t } = useTranslation()
  const long = useLasting(true, LONG)
  return (
    <>
      <Progress label={t('prejoin.connecting', { host })} />
      {long ? <p role="status">{t('prejoin.connecting-long')}</p> : null}
      <Actions>
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
      </Actions>
    </>
  )
}

/** Takes the person to the field that the problem is about. */
function useFieldToMend(problem: Problem | null): {
  name: RefObject<HTMLInputElement | null>
  password: RefObject<HTMLInputElement | null>
} {
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (problem === null) return
    if (nameProblems.includes(problem.code)) name.current?.focus()
    if (passwordProblems.includes(problem.code)) password.current?.focus()
  }, [problem])
  return { name, password }
}

/** True from the first time on. */
function useOnce(now: boolean): boolean {
  const [once, setOnce] = useState(false)
  if (now && !once) setOnce(true)
  return once || now
}
