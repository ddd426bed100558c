import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const here = import.meta.dirname
/** Written last, so that a broken install is done again. Holds the hash of the lock it was made from. */
const stampFile = join(here, 'node_modules', '.made-from-lock')

let running: Promise<void> | undefined

/** Installs the npm packages of this folder when they are not those of its lock file; else returns at once. */
export function installWorld(): Promise<void> {
  running ??= install()
  return running
}

async function install(): Promise<void> {
  const lock = await readFile(join(here, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).digest('hex')
  if ((await readStamp()) === wanted) return
  console.log('Installing the test servers (npm ci in test/world, about 160 MB)')
  await npmCi()
  await writeFile(stampFile, wanted)
}

async function readStamp(): Promise<string | undefined> {
  try {
    return await readFile(stampFile, 'utf8')
  } catch {
    // No stamp: never installed.
    return undefined
  }
}

function npmCi(): Promise<void> {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm ci --loglevel=error', {
      cwd: here,
      stdio: ['ignore', 'inherit', 'inherit'],
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: true,
    })
    npm.once('error', reject)
    npm.once('exit', code => {
      if (code === 0) resolve()
      else reject(new Error(`npm ci in ${here} ended with code ${code}`))
    })
  })
}
