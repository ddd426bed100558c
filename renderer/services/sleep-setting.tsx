/** After how long out of sight an open service is unloaded. */
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Select } from '../ui/select.tsx'

/** Minutes; 0 = never. */
const CHOICES: readonly number[] = [5, 15, 30, 60, 0]

export function SleepSetting() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const { sleepAfterMinutes } = useStore(settings.current)
  // One that was set elsewhere stays in sight.
  const choices = CHOICES.includes(sleepAfterMinutes) ? CHOICES : [sleepAfterMinutes, ...CHOICES]
  return (
    <Select
      label={t('settings.sleep-after')}
      options={choices.map(minutes => ({
        id: String(minutes),
        label: minutes === 0 ? t('settings.sleep-never') : t('settings.sleep-minutes', { count: minutes }),
      }))}
      value={String(sleepAfterMinutes)}
      onChange={id => settings.change({ sleepAfterMinutes: Number(id) })}
    />
  )
}
