/** News above the meeting: breakdowns, what the server said, a pad that changed. */
import { Info, LoaderCircle, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { isOfApp } from '../engine-link/notices.ts'
import { useStore } from '../engine-link/store.ts'
import { VoiceProblemNote } from '../prejoin/voice-problem-note.tsx'
import { RecordingBanner } from '../recording/recording-banner.tsx'
import { AppNotices } from '../ui/app-notices.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import styles from './banners.module.css'
import type { Meeting } from './use-meeting.ts'
import type { MeetingPad } from './use-meeting-pad.ts'

interface BannersProps {
  readonly screen: Extract<Screen, { name: 'meeting' }>
  readonly meeting: Meeting
  readonly pad: MeetingPad
}

export function Banners({ screen, meeting, pad }: BannersProps) {
  const { t } = useTranslation()
  const { link, voice } = useApp()
  const ofMeeting = useStore(link.notices).filter(notice => !isOfApp(notice))
  const { problems } = useStore(voice.status)
  return (
    <div className={styles.banners}>
      <div>
        <Breakdown meeting={meeting} />
        <RecordingBanner />
      </div>
      {problems.map(code => (
        <VoiceProblemNote key={code} code={code} quiet />
      ))}
      <AppNotices />
      {ofMeeting.map(notice => (
        <ProblemNote
          key={notice.id}
          problem={notice.problem}
          onDismiss={() => link.dismissNotice(notice.id)}
        />
      ))}
      <Arrival screen={screen} />
      {pad.waiting === null ? null : (
        <News>
          <span className={styles.grow}>{t('meeting.pad-changed')}</span>
          <Button onPress={pad.showWaiting}>{t('meeting.pad-show-new')}</Button>
        </News>
      )}
    </div>
  )
}

function Breakdown({ meeting }: { readonly meeting: Meeting }) {
  const { t } = useTranslation()
  const { link } = useApp()
  const { phase } = useStore(link.connection)
  const text =
    meeting.enginePhase === 'lost'
      ? t('connection.engine-lost')
      : meeting.rejoining
        ? t('connection.rejoining')
        : phase === 'reconnecting'
          ? t('connection.banner')
          : null
  return (
    <div role="status">
      {text === null ? null : (
        <p className={styles.breakdown}>
          <LoaderCircle aria-hidden className={styles.turning} />
          {text}
        </p>
      )}
    </div>
  )
}

/** What was not as expected when we came in. */
function Arrival({ screen }: Pick<BannersProps, 'screen'>) {
  const { t } = useTranslation()
  const { renamedTo, roomMade, firstVisit } = screen.joined
  return (
    <>
      {renamedTo === null ? null : <News>{t('meeting.renamed', { name: renamedTo })}</News>}
      {roomMade ? <News>{t('meeting.room-made')}</News> : null}
      {firstVisit ? <News>{t('meeting.first-visit', { host: screen.invitation.host })}</News> : null}
    </>
  )
}

/** Said once, and put away by whoever has read it. */
function News({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const [isRead, setRead] = useState(false)
  if (isRead) return null
  return (
    <div role="status" className={styles.news}>
      <Info aria-hidden className={styles.icon} />
      <span className={styles.grow}>{children}</span>
      <Button
        look="quiet"
        className={styles.dismiss}
        aria-label={t('common.close')}
        onPress={() => setRead(true)}
      >
        <X aria-hidden />
      </Button>
    </div>
  )
}
