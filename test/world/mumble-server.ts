import { randomBytes } from 'node:crypto'
import { chownSync } from 'node:fs'
import { chown, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { startChild, temporaryFolder, whenReady } from './children.ts'
import { findMumbleServer, type MumbleServerProgram, type Series } from './mumble-server-program.ts'
import { freePort } from './ports.ts'
import { run } from './programs.ts'

export interface MumbleServerOptions {
  /** Default: whatever the machine has. '1.5' may need root, see trixie.ts. */
  series?: Series
  /** Password everyone needs to come in; default: none. */
  password?: string
  /** Default 2000. */
  maxUsers?: number
  /** Largest bandwidth per user in bit/s; default 558000, that of the 1.4 and later servers. */
  bandwidth?: number
  /** More lines of the server's settings file, by their names there. Win over all others. */
  settings?: Record<string, string>
  /** TCP and UDP port on 127.0.0.1; default: a free one. */
  port?: number
  /** PEM texts; default: the server makes a self-signed certificate. */
  certificate?: { cert: string; key: string }
}

export interface MumbleServer {
  /** TCP and UDP port on 127.0.0.1. */
  port: number
  /** As the program says it, e.g. "1.5.735". */
  version: string
  superUserPassword: string
  logFile: string
  pid: number
  stop(): Promise<void>
}

/**
 * Starts a real Mumble server on 127.0.0.1 with an empty database of its own; resolves when it takes connections.
 * @throws NeedsRoot where '1.5' needs root; Error with the end of its log when it does not start.
 */
export async function startMumbleServer(options: MumbleServerOptions = {}): Promise<MumbleServer> {
  const program = await findMumbleServer(options.series)
  const port = options.port ?? (await freePort())
  const folder = temporaryFolder('mumble-server', program.folder)
  // The server writes its database and opens its settings here as another user than us.
  if (program.owner !== undefined) chownSync(folder.path, program.owner.uid, program.owner.gid)

  const settingsFile = join(folder.path, 'server.ini')
  await writeFor(program, settingsFile, settingsText(await settingsOf(program, folder.path, port, options)))
  const args = ['-ini', program.inside(settingsFile)]

  const superUserPassword = randomBytes(12).toString('hex')
  const setPassword = program.command([...args, '-readsupw'])
  const { uid, gid } = setPassword.options
  await run(setPassword.command, setPassword.args, {
    input: `${superUserPassword}\n`,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })

  const logFile = join(folder.path, 'server.log')
  const server = program.command([...args, '-fg'])
  const child = startChild(server.command, server.args, { ...server.options, logFile })
  await whenReady(child, () => takesConnections(port), { what: 'mumble-server', withinMs: 15_000, logFile })

  return {
    port,
    version: program.version,
    superUserPassword,
    logFile,
    pid: child.process.pid ?? 0,
    stop: async () => {
      await child.stop()
      folder.remove()
    },
  }
}

async function settingsOf(
  program: MumbleServerProgram,
  folder: string,
  port: number,
  options: MumbleServerOptions,
): Promise<Record<string, string>> {
  return {
    database: program.inside(join(folder, 'server.sqlite')),
    host: '127.0.0.1',
    port: String(port),
    users: String(options.maxUsers ?? 2000),
    bandwidth: String(options.bandwidth ?? 558_000),
    serverpassword: options.password ?? '',
    opusthreshold: '0',
    // Many connections from one address are what tests do.
    autobanAttempts: '0',
    bonjour: 'false',
    ice: '',
    sendversion: 'true',
    // The server measures for a second how much password hashing it can afford, unless told.
    kdfiterations: '1000',
    ...(await certificateSettings(program, folder, options.certificate)),
    ...options.settings,
  }
}

async function certificateSettings(
  program: MumbleServerProgram,
  folder: string,
  certificate: MumbleServerOptions['certificate'],
): Promise<Record<string, string>> {
  if (certificate === undefined) return {}
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  await writeFor(program, certFile, certificate.cert)
  await writeFor(program, keyFile, certificate.key)
  return { sslCert: program.inside(certFile), sslKey: program.inside(keyFile) }
}

/** Quoted, because the file's reader takes commas and semicolons as its own. */
function settingsText(settings: Record<string, string>): string {
  const quoted = (value: string) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${quoted(value)}\n`)
    .join('')
}

async function writeFor(program: MumbleServerProgram, file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 })
  if (program.owner !== undefined) await chown(file, program.owner.uid, program.owner.gid)
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
