/** Opens the app's window in an installed browser, with a profile of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { audioBufferSize, type BufferFrames, quickOutputFeature } from '../bridge/audio-buffer.ts'
import type { InstalledBrowser } from './installed-browsers.ts'

/**
 * Switches for a Chromium that is an app window and nothing else: no first-run pages, no calls home.
 * @param profile absolute path of the window's own profile
 * @param audioBuffer what this machine is known to need
 */
export function chromiumSwitches(profile: string, asRoot: boolean, audioBuffer?: BufferFrames): string[] {
  const bufferFrames = audioBufferSize(process.env.CHATIERE_AUDIO_BUFFER, audioBuffer)
  return [
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-default-apps',
    '--metrics-recording-only',
    '--no-pings',
    '--disable-features=Translate,MediaRouter,OptimizationHints',
    // A frame from elsewhere takes the keyboard only after a click or key of the person in it.
    `--enable-features=BlockingFocusWithoutUserActivation,${quickOutputFeature}`,
    ...(bufferFrames === null ? [] : [`--audio-buffer-size=${bufferFrames}`]),
    // Chromium refuses to start its sandbox for root.
    ...(asRoot ? ['--no-sandbox', '--test-type'] : []),
  ]
}

/** By Chromium's own names (chrome/common/pref_names.h, components/spellcheck/browser/pref_names.h). */
const chromiumPreferences = {
  // Etherpad keeps its settings in cookies and breaks in a frame that may have none. Nothing but pages that the person
  // opened is ever framed in this profile.
  profile: { cookie_controls_mode: 0 },
  // Dictionaries come from Google's servers, which would learn who uses the app and in which language.
  browser: { enable_spellchecking: false },
  spellcheck: { dictionaries: [] },
  // Calls tell nobody the addresses of the home network.
  webrtc: { ip_handling_policy: 'default_public_interface_only' },
}

/** Gives a new profile what our pages need, and takes from it what tells too much. */
export async function prepareChromiumProfile(profile: string): Promise<void> {
  await mkdir(join(profile, 'Default'), { recursive: true })
  const preferences = JSON.stringify(chromiumPreferences)
  await writeFile(join(profile, 'Default', 'Preferences'), preferences, { flag: 'wx' }).catch(error => {
    // The profile is not new: Chromium keeps what it was given at first.
    if (error.code !== 'EEXIST') throw error
  })
}

export interface LaunchOptions {
  /** What this machine is known to need; the least when left out. */
  readonly audioBuffer?: BufferFrames
  readonly moreSwitches?: readonly string[]
}

/** Starts the browser; it ends when its window is closed, because the profile is its own. */
export async function launchBrowser(
  browser: InstalledBrowser,
  address: string,
  profile: string,
  { audioBuffer, moreSwitches = [] }: LaunchOptions = {},
): Promise<ChildProcess> {
  await mkdir(profile, { recursive: true })
  const asRoot = process.getuid?.() === 0
  if (browser.family === 'firefox') {
    await writeFile(join(profile, 'user.js'), firefoxPreferences)
    return spawn(browser.path, ['--no-remote', '--profile', profile, '--new-window', address], {
      stdio: 'ignore',
    })
  }
  await prepareChromiumProfile(profile)
  const switches = [...chromiumSwitches(profile, asRoot, audioBuffer), ...moreSwitches]
  return spawn(browser.path, [...switches, '--window-size=1200,780', `--app=${address}`], { stdio: 'ignore' })
}

const firefoxPreferences = [
  'user_pref("browser.aboutwelcome.enabled", false);',
  'user_pref("media.peerconnection.ice.default_address_only", true);',
  'user_pref("browser.shell.checkDefaultBrowser", false);',
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);',
  '',
].join('\n')
