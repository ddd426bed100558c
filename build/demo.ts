/**
 * `npm run demo`: a whole meeting on this computer alone. Starts a real Mumble server and a real Etherpad,
 * and the app with a directory that lists this computer as a host. `npm run demo -- --guest` opens a second
 * person beside it. All of it is gone when the first one ends.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEtherpad } from '../test/world/etherpad.ts'
import { installPart } from '../test/world/install.ts'
import { startMumbleServer } from '../test/world/mumble-server.ts'
import { browserPackages, ensureSystemPackages, serverPackages } from '../test/world/system-packages.ts'
import { startTlsFront, type TlsFront } from '../test/world/tls-front.ts'
import { demoDirectory } from './demo-directory.ts'
import { projectFolder } from './places.ts'

const { values } = parseArgs({ options: { guest: { type: 'boolean', default: false } } })

/** Tells a guest where the demo runs; one demo a person. */
const noteFile = join(tmpdir(), `chatiere-demo-${userInfo().username}.json`)

const whatToDo = `
The demo is ready. In the window:
  1. “New meeting” (« Nouvelle réunion »): give it a name, look at the host, make it there.
  2. Give your name, speak: the bar moves. Enter.
  3. Copy the link, then in another terminal:  npm run demo -- --guest
Closing the window (or Ctrl+C here) ends the servers too.
`

interface DemoNote extends Pick<TlsFront, 'certificateFile' | 'keyHash'> {
  readonly pid: number
  readonly directory: string
}

async function openDemo(): Promise<void> {
  await ensureSystemPackages(
    [...serverPackages, ...browserPackages],
    'to run a Mumble server and a browser here',
  )
  await installPart('Etherpad')
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-demo-'))
  console.log('Starting a Mumble server and an Etherpad on this computer…')
  const [voice, pads] = await Promise.all([startMumbleServer(), startEtherpad()])
  const { certificateFile, keyHash, ...front } = await startTlsFront(pads.port)
  const directory = join(folder, 'directory.json')
  await writeFile(
    directory,
    JSON.stringify(demoDirectory({ mumblePort: voice.port, padUrl: `${front.origin}/p/` })),
  )
  const note: DemoNote = { pid: process.pid, directory, certificateFile, keyHash }
  await writeFile(noteFile, JSON.stringify(note))
  console.log(whatToDo)
  try {
    await openApp(join(folder, 'host'), note)
  } finally {
    await rm(noteFile, { force: true })
    await Promise.all([front.stop(), voice.stop(), pads.stop()])
    await rm(folder, { recursive: true, force: true })
  }
}

async function openGuest(): Promise<void> {
  const note = await readFile(noteFile, 'utf8').then(
    text => JSON.parse(text) as DemoNote,
    () => null,
  )
  if (note === null || !isRunning(note.pid))
    throw new Error('Start the demo first, in another terminal: npm run demo')
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-guest-'))
  console.log('Paste the copied link into “Join” (« Rejoindre »), and enter.')
  try {
    await openApp(folder, note)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The app as `npm start` starts it, with settings of its own. Resolves when it has ended. */
function openApp(data: string, { directory, certificateFile, keyHash }: DemoNote): Promise<void> {
  const child = spawn(
    process.execPath,
    [
      join(projectFolder, 'build', 'start.ts'),
      '--data',
      data,
      '--directory',
      directory,
      '--trust-key',
      keyHash,
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, NODE_EXTRA_CA_CERTS: certificateFile },
    },
  )
  // The terminal's Ctrl+C reaches the app too; it ends by itself, and then so do we.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => resolve())
  })
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

await (values.guest ? openGuest() : openDemo()).catch(error => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
process.exit(0)
