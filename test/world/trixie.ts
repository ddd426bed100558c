import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { run } from './programs.ts'
import { ensureSystemPackages, trixiePackages } from './system-packages.ts'

/** Thrown where only root can go on: tests skip with this message. */
export class NeedsRoot extends Error {
  override name = 'NeedsRoot'
}

/** The folder of a small Debian 13 ("trixie") with its mumble-server, of the 1.5 series. CHATIERE_TRIXIE names another place. */
const trixieFolder = process.env.CHATIERE_TRIXIE || join(import.meta.dirname, '.trixie')

let running: Promise<string> | undefined

/**
 * Makes the folder once (half a minute, 330 MB) and returns its path; later calls return at once.
 * @throws NeedsRoot when this user can't make or enter such a folder.
 */
export function ensureTrixie(): Promise<string> {
  running ??= makeTrixie()
  return running
}

async function makeTrixie(): Promise<string> {
  if (process.getuid?.() !== 0) {
    throw new NeedsRoot('A mumble-server of the 1.5 series runs in a chroot, which needs root')
  }
  if (existsSync(trixieFolder)) return trixieFolder
  await ensureSystemPackages(trixiePackages, 'to fetch a mumble-server of the 1.5 series')
  console.log(`Making ${trixieFolder} (Debian 13 with mumble-server, half a minute, once)`)
  // Built beside its final name: the folder is either whole or not there.
  const draft = await mkdtemp(join(dirname(trixieFolder), `${basename(trixieFolder)}.`))
  // It becomes the root folder of a server that is not root.
  await chmod(draft, 0o755)
  try {
    const mirror = await debianMirror()
    await run('debootstrap', [
      '--variant=minbase',
      '--include=mumble-server',
      'trixie',
      draft,
      ...(mirror === undefined ? [] : [mirror]),
    ])
    await rename(draft, trixieFolder)
  } catch (error) {
    if (!(await somethingIsMountedIn(draft))) await rm(draft, { recursive: true, force: true })
    if (!existsSync(trixieFolder)) throw error
    // Another process was faster.
  }
  return trixieFolder
}

/** debootstrap mounts /proc inside while it works; when it was killed halfway the folder must not be deleted through it. */
async function somethingIsMountedIn(folder: string): Promise<boolean> {
  return (await readFile('/proc/mounts', 'utf8')).includes(` ${folder}/`)
}

/** The mirror this machine takes its own Debian packages from; undefined = let debootstrap choose. */
async function debianMirror(): Promise<string | undefined> {
  const { stdout } = await run('apt-get', [
    'indextargets',
    '--format',
    '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)',
    'Created-By: Packages',
  ])
  const mine = stdout.split('\n').find(line => line.startsWith('Debian|Debian|main|'))
  return mine?.split('|')[3]
}
