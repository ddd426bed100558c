/** The open screen, and what is always there: the reader's voice, the door for links from outside. */
import { useEffect, useMemo, useReducer } from 'react'
import { I18nProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Start } from '../bridge/engine-api.ts'
import { AppContext, type AppParts, useApp } from './app-context.tsx'
import { firstState, openScreen, reduceApp, type Screen } from './app-state.ts'
import { CreateScreen } from './create/create-screen.tsx'
import { OpenedScreen } from './create/opened-screen.tsx'
import { useStore } from './engine-link/store.ts'
import { HomeScreen } from './home/home-screen.tsx'
import { EndedScreen } from './meeting/ended-screen.tsx'
import { MeetingScreen } from './meeting/meeting-screen.tsx'
import { useVoiceSession } from './meeting/use-voice-session.ts'
import { PlacesScreen } from './places/places-screen.tsx'
import { PrejoinScreen } from './prejoin/prejoin-screen.tsx'
import { applyLanguage, applyTheme } from './settings/look.ts'
import { SettingsScreen } from './settings/settings-screen.tsx'
import { LinkFromOutside } from './shell/link-from-outside.tsx'
import { EngineLost } from './ui/engine-lost.tsx'
import { LiveRegion } from './ui/live.tsx'
import { WithRail } from './ui/rail.tsx'
import { TakenScreen } from './ui/taken-screen.tsx'
import { PageScreen } from './view/page-screen.tsx'

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
  const value = useMemo(() => ({ ...parts, start, drafts, dispatch }), [parts, start, drafts])
  const screen = openScreen(state)
  return (
    <I18nProvider locale={i18n.language}>
      <AppContext value={value}>
        <OpenScreen screen={screen} depth={state.screens.length} />
        <LiveRegion />
      </AppContext>
    </I18nProvider>
  )
}

function OpenScreen({ screen, depth }: { readonly screen: Screen; readonly depth: number }) {
  const { link } = useApp()
  const { phase } = useStore(link.link)
  useVoiceSession(phase !== 'taken' && (screen.name === 'prejoin' || screen.name === 'meeting'))
  if (phase === 'taken') return <TakenScreen />
  return (
    <>
      {phase === 'lost' && screen.name !== 'meeting' ? <EngineLost /> : null}
      <ScreenOf key={depth} screen={screen} />
      <LinkFromOutside inMeeting={screen.name === 'meeting'} />
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
    case 'places':
      return (
        <WithRail open="places">
          <PlacesScreen />
        </WithRail>
      )
    case 'create':
      return <CreateScreen key={screen.kind} kind={screen.kind} hostId={screen.hostId ?? null} />
    case 'opened':
      return <OpenedScreen url={screen.url} opened={screen.opened} unmade={screen.unmade} />
    case 'prejoin':
      return <PrejoinScreen invitation={screen.invitation} />
    case 'meeting':
      return <MeetingScreen screen={screen} />
    case 'ended':
      return <EndedScreen problem={screen.problem} invitation={screen.invitation} />
    case 'page':
      return <PageScreen url={screen.url} kind={screen.kind} host={screen.host} unmade={screen.unmade} />
  }
}
