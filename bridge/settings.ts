/** What the app remembers about how a person wants it. Declared once; checked when read and when written. */
import * as v from 'valibot'
import { bufferSteps } from './audio-buffer.ts'

/** Most Mumble servers take names of up to 128 characters; 60 stays readable in a list. */
export const LONGEST_NAME = 60

/** Neither side ever gets too small to use. */
export const LEAST_SHARE = 0.2
export const MOST_SHARE = 0.8
const shareSchema = v.pipe(v.number(), v.minValue(LEAST_SHARE), v.maxValue(MOST_SHARE))

/** Bounds of how loudly a person is heard: 1 = as they come, 2 = twice as loud to the ear. */
export const LEAST_LOUDNESS = 0.1
export const MOST_LOUDNESS = 3
/** Characters that name a person: "name:" and a name, of which servers take up to 128. */
export const LONGEST_PERSON = 140
/** People whose volume is kept; whoever was set longest ago makes room. */
export const MOST_VOLUMES = 300

const volumeSchema = v.object({
  /** SHA-1 of their certificate in lower-case hex, or "name:" and their name where they have none. */
  person: v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_PERSON)),
  loudness: v.pipe(v.number(), v.minValue(LEAST_LOUDNESS), v.maxValue(MOST_LOUDNESS)),
  /** Not heard at all. */
  muted: v.boolean(),
})

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
  /** `voice` sends while one speaks, `push-to-talk` while a key is held, `always` all the time. */
  transmission: v.picklist(['voice', 'push-to-talk', 'always']),
  /** The key to hold, as KeyboardEvent.code names it: its place on the keyboard, whatever is printed on it. */
  pushToTalkKey: v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z0-9]{1,29}$/)),
  /**
   * `auto` begins without the canceller, which delays one's voice, and takes it where an echo is heard. `speaker` also
   * turns the microphone down while others speak.
   */
  echoCancellation: v.picklist(['auto', 'always', 'speaker', 'never']),
  /** "Loudspeaker, line break, microphone" by label, where an echo was heard; the newest first. */
  echoPairs: v.pipe(v.array(v.pipe(v.string(), v.maxLength(401))), v.maxLength(32)),
  /** Frames in the smallest audio buffer with which this machine does not crackle. */
  audioBuffer: v.picklist(bufferSteps),
  /** Meetings one after the other without crackles, since the buffer last changed. */
  quietMeetings: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100)),
  /** How much of the noise around us is taken out of our own voice. */
  noiseSuppression: v.picklist(['off', 'standard', 'strong']),
  /** Our own voice is brought to a usual loudness. */
  automaticGain: v.boolean(),
  /** Everybody's voice is brought to about the same loudness. */
  evenVoices: v.boolean(),
  /** Short sounds for the microphone and for who comes and goes. */
  soundCues: v.boolean(),
  /** People who are not heard as they come; the newest first. */
  volumes: v.pipe(v.array(volumeSchema), v.maxLength(MOST_VOLUMES)),
  /** Bare letters as shortcuts; who dictates by voice must be able to switch them off (WCAG 2.1.4). */
  letterShortcuts: v.boolean(),
  /** ISO code of the country whose hosts come first; empty = anywhere. */
  nearCountry: v.pipe(v.string(), v.regex(/^(?:[A-Z]{2})?$/)),
  /** Width of the first of two services beside each other, of the whole. */
  splitShare: shareSchema,
  /** Width of the people beside the pad of a meeting, of the whole. */
  peopleShare: shareSchema,
  /** Minutes out of sight after which a service is unloaded; 0 = never. */
  sleepAfterMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(24 * 60)),
  /** How one goes into a call. */
  callStartMuted: v.boolean(),
  callStartWithoutCamera: v.boolean(),
  /** A call's host may put faces into a small window above the others. */
  callPictureInPicture: v.boolean(),
  /** During a call the window stays above the others, small, where the shell can. */
  callOnTop: v.boolean(),
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
  pushToTalkKey: 'Space',
  echoCancellation: 'auto',
  echoPairs: [],
  audioBuffer: bufferSteps[0],
  quietMeetings: 0,
  noiseSuppression: 'standard',
  automaticGain: true,
  evenVoices: true,
  soundCues: true,
  volumes: [],
  letterShortcuts: true,
  nearCountry: '',
  splitShare: 0.5,
  peopleShare: 0.28,
  sleepAfterMinutes: 15,
  callStartMuted: false,
  callStartWithoutCamera: false,
  callPictureInPicture: true,
  callOnTop: false,
}
