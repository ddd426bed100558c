/** The open screen, and what is always there: the reader's voice, the door for links from outside. */
import { useEffect, useMemo, useReducer } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Start } from '../bridge/engine-api.ts'
import { AppContext, type AppParts, useApp } from './app-context.tsx'
import { type AppState, firstState, meetingOf, openScreen, reduceApp, type Screen } from './app-state.ts'
import { CreateScreen } from './create/create-screen.tsx'
import { OpenedScreen } from './create/opened-screen.tsx'
import { DiagnosticsScreen } from './diagnostics/diagnostics-screen.tsx'
import { useStore } from './engine-link/store.ts'
import { HomeScreen } from './home/home-screen.tsx'
import { EndedScreen } from './meeting/ended-screen.tsx'
import { MeetingLife } from './meeting/meeting-life.tsx'
import { MeetingScreen } from './meeting/meeting-screen.tsx'
import { UnderStrip } from './meeting/meeting-strip.tsx'
import { useVoiceSession } from './meeting/use-voice-session.ts'
import { MoreScreen } from './more/more-screen.tsx'
import { PlacesScreen } from './places/places-screen.tsx'
import { PrejoinScreen } from './prejoin/prejoin-screen.tsx'
import { RecordingEnded } from './recording/recording-ended.tsx'
import { ServicesScreen } from './services/services-screen.tsx'
import { useDownloads } from './services/use-downloads.ts'
import { usePageRequests } from './services/use-page-requests.ts'
import { applyLanguage, applyTheme } from './settings/look.ts'
import { SettingsScreen } from './settings/settings-screen.tsx'
import { LinkFromOutside } from './shell/link-from-outside.tsx'
import { EngineLost } from './ui/engine-lost.tsx'
import { LiveRegion } from './ui/live.tsx'
import { WithRail } from './ui/rail.tsx'
import { TakenScreen } from './ui/taken-screen.tsx'
import { CallDoor } from './video/call-door.tsx'
import { CallWatch } from './video/call-watch.tsx'
import { ViewLayer } from './view/view-layer.tsx'

interface AppProps {
  readonly parts: AppParts
  readonly start: Start
}

export function App({ parts, start }: AppProps) {
  const { i18n } = useTranslation()
  const [state, dispatch] = useReducer(reduceApp, firstState)
  const { language, theme } = useStore(parts.settings.current)
  useEffect(() => applyTheme(theme), [theme])
  useEffect(() => applyLanguage(i18n, language, start.systemLanguage), [i18n, language, start.systemLanguage])
  const { drafts } = state
  const request = usePageRequests(parts, dispatch)
  const value = useMemo(
    () => ({ ...parts, start, drafts, dispatch: request }),
    [parts, start, drafts, request],
  )
  return (
    <I18nProvider locale={i18n.language}>
      <AppContext value={value}>
        <OpenScreen state={state} />
        <ViewLayer />
        <LiveRegion />
      </AppContext>
    </I18nProvider>
  )
}

function OpenScreen({ state }: { readonly state: AppState }) {
  const { link } = useApp()
  const { phase } = useStore(link.link)
  const screen = openScreen(state)
  const meeting = meetingOf(state)
  useDownloads()
  useVoiceSession(phase !== 'taken' && (screen.name === 'prejoin' || meeting !== null))
  if (phase === 'taken') return <TakenScreen />
  return (
    <>
      {phase === 'lost' && screen.name !== 'meeting' ? <EngineLost /> : null}
      {meeting === null ? null : <MeetingLife screen={meeting} />}
      <UnderStrip meeting={meeting === screen ? null : meeting}>
        <ScreenOf key={state.screens.length} screen={screen} />
      </UnderStrip>
      <RecordingEnded />
      <LinkFromOutside inMeeting={meeting !== null} />
      {/* After the screens: what it does at a call's end comes after what they do. */}
      <CallWatch />
    </>
  )
}

function ScreenOf({ screen }: { readonly screen: Screen }) {
  switch (screen.name) {
    case 'home':
      return (
        <WithRail open="home">
          <HomeScreen />
        </WithRail>
      )
    case 'settings':
      return (
        <WithRail open="settings">
          <SettingsScreen />
        </WithRail>
      )
    case 'diagnostics':
      return <DiagnosticsScreen />
    case 'places':
      return (
        <WithRail open="places">
          <PlacesScreen />
        </WithRail>
      )
    case 'more':
      return (
        <WithRail open={null}>
          <MoreScreen />
        </WithRail>
      )
    case 'create':
      return <CreateScreen key={screen.kind} kind={screen.kind} hostId={screen.hostId ?? null} />
    case 'opened':
      return <OpenedScreen url={screen.url} opened={screen.opened} unmade={screen.unmade} />
    case 'call':
      return <CallDoor key={screen.url} screen={screen} />
    case 'prejoin':
      return <PrejoinScreen invitation={screen.invitation} />
    case 'meeting':
      return <MeetingScreen screen={screen} />
    case 'ended':
      return <EndedScreen problem={screen.problem} invitation={screen.invitation} />
    case 'services':
      return (
        <WithRail open="services">
          <ServicesScreen />
        </WithRail>
      )
  }
}
