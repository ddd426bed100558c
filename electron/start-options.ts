/** What the environment and the command line may change about a start. Pure: tested row by row. */
import path from 'node:path'

/**
 * Frames per output buffer. Chromium takes 512 from PulseAudio; 256 frames at 48 kHz are 5.3 ms, half the
 * wait. Windows keeps to its own period of about 10 ms whatever is asked.
 */
const AUDIO_BUFFER_FRAMES = 256

/**
 * The value of Chromium's `audio-buffer-size`, in frames. `CHATIERE_AUDIO_BUFFER` takes a power of two or
 * any other whole number from 64 to 4096, or `system` to leave the choice to Chromium (then null).
 * Anything else counts as not set.
 */
export function audioBufferSize(asked: string | undefined): string | null {
  if (asked === 'system') return null
  const frames = /^\d{2,4}$/.test(asked ?? '') ? Number(asked) : AUDIO_BUFFER_FRAMES
  return String(frames >= 64 && frames <= 4096 ? frames : AUDIO_BUFFER_FRAMES)
}

/**
 * The folder of everything the app keeps: Chromium's own `--user-data-dir` when it is given (tests give
 * each run its own), else `Chatiere` among the applications' data, however the app was started.
 */
export function userDataFolder(argv: readonly string[], applicationsData: string): string {
  const given = argumentOf(argv, '--user-data-dir=')
  return given === '' ? path.join(applicationsData, 'Chatiere') : path.resolve(given)
}

/** Another directory of hosts than the shipped one: the demo's, the tests'. */
export function directoryFile(argv: readonly string[], shipped: string): string {
  const given = argumentOf(argv, '--chatiere-directory=')
  return given === '' ? shipped : path.resolve(given)
}

function argumentOf(argv: readonly string[], prefix: string): string {
  return argv.find(argument => argument.startsWith(prefix))?.slice(prefix.length) ?? ''
}

/** The development server of the page; null in a packaged app, and for anything but this computer. */
export function developmentServer(asked: string | undefined, packaged: boolean): URL | null {
  if (packaged || asked === undefined || !URL.canParse(asked)) return null
  const url = new URL(asked)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return local && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
}
