import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastLines } from './text-file.ts'

/**
 * Child processes and temporary folders that never outlive this process.
 *
 * Three nets, widest mesh first: `stop()` by whoever started it; our own `exit` and signal handlers; and, on
 * Linux, the kernel's parent-death signal (`setpriv --pdeathsig`), which also works when this process is killed
 * with SIGKILL and has no chance to clean up.
 */

export interface Child {
  process: ChildProcess
  /** Resolves once, when the process has ended, with its exit code or the signal's name. */
  ended: Promise<number | string>
  running(): boolean
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when the process is gone. Safe to call twice. */
  stop(graceMs?: number): Promise<void>
}

export interface ChildOptions {
  cwd?: string
  /** Replaces the whole environment; default: inherited. */
  env?: NodeJS.ProcessEnv
  /** Gets both output streams, appended; default: thrown away. */
  logFile?: string
  /** Numeric user and group to run as (root only). */
  uid?: number
  gid?: number
  /** Extra pipes from the child, as file descriptors 3, 4, ... */
  extraPipes?: number
  /** False for a program that changes user itself: that makes Linux forget the parent-death signal. */
  parentDeathSignal?: boolean
}

const alive = new Set<ChildProcess>()
const folders = new Set<string>()
let watching = false

function sweep(): void {
  for (const child of alive) child.kill('SIGKILL')
  alive.clear()
  for (const folder of folders)
    rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 })
  folders.clear()
}

function watchOurOwnEnd(): void {
  if (watching) return
  watching = true
  process.on('exit', sweep)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const onSignal = () => {
      sweep()
      // A program with its own handler decides when it ends; without one, end as if we had never listened.
      if (process.listenerCount(signal) > 1) return
      process.removeListener(signal, onSignal)
      process.kill(process.pid, signal)
    }
    process.on(signal, onSignal)
  }
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(path => existsSync(path))

/** Starts a program that ends with this process at the latest. When it can't even start, `ended` resolves with the reason. */
export function startChild(command: string, args: string[], options: ChildOptions = {}): Child {
  watchOurOwnEnd()
  const guarded = setpriv !== undefined && options.parentDeathSignal !== false
  const log = options.logFile === undefined ? 'ignore' : openSync(options.logFile, 'a')
  const child = spawn(
    guarded ? setpriv : command,
    guarded ? ['--pdeathsig', 'TERM', '--', command, ...args] : args,
    {
      stdio: ['ignore', log, log, ...Array<'pipe'>(options.extraPipes ?? 0).fill('pipe')],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    },
  )
  if (typeof log === 'number') closeSync(log)
  alive.add(child)

  let over = false
  const ended = new Promise<number | string>(resolve => {
    const finish = (how: number | string) => {
      over = true
      alive.delete(child)
      resolve(how)
    }
    child.once('error', error => finish(error.message))
    child.once('exit', (code, signal) => finish(code ?? signal ?? 'unknown'))
  })

  return {
    process: child,
    ended,
    running: () => !over,
    stop: async (graceMs = 3000) => {
      if (over) return
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await ended
      clearTimeout(force)
    },
  }
}

/**
 * Waits until `ready` says so, asking every `everyMs`.
 * @throws with the end of the log when the child ends first, or when `withinMs` have passed.
 */
export async function whenReady(
  child: Child,
  ready: () => Promise<boolean>,
  options: { what: string; withinMs: number; everyMs?: number; logFile?: string },
): Promise<void> {
  const until = performance.now() + options.withinMs
  for (;;) {
    if (await ready()) return
    const late = performance.now() > until
    if (late || !child.running()) {
      const how = late ? `was not ready within ${options.withinMs} ms` : `ended early (${await child.ended})`
      if (late) await child.stop()
      const log = options.logFile === undefined ? '' : `\n${lastLines(options.logFile, 20)}`
      throw new Error(`${options.what} ${how}${log}`)
    }
    await new Promise(resolve => setTimeout(resolve, options.everyMs ?? 25))
  }
}

export interface TemporaryFolder {
  path: string
  remove(): void
}

/** A new folder (mode 0700) under `parent` (default: the system's temporary folder), gone with this process. */
export function temporaryFolder(name: string, parent = tmpdir()): TemporaryFolder {
  watchOurOwnEnd()
  const path = mkdtempSync(join(parent, `chatiere-${name}-`))
  folders.add(path)
  return {
    path,
    remove: () => {
      folders.delete(path)
      rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 })
    },
  }
}
