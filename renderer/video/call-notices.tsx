/** What is in the way of a call, or what one should know right now. */
import { ExternalLink, RotateCw, Shuffle } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { serviceOf } from '../services/deck.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Note, ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import styles from './call-controls.module.css'
import type { Refusal } from './call-state.ts'
import type { OpenCall } from './calls.ts'
import { useOtherHost } from './use-other-host.ts'

export function CallNotices({ call }: { readonly call: OpenCall }) {
  const { t } = useTranslation()
  const { calls, deck } = useApp()
  // What its pane says then is all there is to say.
  const failed = serviceOf(useStore(deck.state), call.serviceId)?.phase === 'failed'
  const { phase, people, refusal, knocking } = call.state
  const host = call.hostName ?? hostOf(call.url)
  const alone = phase === 'joined' && people.length === 0
  return (
    <div className={styles.notices}>
      {phase === 'opening' && refusal === null && !failed ? (
        <Progress label={t('call.opening', { host })} />
      ) : null}
      {refusal === null ? null : <RefusalNote call={call} refusal={refusal} host={host} />}
      <div role="status">
        {phase === 'door' && refusal === null ? <p>{t('call.at-door')}</p> : null}
        {call.closedMicrophone ? <MicrophoneClosed /> : null}
        {alone ? (
          <div className={styles.news}>
            <span>{t('call.alone')}</span>
            <CopyButton text={call.url} label={t('page.copy-link')} />
          </div>
        ) : null}
        {knocking === null || phase !== 'joined' ? null : (
          <div className={styles.news}>
            <span>{t('call.knocking', { name: knocking === '' ? t('call.nameless') : knocking })}</span>
            <Button look="quiet" onPress={() => calls.dismiss('knocking')}>
              {t('call.seen')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

/** Only as long as it is true: whoever opens it by hand is told no more. */
function MicrophoneClosed() {
  const { t } = useTranslation()
  const { link } = useApp()
  return useStore(link.self).muted ? <p>{t('call.meeting-muted')}</p> : null
}

interface RefusalNoteProps {
  readonly call: OpenCall
  readonly refusal: Refusal
  readonly host: string
}

function RefusalNote({ call, refusal, host }: RefusalNoteProps) {
  const { t } = useTranslation()
  const { calls, deck, shell } = useApp()
  const other = useOtherHost(call)
  const { why, detail } = refusal
  const elsewhere = why !== 'device' && why !== 'password'
  // Of a page that did not come, the host said nothing: the word is the browser's.
  const silent = why === 'gone' || why === 'certificate'
  const fact = silent ? t('page.failed-reason', { reason: detail }) : t('call.host-says', { words: detail })
  return (
    <>
      <Note
        what={t(`call.refused-${why}.what`, { host })}
        next={t(`call.refused-${why}.next`, { host })}
        facts={detail === '' ? [] : [fact]}
        onDismiss={why === 'device' ? () => calls.dismiss('device') : undefined}
      >
        <Help shown={elsewhere && !other.looking} icon={<Shuffle aria-hidden />} onPress={other.look}>
          {t('call.other-host')}
        </Help>
        <Help
          shown={silent || why === 'other'}
          icon={<RotateCw aria-hidden />}
          onPress={() => deck.dispatch({ type: 'again', id: call.serviceId })}
        >
          {t('common.try-again')}
        </Help>
        <Help shown icon={<ExternalLink aria-hidden />} onPress={() => void shell.openExternal(call.url)}>
          {t('page.open-browser')}
        </Help>
      </Note>
      {other.looking ? <Progress label={t('create.searching')} /> : null}
      {other.problem === null ? null : <ProblemNote problem={other.problem} />}
    </>
  )
}

interface HelpProps {
  readonly shown: boolean
  readonly icon: ReactNode
  readonly onPress: () => void
  readonly children: string
}

function Help({ shown, icon, onPress, children }: HelpProps) {
  return shown ? (
    <Button onPress={onPress}>
      {icon}
      {children}
    </Button>
  ) : null
}
