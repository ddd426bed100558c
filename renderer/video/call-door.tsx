/** Before a call: where it is, what its host may use, how one goes in. */
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Grant } from '../../bridge/service-permissions.ts'
import { LONGEST_NAME } from '../../bridge/settings.ts'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { Actions, Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { Switch } from '../ui/switch.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './call-door.module.css'
import { type Grants, useGrants } from './use-grants.ts'

type CallScreen = Extract<Screen, { name: 'call' }>

export function CallDoor({ screen }: { readonly screen: CallScreen }) {
  const { t, i18n } = useTranslation()
  const { calls, link, shell, settings, dispatch } = useApp()
  const { url, insteadOf } = screen
  const host = screen.host ?? hostOf(url)
  const title = screen.title ?? t('call.at-host', { host })
  const heading = useScreenTitle(title)
  const saved = useStore(settings.current)
  const meeting = useStore(link.connection)
  const known = useGrants(url)
  const [userName, setUserName] = useState(saved.userName)
  const [changed, setChanged] = useState<readonly Grant[] | null>(null)
  const [entering, setEntering] = useState(false)
  // Whoever is asked for the first time is shown what a call usually takes.
  const grants = changed ?? known.grants ?? ['microphone', 'camera']

  const enter = async () => {
    if (known.grants === undefined || entering) return
    setEntering(true)
    const agreed = changed === null && known.grants !== null ? true : await known.agree(grants)
    setEntering(false)
    if (!agreed) return
    const displayName = userName.trim()
    if (displayName !== saved.userName) settings.change({ userName: displayName })
    calls.begin({
      url,
      hostName: screen.host,
      hostId: screen.hostId,
      title: screen.title,
      passedOver: screen.passedOver ?? [],
      displayName,
      language: i18n.language === 'fr' ? 'fr' : 'en',
      startMuted: saved.callStartMuted || !grants.includes('microphone'),
      startWithoutCamera: saved.callStartWithoutCamera || !grants.includes('camera'),
      pictureInPicture: saved.callPictureInPicture,
    })
    dispatch({ type: 'replace', screen: { name: 'services' } })
  }

  return (
    <Panel title={title} headingRef={heading} onBack={() => dispatch({ type: 'back' })}>
      {insteadOf === null ? null : (
        <p role="status" className={styles.changed}>
          {t('call.link-changed', { before: insteadOf })}
        </p>
      )}
      <p>{t('call.where', { host, address: hostOf(url) })}</p>
      <TextField
        label={t('opened.link-label')}
        value={url}
        isReadOnly
        onChange={() => {}}
        after={<CopyButton text={url} label={t('page.copy-link')} />}
      />
      <TextField
        label={t('prejoin.name-label')}
        value={userName}
        maxLength={LONGEST_NAME}
        autoComplete="nickname"
        onChange={setUserName}
        onSubmit={() => void enter()}
      />
      {known.grants === undefined ? (
        <Progress label={t('call.remembering')} />
      ) : (
        <Asked
          known={known}
          grants={grants}
          changed={changed !== null}
          host={hostOf(url)}
          onChange={setChanged}
        />
      )}
      {grants.includes('microphone') ? (
        <Switch
          label={t('call.start-muted')}
          isSelected={saved.callStartMuted}
          onChange={on => settings.change({ callStartMuted: on })}
        />
      ) : null}
      {grants.includes('camera') ? (
        <Switch
          label={t('call.start-without-camera')}
          isSelected={saved.callStartWithoutCamera}
          onChange={on => settings.change({ callStartWithoutCamera: on })}
        />
      ) : null}
      {meeting.phase === 'joined' || meeting.phase === 'reconnecting' ? (
        <p>{t('call.will-mute-meeting')}</p>
      ) : null}
      {known.problem === null ? null : <ProblemNote problem={known.problem} />}
      <Actions>
        <Button look="primary" onPress={() => void enter()}>
          {entering ? t('call.entering') : t('call.enter')}
        </Button>
        <Button look="quiet" onPress={() => void shell.openExternal(url)}>
          <ExternalLink aria-hidden />
          {t('page.open-browser')}
        </Button>
      </Actions>
    </Panel>
  )
}

interface AskedProps {
  readonly known: Grants
  readonly grants: readonly Grant[]
  readonly changed: boolean
  readonly host: string
  readonly onChange: (grants: readonly Grant[]) => void
}

/** The question, once a host; after that what was answered, and the way back to the question. */
function Asked({ known, grants, changed, host, onChange }: AskedProps) {
  const { t } = useTranslation()
  if (known.grants !== null && !changed) {
    const answer = grants.includes('microphone')
      ? grants.includes('camera')
        ? t('call.agreed-both', { host })
        : t('call.agreed-microphone', { host })
      : grants.includes('camera')
        ? t('call.agreed-camera', { host })
        : t('call.agreed-none', { host })
    return (
      <p className={styles.agreed}>
        {answer}
        <Button look="quiet" onPress={() => onChange(grants)}>
          {t('call.change')}
        </Button>
      </p>
    )
  }
  const set = (grant: Grant) => (on: boolean) =>
    onChange(on ? [...grants, grant] : grants.filter(each => each !== grant))
  return (
    <fieldset className={styles.question}>
      <legend>{t('call.question', { host })}</legend>
      <Switch
        label={t('call.microphone')}
        isSelected={grants.includes('microphone')}
        onChange={set('microphone')}
      />
      <Switch label={t('call.camera')} isSelected={grants.includes('camera')} onChange={set('camera')} />
      <p className={styles.why}>{t('call.question-why')}</p>
    </fieldset>
  )
}
