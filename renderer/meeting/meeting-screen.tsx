/** The meeting: who is here and who speaks, the pad beside, one bar. */
import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'
import { SoundSettings } from '../settings/sound-settings.tsx'
import { classNames } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useMediaQuery } from '../ui/hooks.ts'
import { usePanes } from '../view/use-panes.ts'
import type { ViewHandle } from '../view/view-state.ts'
import { Banners } from './banners.tsx'
import { ControlBar } from './control-bar.tsx'
import { HelpDialog } from './help-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { MeetingHeader } from './meeting-header.tsx'
import styles from './meeting-screen.module.css'
import { PadPane } from './pad-pane.tsx'
import { type Pane, PaneTabs } from './pane-tabs.tsx'
import { People } from './people.tsx'
import { Rooms } from './rooms.tsx'
import { useAnnouncements } from './use-announcements.ts'
import { useMeeting } from './use-meeting.ts'
import { useMeetingPad } from './use-meeting-pad.ts'
import { useMuteKey } from './use-mute-key.ts'

/** Narrower than this, people and pad take turns. */
const NARROW = '(max-width: 719.98px)'

type Window = 'invite' | 'help' | 'sound'

export function MeetingScreen({ screen }: { readonly screen: Extract<Screen, { name: 'meeting' }> }) {
  const { t } = useTranslation()
  const meeting = useMeeting(screen)
  const pad = useMeetingPad(screen.joined.padUrl)
  const narrow = useMediaQuery(NARROW)
  const [pane, setPane] = useState<Pane>('people')
  const [open, setOpen] = useState<Window | null>(null)
  const { settings } = useApp()
  const { letterShortcuts: letters } = useStore(settings.current)
  const app = useRef<HTMLDivElement>(null)
  const view = useRef<ViewHandle>(null)
  useAnnouncements()
  useMuteKey(letters && open === null, meeting.toggleMute)
  const { toApp } = usePanes(app, view)
  const close = useCallback(() => setOpen(null), [])

  const hasPad = pad.shown !== null
  const peopleShown = !narrow || !hasPad || pane === 'people'
  const padShown = !narrow || pane === 'pad'
  return (
    <main className={styles.meeting}>
      <div ref={app} className={styles.app}>
        <MeetingHeader screen={screen} onOpen={setOpen} />
        <Banners screen={screen} meeting={meeting} pad={pad} />
        {narrow && hasPad ? <PaneTabs pane={pane} onChange={setPane} /> : null}
        <div className={classNames(styles.side, !hasPad && styles.alone)} hidden={!peopleShown}>
          <People />
          <Rooms />
          {hasPad ? null : <p className={styles.noPad}>{t('meeting.no-pad')}</p>}
        </div>
        <ControlBar meeting={meeting} letters={letters} />
      </div>
      {pad.shown === null ? null : (
        <PadPane
          url={pad.shown}
          userName={screen.userName}
          isShown={padShown}
          showBar={!narrow}
          onLeft={toApp}
          viewRef={view}
        />
      )}
      <InviteDialog
        isOpen={open === 'invite'}
        onClose={close}
        link={screen.joined.link}
        padUrl={pad.shown}
        invitation={screen.invitation}
      />
      <HelpDialog
        isOpen={open === 'help'}
        onClose={close}
        letters={letters}
        onLetters={on => settings.change({ letterShortcuts: on })}
      />
      <Dialog title={t('meeting.sound-settings')} isOpen={open === 'sound'} onClose={close}>
        <SoundSettings />
      </Dialog>
    </main>
  )
}
