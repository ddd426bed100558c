import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Each has a package of its own, with a lock of its own. */
const parts = {
  Etherpad: { folder: import.meta.dirname, megabytes: 160 },
  EtherCalc: { folder: join(import.meta.dirname, 'ethercalc'), megabytes: 45 },
} as const
type Part = keyof typeof parts

const running = new Map<Part, Promise<void>>()

/** Installs the npm packages of all servers of this folder. */
export async function installWorld(): Promise<void> {
  await Promise.all([installPart('Etherpad'), installPart('EtherCalc')])
}

/** Installs a server's npm packages when they are not those of its lock file; else returns at once. */
export function installPart(part: Part): Promise<void> {
  const begun = running.get(part) ?? install(part)
  running.set(part, begun)
  return begun
}

async function install(part: Part): Promise<void> {
  const { folder, megabytes } = parts[part]
  const lock = await readFile(join(folder, 'package-lock.json'))
  const wanted = createHash('sha256').update(lock).digest('hex')
  // Written last, so that a broken install is done again. Holds the hash of the lock it was made from.
  const stampFile = join(folder, 'node_modules', '.made-from-lock')
  if ((await readStamp(stampFile)) === wanted) return
  console.log(`Installing ${part} for the tests (npm ci in ${folder}, about ${megabytes} MB)`)
  await npmCi(folder)
  await writeFile(stampFile, wanted)
}

async function readStamp(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    // No stamp: never installed.
    return undefined
  }
}

function npmCi(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const npm = spawn('npm ci --loglevel=error', {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: true,
    })
    npm.once('error', reject)
    npm.once('exit', code => {
      if (code === 0) resolve()
      else reject(new Error(`npm ci in ${folder} ended with code ${code}`))
    })
  })
}
