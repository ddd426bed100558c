/**
 * Finds Electron's binary, and fetches it when asked to and possible. The `electron` package itself is
 * never imported: in plain Node that alone starts a download which nothing can interrupt. Every step here
 * has an end: a closed network costs a few seconds, not a hanging start.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import path from 'node:path'

/** Where the binary is, or why there is none, in a sentence for the person who started the app. */
export type FoundElectron = { readonly path: string } | { readonly missing: string }

export interface FindElectronOptions {
  /** May the binary be downloaded (about 120 MB)? */
  readonly install: boolean
  /** Folder of the `electron` package; by default the one this project depends on. */
  readonly packageFolder?: string
  readonly environment?: NodeJS.ProcessEnv
  /** How long the download server may take to answer, in ms. */
  readonly probeMs?: number
  /** How long a download may take, in ms: 10 minutes are enough at 2 Mbit/s. */
  readonly installMs?: number
}

const PROBE_MS = 4000
const INSTALL_MS = 10 * 60_000
/** Unpacking what was downloaded before takes seconds; a slow disk may take longer. */
const UNPACK_MS = 2 * 60_000
const CHECK_MS = 10_000
/** After its end, what a program said last may still be on its way. */
const LAST_WORDS_MS = 500

const DOWNLOADS = 'https://github.com/electron/electron/releases/download/'

/**
 * Looks, in this order: the folder in `ELECTRON_OVERRIDE_DIST_PATH`, the installed binary, and with
 * `install` the archive kept from an earlier download, then the download server (the mirror of
 * `ELECTRON_MIRROR` if there is one). What is found is started once to see that the system can.
 */
export async function findElectron(options: FindElectronOptions): Promise<FoundElectron> {
  const environment = options.environment ?? process.env
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH
  if (override !== undefined && override !== '') {
    const file = path.join(path.resolve(override), executableName())
    return existsSync(file)
      ? check(file, environment)
      : { missing: `ELECTRON_OVERRIDE_DIST_PATH holds no ${executableName()}` }
  }
  const folder = options.packageFolder ?? electronFolder()
  if (folder === null) return { missing: 'the electron package is not installed: npm install' }
  const version = readVersion(folder)
  if (version === null) return { missing: 'the electron package is damaged: npm install' }
  const file = path.join(folder, 'dist', executableName())
  if (!isInstalled(folder, version)) {
    if (!options.install) return { missing: `Electron ${version} is not downloaded yet` }
    const url = downloadUrl(version, environment)
    if (!URL.canParse(url)) return { missing: 'ELECTRON_MIRROR is no address' }
    const kept = existsSync(keptArchive(url, environment))
    if (!kept && !(await answers(url, environment, options.probeMs ?? PROBE_MS))) {
      return {
        missing:
          `Electron ${version} is not there and ${new URL(url).host} does not give it: ` +
          'set ELECTRON_MIRROR, fill the electron_config_cache folder, ' +
          'or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron',
      }
    }
    const failure = await install(folder, environment, kept ? UNPACK_MS : (options.installMs ?? INSTALL_MS))
    if (failure !== null) return { missing: failure }
    if (!isInstalled(folder, version)) return { missing: `Electron ${version} was not unpacked completely` }
  }
  return check(file, environment)
}

/** The executable inside `dist`, as Electron's own installer names it. */
function executableName(): string {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}

