import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import { defaultSettings } from '../../bridge/settings.ts'
import { createSettings } from '../../renderer/settings/settings-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the settings in the page', () => {
  it('show a change at once and send a name being typed as one change', async () => {
    const changeSettings = vi.fn(async () => succeeded(defaultSettings))
    const settings = createSettings({ changeSettings })
    for (const userName of ['C', 'Ca', 'Cam']) settings.change({ userName })
    settings.change({ theme: 'dark' })
    expect(settings.current.get()).toEqual({ ...defaultSettings, userName: 'Cam', theme: 'dark' })
    expect(changeSettings).not.toHaveBeenCalled()
    await vi.runAllTimersAsync()
    expect(changeSettings).toHaveBeenCalledExactlyOnceWith({ userName: 'Cam', theme: 'dark' })
  })

  it('keep what was typed when it could not be stored, and say so until it could', async () => {
    const answers = [failed(problem('storage-broken')), succeeded(defaultSettings)]
    const settings = createSettings({
      changeSettings: async () => answers.shift() ?? succeeded(defaultSettings),
    })
    settings.change({ userName: 'Cam' })
    await vi.runAllTimersAsync()
    expect(settings.problem.get()).toEqual(problem('storage-broken'))
    expect(settings.current.get().userName).toBe('Cam')
    settings.change({ userName: 'Camille' })
    await vi.runAllTimersAsync()
    expect(settings.problem.get()).toBeNull()
  })

  it('are sent at once when the page goes, and only once', async () => {
    const changeSettings = vi.fn(async () => succeeded(defaultSettings))
    const settings = createSettings({ changeSettings })
    settings.flush()
    expect(changeSettings).not.toHaveBeenCalled()
    settings.change({ language: 'fr' })
    settings.flush()
    expect(changeSettings).toHaveBeenCalledExactlyOnceWith({ language: 'fr' })
    await vi.runAllTimersAsync()
    expect(changeSettings).toHaveBeenCalledTimes(1)
  })
})
