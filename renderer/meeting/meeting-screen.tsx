/** The meeting: who is here and who speaks, the pad beside, one bar. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'
import { NARROW } from '../services/layout.ts'
import { Border } from '../services/split.tsx'
import { SoundSettings } from '../settings/sound-settings.tsx'
import { classNames } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useMediaQuery } from '../ui/hooks.ts'
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
import { useMeeting } from './use-meeting.ts'
import { useMeetingPad } from './use-meeting-pad.ts'
import { useMuteKey } from './use-mute-key.ts'
import { usePadService } from './use-pad-service.ts'

type Window = 'invite' | 'help' | 'sound'

export function MeetingScreen({ screen }: { readonly screen: Extract<Screen, { name: 'meeting' }> }) {
  const { t } = useTranslation()
  const meeting = useMeeting()
  const pad = useMeetingPad(screen.joined.padUrl)
  const padService = usePadService(pad.shown, screen.userName)
  /** Narrower than this, people and pad take turns. */
  const narrow = useMediaQuery(NARROW)
  const [pane, setPane] = useState<Pane>('people')
  const [open, setOpen] = useState<Window | null>(null)
  const { settings } = useApp()
  const { letterShortcuts: letters, peopleShare } = useStore(settings.current)
  const frame = useRef<HTMLElement>(null)
  useMuteKey(letters && open === null, meeting.toggleMute)
  const close = useCallback(() => setOpen(null), [])

  useEffect(() => {
    frame.current?.style.setProperty('--people', `${peopleShare * 100}%`)
  }, [peopleShare])
  const { leave } = meeting
  const { end } = padService
  const leaveAll = useCallback(() => {
    end()
    leave()
  }, [end, leave])
  const shareAt = (x: number) => {
    const box = frame.current?.getBoundingClientRect()
    return box === undefined || box.width === 0 ? peopleShare : (x - box.x) / box.width
  }

  const hasPad = pad.shown !== null
  const peopleShown = !narrow || !hasPad || pane === 'people'
  const padShown = !narrow || pane === 'pad'
  return (
    <main ref={frame} className={styles.meeting}>
      <MeetingHeader screen={screen} onOpen={setOpen} />
      <Banners screen={screen} meeting={meeting} pad={pad} />
      {narrow && hasPad ? <PaneTabs pane={pane} onChange={setPane} /> : null}
      <div className={classNames(styles.side, !hasPad && styles.alone)} hidden={!peopleShown}>
        <People />
        <Rooms />
        {hasPad ? null : <p className={styles.noPad}>{t('meeting.no-pad')}</p>}
      </div>
      <ControlBar title={screen.joined.title} meeting={{ ...meeting, leave: leaveAll }} letters={letters} />
      {narrow || !hasPad ? null : (
        <div className={styles.border}>
          <Border
            label={t('meeting.split')}
            share={peopleShare}
            onShare={share => settings.change({ peopleShare: share })}
            shareAt={shareAt}
          />
        </div>
      )}
      {padService.id === null ? null : <PadPane id={padService.id} isShown={padShown} />}
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
