/** Where things are: in this project, and on a person's computer. */
import { homedir, platform } from 'node:os'
import { join } from 'node:path'

export const projectFolder = join(import.meta.dirname, '..')
export const pageFolder = join(projectFolder, 'out', 'renderer')
export const shippedDirectory = join(projectFolder, 'assets', 'directory.json')

/** Where the app keeps its settings, as each system wants it. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env, system = platform()): string {
  if (system === 'win32')
    return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Chatiere')
  if (system === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Chatiere')
  return join(environment.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'chatiere')
}

/** Can a window be opened here? */
export function hasDisplay(environment: NodeJS.ProcessEnv = process.env, system = platform()): boolean {
  if (system !== 'linux') return true
  return Boolean(environment.DISPLAY) || Boolean(environment.WAYLAND_DISPLAY)
}
