/** What every screen may use: the engine, the shell, the voice, the settings, and the way to other screens. */
import { createContext, type Dispatch, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Start } from '../bridge/engine-api.ts'
import type { Problem } from '../bridge/problems.ts'
import type { Settings, SettingsChange } from '../bridge/settings.ts'
import type { AppAction, Drafts } from './app-state.ts'
import type { EngineLink } from './engine-link/engine-link.ts'
import type { ReadableStore } from './engine-link/store.ts'
import { regionalLocale } from './i18n/index.ts'
import type { VoiceControl } from './meeting/voice.ts'
import type { Shell } from './shell/shell.ts'

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
}

interface AppContextValue extends AppParts {
  readonly start: Start
  readonly drafts: Drafts
  readonly dispatch: Dispatch<AppAction>
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
