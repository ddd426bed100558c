/** What the app remembers about how a person wants it. Declared once; checked when read and when written. */
import * as v from 'valibot'

/** Most Mumble servers take names of up to 128 characters; 60 stays readable in a list. */
export const LONGEST_NAME = 60

const fields = {
  /** The name the others see; empty until the person gives one. */
  userName: v.pipe(v.string(), v.maxLength(LONGEST_NAME)),
  /** `system` follows the computer's language. */
  language: v.picklist(['system', 'fr', 'en']),
  theme: v.picklist(['system', 'light', 'dark']),
  /** Label of the microphone chosen by hand; empty = the computer's choice. Device ids change at each start. */
  microphone: v.pipe(v.string(), v.maxLength(200)),
  /** Label of the loudspeaker chosen by hand; empty = the computer's choice. */
  speaker: v.pipe(v.string(), v.maxLength(200)),
  /** `voice` sends while one speaks, `always` sends all the time. */
  transmission: v.picklist(['voice', 'always']),
  echoCancellation: v.boolean(),
  noiseSuppression: v.boolean(),
  automaticGain: v.boolean(),
  /** Bare letters as shortcuts; who dictates by voice must be able to switch them off (WCAG 2.1.4). */
  letterShortcuts: v.boolean(),
  /** ISO code of the country whose hosts come first; empty = anywhere. */
  nearCountry: v.pipe(v.string(), v.regex(/^(?:[A-Z]{2})?$/)),
}

const settingsSchema = v.object(fields)
/** A change: some of the fields. */
export const settingsChangeSchema = v.partial(settingsSchema)

export type Settings = v.InferOutput<typeof settingsSchema>
export type SettingsChange = v.InferOutput<typeof settingsChangeSchema>

export const defaultSettings: Settings = {
  userName: '',
  language: 'system',
  theme: 'system',
  microphone: '',
  speaker: '',
  transmission: 'voice',
  echoCancellation: true,
  noiseSuppression: true,
  automaticGain: true,
  letterShortcuts: true,
  nearCountry: '',
}
