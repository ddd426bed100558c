import { randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startChild, temporaryFolder, whenReady } from './children.ts'
import { installPart } from './install.ts'
import { freePort } from './ports.ts'

export interface Etherpad {
  /** Base address, without a slash at its end. */
  url: string
  port: number
  logFile: string
  padUrl(name: string): string
  /** The text of a pad as the server has it: always with a line break at its end. @throws when there is no such pad. */
  padText(name: string): Promise<string>
  /** Makes the pad when it isn't there yet. */
  setPadText(name: string, text: string): Promise<void>
  stop(): Promise<void>
}

interface ApiAnswer {
  /** 0 = done. */
  code: number
  message: string
  data: Record<string, unknown> | null
}

const itself = 'ep_etherpad-lite'
/** The HTTP API of Etherpad 1.8.14, as its `/api` says. */
const apiVersion = '1.2.15'

/** Starts a real Etherpad on 127.0.0.1 with an empty database of its own; resolves when it answers. */
export async function startEtherpad(options: { port?: number } = {}): Promise<Etherpad> {
  await installPart('Etherpad')
  const port = options.port ?? (await freePort())
  const folder = temporaryFolder('etherpad')
  await layOut(folder.path)
  await writeFile(join(folder.path, 'settings.json'), JSON.stringify(settings(port, folder.path)))

  const apiKey = randomBytes(24).toString('hex')
  await writeFile(join(folder.path, 'APIKEY.txt'), apiKey)

  const logFile = join(folder.path, 'etherpad.log')
  const child = startChild(process.execPath, ['src/node/server.js', '-s', 'settings.json'], {
    cwd: folder.path,
    logFile,
    env: {
      // Etherpad lists its plugins with `npm ls`: that has to find this Node first.
      PATH: [dirname(process.execPath), process.env.PATH].join(':'),
      HOME: folder.path,
      NODE_ENV: 'production',
      // Its update check goes nowhere: tests talk to this machine only.
      HTTPS_PROXY: 'http://127.0.0.1:9',
      npm_config_update_notifier: 'false',
    },
  })
  const url = `http://127.0.0.1:${port}`
  await whenReady(child, () => answers(`${url}/api`), {
    what: 'Etherpad',
    withinMs: 60_000,
    everyMs: 100,
    logFile,
  })

  async function call(name: string, values: Record<string, string>): Promise<Record<string, unknown>> {
    const body = new URLSearchParams({ apikey: apiKey, ...values })
    const answer = await fetch(`${url}/api/${apiVersion}/${name}`, { method: 'POST', body })
    const { code, message, data } = (await answer.json()) as ApiAnswer
    if (code !== 0) throw new Error(`Etherpad refused ${name}: ${message}`)
    return data ?? {}
  }

  const padUrl = (name: string) => `${url}/p/${encodeURIComponent(name)}`
  return {
    url,
    port,
    logFile,
    padUrl,
    padText: async name => {
      const { text } = await call('getText', { padID: name })
      if (typeof text !== 'string') throw new Error(`Etherpad gave no text for pad ${name}`)
      return text
    },
    setPadText: async (name, text) => {
      const { padIDs } = await call('listAllPads', {})
      const exists = Array.isArray(padIDs) && padIDs.includes(name)
      await call(exists ? 'setText' : 'createPad', { padID: name, text })
    },
    stop: async () => {
      await child.stop()
      folder.remove()
    },
  }
}

/**
 * Gives Etherpad the folders it expects: itself in `src`, its dependencies beside it. It is copied, not linked,
 * because it finds its own place from the real path of its files; the dependencies are links.
 */
async function layOut(base: string): Promise<void> {
  const installed = join(import.meta.dirname, 'node_modules')
  await cp(join(installed, itself), join(base, 'src'), { recursive: true })
  // Libraries of the editor's own page (security, unorm, …) are served from inside `src`.
  await linkMissing(installed, join(base, 'src', 'node_modules'))
  const modules = join(base, 'node_modules')
  await mkdir(modules)
  await mkdir(join(base, 'var'))
  await Promise.all(
    (await readdir(installed)).map(name =>
      symlink(name === itself ? join('..', 'src') : join(installed, name), join(modules, name)),
    ),
  )
}

/** Links every package that a folder of packages does not have of its own. */
async function linkMissing(installed: string, modules: string): Promise<void> {
  await mkdir(modules, { recursive: true })
  const own = new Set(await readdir(modules))
  const missing = (await readdir(installed)).filter(name => !own.has(name) && name !== itself)
  await Promise.all(missing.map(name => symlink(join(installed, name), join(modules, name))))
}

function settings(port: number, folder: string): object {
  return {
    ip: '127.0.0.1',
    port,
    dbType: 'dirty',
    dbSettings: { filename: join(folder, 'var', 'pads.db') },
    minify: false,
    users: {},
    loglevel: 'WARN',
    defaultPadText: '\n',
    // It would warn of its own database in the text of every pad.
    suppressErrorsInPadText: true,
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    // Not listening yet.
    return false
  }
}
