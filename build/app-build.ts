/** Builds the app when its sources are newer than what was built. */
import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { projectFolder } from './places.ts'

const SOURCES = [
  'bridge',
  'engine',
  'renderer',
  'electron',
  'assets',
  'package-lock.json',
  'electron.vite.config.ts',
]
const RESULT = join(projectFolder, 'out', 'renderer', 'index.html')

/** Resolves with false when nothing had to be done. Throws when the build fails. */
export async function buildApp(say: (line: string) => void = console.log): Promise<boolean> {
  const built = await stat(RESULT).then(
    file => file.mtimeMs,
    () => 0,
  )
  const newest = Math.max(
    ...(await Promise.all(SOURCES.map(source => newestIn(join(projectFolder, source))))),
  )
  if (built > newest) return false
  say('Building the app…')
  await run('electron-vite', ['build', '--logLevel', 'warn'])
  return true
}

async function newestIn(path: string): Promise<number> {
  const file = await stat(path)
  if (!file.isDirectory()) return file.mtimeMs
  const inside = await readdir(path)
  return Math.max(file.mtimeMs, ...(await Promise.all(inside.map(name => newestIn(join(path, name))))))
}

/** Runs a tool of this project's node_modules, its output ours. Throws when it ends with anything but 0. */
export function run(tool: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(projectFolder, 'node_modules', '.bin', tool), args, {
      cwd: projectFolder,
      stdio: 'inherit',
      // The tools are .cmd files on Windows, which only a shell can start.
      shell: process.platform === 'win32',
    })
    child.once('error', reject)
    child.once('exit', code => {
      if (code === 0) resolve()
      else reject(new Error(`${tool} ended with code ${code}`))
    })
  })
}
