/** Opens the system's file manager where a file lies. Only for files that we wrote ourselves. */
import { spawn } from 'node:child_process'
import { dirname } from 'node:path'

/** Program and arguments; Linux has no way that all its file managers know to also select the file. */
export function fileManagerCommand(platform: NodeJS.Platform, file: string): readonly [string, ...string[]] {
  if (platform === 'win32') return ['explorer.exe', `/select,"${file}"`]
  if (platform === 'darwin') return ['open', '-R', file]
  return ['xdg-open', dirname(file)]
}

/** False when there is no such program. Never throws. */
export function showInFolder(file: string): Promise<boolean> {
  const [program, ...args] = fileManagerCommand(process.platform, file)
  return new Promise(resolve => {
    // Explorer reads its line by its own rules; a name on Windows has no quotation marks.
    const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsVerbatimArguments: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
