/** Settings in the page: a change shows at once and is kept by the engine; nothing typed is taken back. */
import type { EngineApi } from '../../bridge/engine-api.ts'
import type { Problem } from '../../bridge/problems.ts'
import { defaultSettings, type Settings, type SettingsChange } from '../../bridge/settings.ts'
import type { SettingsStore } from '../app-context.tsx'
import { createStore } from '../engine-link/store.ts'

export interface OwnedSettings extends SettingsStore {
  /** The engine's word, at the start. */
  load(settings: Settings): void
  /** Sends what waits, at once: the page is about to go. */
  flush(): void
}

/** Changes within this time go out together, in ms: a name being typed is one change, not ten. */
const GATHER = 300

export function createSettings(engine: Pick<EngineApi, 'changeSettings'>): OwnedSettings {
  const current = createStore<Settings>(defaultSettings)
  const problem = createStore<Problem | null>(null)
  let waiting: SettingsChange | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = async () => {
    clearTimeout(timer)
    if (waiting === null) return
    const change = waiting
    waiting = null
    const outcome = await engine.changeSettings(change)
    problem.set(outcome.ok ? null : outcome.problem)
  }

  return {
    current,
    problem,
    load: settings => current.set(settings),
    change: change => {
      current.set(Object.assign({ ...current.get() }, change))
      waiting = { ...waiting, ...change }
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), GATHER)
    },
    flush: () => void flush(),
  }
}