function electronFolder(): string | null {
  try {
    // The manifest, not the package: resolving it runs nothing.
    return path.dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function readVersion(folder: string): string | null {
  const text = readText(path.join(folder, 'package.json')) ?? ''
  return text.match(/"version":\s*"(\d+\.\d+\.\d+[^"]*)"/)?.[1] ?? null
}

/** `path.txt` is the last thing the installer writes: without it an unpacking was cut short. */
function isInstalled(folder: string, version: string): boolean {
  return (
    readText(path.join(folder, 'path.txt')) === executableName() &&
    readText(path.join(folder, 'dist', 'version'))
      ?.trim()
      .replace(/^v/, '') === version &&
    existsSync(path.join(folder, 'dist', executableName()))
  )
}

/** Where the installer would download from; it takes the same variables, in capitals or from .npmrc. */
function downloadUrl(version: string, environment: NodeJS.ProcessEnv): string {
  const set = (name: string) =>
    environment[`npm_config_electron_${name}`] ||
    environment[`NPM_CONFIG_ELECTRON_${name.toUpperCase()}`] ||
    environment[`ELECTRON_${name.toUpperCase()}`] ||
    null
  const folder = (set('custom_dir') ?? `v${version}`).replace('{{ version }}', version)
  const platform = environment.ELECTRON_INSTALL_PLATFORM || process.platform
  const arch = environment.ELECTRON_INSTALL_ARCH || environment.npm_config_arch || process.arch
  const file = set('custom_filename') ?? `electron-v${version}-${platform}-${arch}.zip`
  return `${set('mirror') ?? DOWNLOADS}${folder}/${file}`
}

/** The archive of an earlier download: the installer's cache has a folder for each folder of a server. */
function keptArchive(url: string, environment: NodeJS.ProcessEnv): string {
  const slash = url.lastIndexOf('/')
  const name = createHash('sha256').update(url.slice(0, slash)).digest('hex')
  return path.join(cacheFolder(environment), name, url.slice(slash + 1))
}

function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const set = environment.electron_config_cache
  if (set !== undefined && set !== '') return path.resolve(set)
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'electron')
  if (process.platform === 'win32') {
    const local = environment.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local')
    return path.join(local, 'electron', 'Cache')
  }
  return path.join(environment.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'electron')
}

/**
 * Does the server give the file? Its first byte is asked for, since some servers refuse HEAD. A process
 * of its own does it: even a stuck name server cannot keep it beyond its time, and it can be told to go
 * through the proxy of the environment, which a running Node cannot.
 */
async function answers(url: string, environment: NodeJS.ProcessEnv, ms: number): Promise<boolean> {
  const script =
    'const answer = await fetch(process.argv[1], { headers: { range: "bytes=0-0" } });' +
    'process.exit(answer.ok ? 0 : 1)'
  const { code } = await run(
    process.execPath,
    ['--input-type=module', '-e', script, url],
    networkEnvironment(environment),
    ms,
    false,
  )
  return code === 0
}

/** Lets Electron's own installer download and unpack. Gives why it failed, or null. */
async function install(folder: string, environment: NodeJS.ProcessEnv, ms: number): Promise<string | null> {
  // What an interrupted unpacking left would be mixed with the new files.
  rmSync(path.join(folder, 'dist'), { recursive: true, force: true })
  rmSync(path.join(folder, 'path.txt'), { force: true })
  const installer = path.join(folder, 'install.js')
  const { code } = await run(process.execPath, [installer], networkEnvironment(environment), ms, true)
  if (code === 0) return null
  return code === null
    ? `the download of Electron was stopped after ${Math.round(ms / 1000)} s`
    : 'the download of Electron failed (see above)'
}

function networkEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Makes Node's fetch heed HTTPS_PROXY and NO_PROXY.
  return { ...environment, NODE_USE_ENV_PROXY: '1' }
}

/** Starts the binary as plain Node: no window, no display, no sandbox needed, yet all libraries are. */
async function check(file: string, environment: NodeJS.ProcessEnv): Promise<FoundElectron> {
  const asNode = { ...environment, ELECTRON_RUN_AS_NODE: '1' }
  const { code, errors } = await run(file, ['-e', ''], asNode, CHECK_MS, false)
  if (code === 0) return { path: file }
  const library = errors.match(/lib[\w.+-]+\.so[\w.]*/)?.[0]
  if (library !== undefined) return { missing: `Electron cannot start here: the system lacks ${library}` }
  return { missing: `Electron is there but does not start${code === null ? '' : ` (code ${code})`}` }
}

/**
 * Runs a program to its end, at most `ms`. `code` is null when it could not be started or was stopped.
 * `shown`: its output goes to the terminal; else `errors` holds what it complained of.
 */
function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  ms: number,
  shown: boolean,
): Promise<{ code: number | null; errors: string }> {
  return new Promise(resolve => {
    const child: ChildProcess = spawn(program, args, {
      env: environment,
      stdio: shown ? 'inherit' : ['ignore', 'ignore', 'pipe'],
      timeout: ms,
      killSignal: 'SIGKILL',
      windowsHide: true,
    })
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      if (errors.length < 10_000) errors += chunk.toString()
    })
    child.on('error', error => resolve({ code: null, errors: error.message }))
    child.on('close', code => resolve({ code, errors }))
    // A child of the child may hold the pipe open for ever.
    child.on('exit', code => setTimeout(() => resolve({ code, errors }), LAST_WORDS_MS).unref())
  })
}
