/** `npm start`: the app in Electron where its binary can be had, else in an installed browser. */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { outsideLink } from '../bridge/outside-link.ts'
import { startBrowserShell } from '../browser/main.ts'
import packageFile from '../package.json' with { type: 'json' }
import { buildApp } from './app-build.ts'
import { findElectron } from './electron-binary.ts'
import { dataFolder, hasDisplay, pageFolder, projectFolder, shippedDirectory } from './places.ts'

const { values, positionals } = parseArgs({
  /** A link to open: an invitation, a room, a pad. */
  allowPositionals: true,
  options: {
    /** Keeps settings and identity in another folder. */
    data: { type: 'string' },
    /** Reads another directory of hosts. */
    directory: { type: 'string' },
    /** Asks there for a newer directory, once a week at most. */
    'directory-address': { type: 'string' },
    /** Takes a certificate with this key as good (SHA-256 of the key, base64): the demo's own host. */
    'trust-key': { type: 'string' },
    /** Takes the browser shell even where Electron is. */
    browser: { type: 'boolean', default: false },
  },
})

await startApp({
  data: values.data ?? dataFolder(),
  directory: values.directory ?? shippedDirectory,
  directoryAddress: values['directory-address'] ?? null,
  // Chromium's own switch, the same in both shells: it trusts this one key and no other.
  switches:
    values['trust-key'] === undefined ? [] : [`--ignore-certificate-errors-spki-list=${values['trust-key']}`],
  browser: values.browser,
  link: readLink(positionals),
})

interface StartOptions {
  readonly data: string
  readonly directory: string
  readonly directoryAddress: string | null
  readonly switches: readonly string[]
  readonly browser: boolean
  /** Null: none. */
  readonly link: string | null
}

function readLink(given: readonly string[]): string | null {
  const [text] = given
  if (text === undefined) return null
  const link = given.length > 1 ? null : outsideLink(text)
  if (link !== null) return link
  console.error('Give one link at most: mumble://…, jitsi-meet://… or https://…')
  return process.exit(2)
}

async function startApp(options: StartOptions): Promise<void> {
  await buildApp()
  if (!hasDisplay()) {
    console.log('There is no display here: the app runs in the browser that you open it in.')
    return runBrowserShell(options, false)
  }
  if (options.browser) return runBrowserShell(options, true)
  const electron = await findElectron({ install: true })
  if ('path' in electron) return runElectron(electron.path, options)
  console.log(`Electron cannot be had (${electron.missing}): the app opens in an installed browser.`)
  return runBrowserShell(options, true)
}

async function runBrowserShell(options: StartOptions, openWindow: boolean): Promise<void> {
  if (openWindow && process.getuid?.() === 0) {
    console.log("You are root: the browser's sandbox is off. Better start the app as an ordinary user.")
  }
  const shell = await startBrowserShell({
    dataFolder: options.data,
    directoryFile: options.directory,
    directoryAddress: options.directoryAddress,
    pageFolder,
    version: packageFile.version,
    openWindow,
    switches: options.switches,
    link: options.link,
    say: line => console.log(line),
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => shell.close())
  await shell.ended
  await shell.close()
}

function runElectron(path: string, options: StartOptions): Promise<void> {
  const environment = { ...process.env }
  // Set by some editors' terminals; Electron would start as plain Node.
  delete environment.ELECTRON_RUN_AS_NODE
  return new Promise((resolve, reject) => {
    const asRoot = process.getuid?.() === 0
    if (asRoot)
      console.log("You are root: Electron's sandbox is off. Better start the app as an ordinary user.")
    const child = spawn(
      path,
      [
        ...(asRoot ? ['--no-sandbox'] : []),
        projectFolder,
        `--user-data-dir=${options.data}`,
        `--chatiere-directory=${options.directory}`,
        ...(options.directoryAddress === null
          ? []
          : [`--chatiere-directory-address=${options.directoryAddress}`]),
        ...options.switches,
        ...(options.link === null ? [] : [options.link]),
      ],
      { stdio: 'inherit', env: environment },
    )
    child.once('error', reject)
    child.once('exit', code => {
      process.exitCode = code ?? 1
      resolve()
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => child.kill(signal))
  })
}
