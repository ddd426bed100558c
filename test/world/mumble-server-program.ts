import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChildOptions } from './children.ts'
import { findProgram, run } from './programs.ts'
import { ensureTrixie } from './trixie.ts'

export type Series = '1.3' | '1.5'

/** A mumble-server that can be started, and how. */
export interface MumbleServerProgram {
  /** As the program says it, e.g. "1.5.735". */
  version: string
  /** The folder to make the server's own folder in. */
  folder: string
  /** A path below `folder` as the server sees it. */
  inside(path: string): string
  /** The command line that runs the program with these arguments, as the user it should be. */
  command(args: string[]): { command: string; args: string[]; options: ChildOptions }
  /** Who must own the server's folder; undefined = whoever we are. */
  owner: User | undefined
}

interface User {
  uid: number
  gid: number
}

/**
 * Finds a server of the wished series: the machine's own when it fits, else the 1.5 of trixie.ts.
 * @param series default: whatever the machine has.
 * @throws NeedsRoot for '1.5' without root; Error when the series is not to be had.
 */
export async function findMumbleServer(series: Series | undefined): Promise<MumbleServerProgram> {
  const own = await ownProgram()
  if (own !== undefined && (series === undefined || own.version.startsWith(`${series}.`))) return own
  if (series === '1.5') return trixieProgram(await ensureTrixie())
  const found = own === undefined ? 'none is installed' : `this machine has ${own.version}`
  throw new Error(`No mumble-server${series === undefined ? '' : ` of the ${series} series`}: ${found}`)
}

async function ownProgram(): Promise<MumbleServerProgram | undefined> {
  const path = findProgram('mumble-server') ?? findProgram('murmurd')
  if (path === undefined) return undefined
  const owner = process.getuid?.() === 0 ? serverUser('/') : undefined
  return {
    version: await askVersion(path, []),
    folder: tmpdir(),
    inside: where => where,
    owner,
    command: args => ({ command: path, args, options: owner ?? {} }),
  }
}

async function trixieProgram(root: string): Promise<MumbleServerProgram> {
  const owner = serverUser(root)
  const path = '/usr/bin/mumble-server'
  return {
    version: await askVersion('chroot', [root, path]),
    folder: join(root, 'tmp'),
    inside: where => where.slice(root.length),
    owner,
    command: args => ({
      command: 'chroot',
      // Changing user makes Linux forget the parent-death signal: it is set again after the change.
      args: [
        root,
        'setpriv',
        `--reuid=${owner.uid}`,
        `--regid=${owner.gid}`,
        '--clear-groups',
        '--pdeathsig=TERM',
        '--',
        path,
        ...args,
      ],
      options: { parentDeathSignal: false },
    }),
  }
}

/** The server refuses to stay root and switches to this user, so we start it as this user at once. */
function serverUser(root: string): User {
  const accounts = readFileSync(join(root, 'etc/passwd'), 'utf8').split('\n')
  for (const name of ['mumble-server', 'nobody']) {
    const [, , uid, gid] = accounts.find(line => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(`${root} has no user to run mumble-server as`)
}

async function askVersion(command: string, args: string[]): Promise<string> {
  const { stdout, stderr } = await run(command, [...args, '-version'])
  const version = /\b\d+\.\d+\.\d+\b/.exec(stdout + stderr.replace(/^.*\d\d:\d\d:\d\d\.\d+ /gm, ''))?.[0]
  if (version === undefined) throw new Error(`${command} -version says no version`)
  return version
}
