import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connect } from 'node:tls'
import { startChild, temporaryFolder, whenReady } from './children.ts'
import { startDisplay } from './display.ts'
import { run } from './programs.ts'
import { askServerInfo } from './server-info.ts'

export interface NativeClientOptions {
  /** User name in the room. */
  name: string
  /** Port of the server on 127.0.0.1. */
  port: number
  /** Its microphone and its ear, as `Cables.env(name)` gives them. */
  sound: Record<string, string>
}

export interface NativeClient {
  /** The screen it is on, e.g. for a screenshot. */
  display: string
  pid: number
  stop(): Promise<void>
}

/**
 * Starts Debian's own Mumble client with default settings and continuous transmission; resolves when it is in the
 * root room. It asks nothing: its certificate is made, and the server's certificate trusted, beforehand.
 * Start one after the other: that it has come in is seen from the server's count of users.
 */
export async function startNativeClient(options: NativeClientOptions): Promise<NativeClient> {
  const { name, port, sound } = options
  const before = await askServerInfo(port)
  if (before === undefined) throw new Error(`No Mumble server answers on port ${port}`)
  const folder = temporaryFolder('native-client')
  const home = folder.path
  const [identity, serverDigest, screen] = await Promise.all([
    makeIdentity(home, name),
    certificateDigest(port),
    startDisplay(),
  ])
  writeSettings(home, identity, sound)
  trust(home, port, serverDigest)

  const runtime = join(home, 'run')
  mkdirSync(runtime, { mode: 0o700 })
  const logFile = join(home, 'mumble.log')
  // The client refuses a URL that names no version.
  const child = startChild(
    'mumble',
    ['-m', `mumble://${encodeURIComponent(name)}@127.0.0.1:${port}/?version=1.2.0`],
    {
      logFile,
      env: {
        PATH: process.env.PATH,
        LANG: 'C.UTF-8',
        HOME: home,
        XDG_RUNTIME_DIR: runtime,
        DISPLAY: screen.display,
        ...sound,
      },
    },
  )
  const isIn = async () => ((await askServerInfo(port))?.users ?? 0) > before.users
  await whenReady(child, isIn, { what: 'The native client', withinMs: 20_000, everyMs: 50, logFile })

  return {
    display: screen.display,
    pid: child.process.pid ?? 0,
    stop: async () => {
      await child.stop()
      await screen.stop()
      folder.remove()
    },
  }
}

/** A self-signed certificate with its key, as PKCS#12 without a password: without one, the client opens its wizard. */
async function makeIdentity(folder: string, name: string): Promise<Buffer> {
  const [key, cert, both] = ['key.pem', 'cert.pem', 'identity.p12'].map(file => join(folder, file)) as [
    string,
    string,
    string,
  ]
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${name}`]
  await run('openssl', [...request, '-keyout', key, '-out', cert])
  await run('openssl', ['pkcs12', '-export', '-inkey', key, '-in', cert, '-out', both, '-passout', 'pass:'])
  return readFileSync(both)
}

function writeSettings(home: string, identity: Buffer, sound: Record<string, string>): void {
  const folder = join(home, '.config', 'Mumble')
  mkdirSync(folder, { recursive: true })
  const bytes = [...identity].map(byte => `\\x${byte.toString(16)}`).join('')
  const sections = {
    // 2 = has seen the audio wizard of this series.
    General: { lastupdate: '2' },
    // transmit 0 = continuous.
    audio: { input: 'PulseAudio', output: 'PulseAudio', transmit: '0' },
    pulseaudio: { input: sound.PULSE_SOURCE ?? '', output: sound.PULSE_SINK ?? '' },
    ui: { askonquit: 'false', updatecheck: 'false', plugincheck: 'false' },
    net: { usage: 'false', certificate: `"@ByteArray(${bytes})"` },
    tts: { enable: 'false' },
  }
  const text = Object.entries(sections).map(
    ([section, values]) =>
      `[${section}]\n${Object.entries(values)
        .map(([key, value]) => `${key}=${value}\n`)
        .join('')}`,
  )
  writeFileSync(join(folder, 'Mumble.conf'), text.join(''), { mode: 0o600 })
}

/** Writes the server's certificate into the client's own table of accepted ones: without it, the client asks. */
function trust(home: string, port: number, digest: string): void {
  const folder = join(home, '.local', 'share', 'Mumble', 'Mumble')
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'mumble.sqlite'))
  database.exec(
    'CREATE TABLE cert (id INTEGER PRIMARY KEY AUTOINCREMENT, hostname TEXT, port INTEGER, digest TEXT)',
  )
  database
    .prepare('INSERT INTO cert (hostname, port, digest) VALUES (?, ?, ?)')
    .run('127.0.0.1', port, digest)
  database.close()
}

/** SHA-1 of the server's certificate in hexadecimal: the form the client keeps. */
function certificateDigest(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate()
      socket.destroy()
      resolve(createHash('sha1').update(raw).digest('hex'))
    })
  })
}
