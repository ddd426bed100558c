/** What the environment and the command line may change about a start. Pure: tested row by row. */
import path from 'node:path'

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

/** Where a newer directory of hosts may be asked for; null = nowhere. The engine checks it. */
export function directoryAddress(argv: readonly string[]): string | null {
  const given = argumentOf(argv, '--chatiere-directory-address=')
  return given === '' ? null : given
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
