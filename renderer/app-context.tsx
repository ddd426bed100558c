/** What every screen may use: the engine, the shell, the voice, the settings, and the way to other screens. */
import { createContext, type Dispatch, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Start } from '../bridge/engine-api.ts'
import type { Problem } from '../bridge/problems.ts'
import type { Settings, SettingsChange } from '../bridge/settings.ts'
import type { AppRequest, Drafts } from './app-state.ts'
import type { LineWatch } from './diagnostics/line-watch.ts'
import type { EngineLink } from './engine-link/engine-link.ts'
import type { ReadableStore } from './engine-link/store.ts'
import { regionalLocale } from './i18n/index.ts'
import type { VoiceControl } from './meeting/voice-control.ts'
import type { RecordingControl } from './recording/recording.ts'
import type { Deck } from './services/deck-store.ts'
import type { Shell } from './shell/shell.ts'
import type { Calls } from './video/calls.ts'

/** The settings as they are, and the way to change some of them: at once here, then kept by the engine. */
export interface SettingsStore {
  readonly current: ReadableStore<Settings>
  /** Why the last change was not kept; null when it was. */
  readonly problem: ReadableStore<Problem | null>
  change(change: SettingsChange): void
}

/** Made once, at the start. */
export interface AppParts {
  readonly link: EngineLink
  readonly shell: Shell
  readonly voice: VoiceControl
  readonly settings: SettingsStore
  /** The services that are open, whatever screen is. */
  readonly deck: Deck
  /** The call we are in, whatever screen is open. */
  readonly calls: Calls
  /** The recording of the meeting we are in. */
  readonly recording: RecordingControl
  /** How the meeting's sound does, and whose side the trouble is on. */
  readonly line: LineWatch
}

interface AppContextValue extends AppParts {
  readonly start: Start
  readonly drafts: Drafts
  readonly dispatch: Dispatch<AppRequest>
}

export const AppContext = createContext<AppContextValue | null>(null)

/** The locale to write dates and countries in. */
export function useLocaleTag(): string {
  const { i18n } = useTranslation()
  return regionalLocale(i18n.language, useApp().start.systemLanguage)
}

export function useApp(): AppContextValue {
  const value = useContext(AppContext)
  if (value === null) throw new Error('useApp outside of App')
  return value
}
