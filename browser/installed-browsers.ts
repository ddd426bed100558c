/** Which browsers this computer has that can hold the app, the best first. */
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface InstalledBrowser {
  readonly name: string
  readonly path: string
  readonly family: 'chromium' | 'firefox'
}

interface Candidate {
  readonly name: string
  readonly family: InstalledBrowser['family']
  /** Names to look for on the PATH. */
  readonly commands: readonly string[]
  /** Where it lives on systems whose programs are not on the PATH. */
  readonly places: readonly string[]
}

function candidates(environment: NodeJS.ProcessEnv): readonly Candidate[] {
  const windows = [
    environment.ProgramFiles,
    environment['ProgramFiles(x86)'],
    environment.LOCALAPPDATA,
  ].filter(folder => folder !== undefined)
  const inWindows = (path: string) => windows.map(folder => join(folder, path))
  return [
    {
      name: 'Chromium',
      family: 'chromium',
      commands: ['chromium', 'chromium-browser'],
      places: [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        ...inWindows('Chromium\\Application\\chrome.exe'),
      ],
    },
    {
      name: 'Google Chrome',
      family: 'chromium',
      commands: ['google-chrome', 'google-chrome-stable'],
      places: [
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
        ...inWindows('Google\\Chrome\\Application\\chrome.exe'),
      ],
    },
    {
      name: 'Microsoft Edge',
      family: 'chromium',
      commands: ['microsoft-edge', 'microsoft-edge-stable'],
      places: [
        '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
        ...inWindows('Microsoft\\Edge\\Application\\msedge.exe'),
      ],
    },
    {
      name: 'Firefox',
      family: 'firefox',
      commands: ['firefox', 'firefox-esr'],
      places: [
        '/Applications/Firefox.app/Contents/MacOS/firefox',
        ...inWindows('Mozilla Firefox\\firefox.exe'),
      ],
    },
  ]
}

/** CHATIERE_BROWSER names another one, by its full path. */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  exists: (path: string) => boolean = existsSync,
): InstalledBrowser | null {
  const chosen = environment.CHATIERE_BROWSER
  if (chosen !== undefined && chosen !== '') {
    return { name: chosen, path: chosen, family: /firefox/i.test(chosen) ? 'firefox' : 'chromium' }
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  for (const { name, family, commands, places } of candidates(environment)) {
    const onPath = commands.flatMap(command => folders.map(folder => join(folder, command)))
    const path = [...onPath, ...places].find(exists)
    if (path !== undefined) return { name, path, family }
  }
  return null
}
