/** Microphone, loudspeaker, and what happens to the voice on its way out. */
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { Choice } from '../ui/choice.tsx'
import { Select, type SelectOption } from '../ui/select.tsx'
import { Switch } from '../ui/switch.tsx'
import { SelfTestAnywhere } from './self-test.tsx'
import styles from './settings.module.css'
import { TalkKeyChoice } from './talk-key-choice.tsx'

/** The choice of no device in particular; no label can be this. */
const SYSTEM = 'system:'

export function SoundSettings() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const current = useStore(settings.current)
  return (
    <div className={styles.fields}>
      <DeviceSelects />
      <Choice
        label={t('settings.echo')}
        help={t('settings.echo-help')}
        options={[
          { id: 'auto', label: t('settings.echo-auto') },
          { id: 'always', label: t('settings.echo-always') },
          { id: 'speaker', label: t('settings.echo-speaker') },
          { id: 'never', label: t('settings.echo-never') },
        ]}
        value={current.echoCancellation}
        onChange={echoCancellation => settings.change({ echoCancellation })}
      />
      <Choice
        label={t('settings.noise')}
        help={t('settings.noise-help', { button: t('mic.listen') })}
        options={[
          { id: 'off', label: t('settings.noise-off') },
          { id: 'standard', label: t('settings.noise-standard') },
          { id: 'strong', label: t('settings.noise-strong') },
        ]}
        value={current.noiseSuppression}
        onChange={noiseSuppression => settings.change({ noiseSuppression })}
      />
      <Switch
        label={t('settings.gain')}
        isSelected={current.automaticGain}
        onChange={automaticGain => settings.change({ automaticGain })}
      />
      <Switch
        label={t('settings.even')}
        help={t('settings.even-help')}
        isSelected={current.evenVoices}
        onChange={evenVoices => settings.change({ evenVoices })}
      />
      <SelfTestAnywhere />
      <Choice
        label={t('settings.transmission')}
        help={t('settings.transmission-help')}
        options={[
          { id: 'voice', label: t('settings.transmission-voice') },
          { id: 'push-to-talk', label: t('settings.transmission-ptt') },
          { id: 'always', label: t('settings.transmission-always') },
        ]}
        value={current.transmission}
        onChange={transmission => settings.change({ transmission })}
      />
      {current.transmission === 'push-to-talk' ? <TalkKeyChoice /> : null}
      <Switch
        label={t('settings.cues')}
        help={t('settings.cues-help')}
        isSelected={current.soundCues}
        onChange={soundCues => settings.change({ soundCues })}
      />
    </div>
  )
}

export function DeviceSelects() {
  const { t } = useTranslation()
  const { settings, voice } = useApp()
  const current = useStore(settings.current)
  const devices = useStore(voice.devices)
  return (
    <>
      <DeviceSelect
        label={t('mic.microphone')}
        plugged={devices.microphones}
        chosen={current.microphone}
        onChange={microphone => settings.change({ microphone })}
      />
      <DeviceSelect
        label={t('mic.speaker')}
        plugged={devices.speakers}
        chosen={current.speaker}
        onChange={speaker => settings.change({ speaker })}
      />
      {devices.microphones.length === 0 ? <p className={styles.intro}>{t('mic.list-later')}</p> : null}
    </>
  )
}

interface DeviceSelectProps {
  readonly label: string
  readonly plugged: readonly string[]
  /** A label; empty = the computer's choice. */
  readonly chosen: string
  readonly onChange: (label: string) => void
}

function DeviceSelect({ label, plugged, chosen, onChange }: DeviceSelectProps) {
  const { t } = useTranslation()
  const options: SelectOption[] = [
    { id: SYSTEM, label: t('mic.system-choice') },
    ...plugged.map(each => ({ id: each, label: each })),
  ]
  if (chosen !== '' && !plugged.includes(chosen)) {
    options.push({
      id: chosen,
      label: plugged.length === 0 ? chosen : t('mic.saved-missing', { label: chosen }),
    })
  }
  return (
    <Select
      label={label}
      options={options}
      value={chosen === '' ? SYSTEM : chosen}
      onChange={id => onChange(id === SYSTEM ? '' : id)}
    />
  )
}
