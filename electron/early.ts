/**
 * All that Electron wants before it is ready, and before any other file of ours is evaluated: this is the
 * first import of main.ts. It runs in a second start too, which ends at once, so it opens nothing.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { app, dialog, protocol } from 'electron'
import {
  audioBufferSize,
  type BufferFrames,
  firstBuffer,
  keptBuffer,
  quickOutputFeature,
} from '../bridge/audio-buffer.ts'
import { createFatal } from './fatal.ts'
import { createLinkRouter } from './links.ts'
import { createLogFile, describeError } from './log-file.ts'
import { appScheme } from './scheme.ts'
import { userDataFolder } from './start-options.ts'
import { wordsFor } from './words.ts'

// The terminal we were started from may be closed: writing to it must not end the app.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

const userData = userDataFolder(process.argv, app.getPath('appData'))
// Before the single-instance lock, which belongs to this folder; Electron wants it to exist.
mkdirSync(userData, { recursive: true })
app.setPath('userData', userData)

const logFile = path.join(userData, 'chatiere.log')

/** The app's log; see log-file.ts for what must not go there. */
export const log = createLogFile({ file: logFile, echo: app.isPackaged ? null : line => console.log(line) })

/** Ends a start that went wrong, with a word to the person. */
export const fatal = createFatal({
  log,
  logFile,
  words: () => wordsFor(app.isReady() ? app.getLocale() : (process.env.LANG ?? '')),
  showBox: (title, text) => dialog.showErrorBox(title, text),
  exit: code => app.exit(code),
})
process.on('uncaughtException', fatal)
process.on('unhandledRejection', reason => log(`a promise failed unheard: ${describeError(reason)}`))

protocol.registerSchemesAsPrivileged([appScheme])
app.enableSandbox()

const bufferSize = audioBufferSize(process.env.CHATIERE_AUDIO_BUFFER, neededBuffer())
if (bufferSize !== null) app.commandLine.appendSwitch('audio-buffer-size', bufferSize)
app.commandLine.appendSwitch('enable-features', quickOutputFeature)

// The name under which Windows groups windows and notifications; the installer gives the shortcut the same.
if (process.platform === 'win32') {
  app.setAppUserModelId(app.isPackaged ? 'org.chatiere.Chatiere' : process.execPath)
}

/** Links from the system. macOS may bring one before the app is ready, and tells it once. */
export const links = createLinkRouter()
app.on('open-url', (event, url) => {
  event.preventDefault()
  links.offer(url)
})

/** What the engine keeps in its settings: it does not run yet, and Chromium wants to know now. */
function neededBuffer(): BufferFrames {
  try {
    return keptBuffer(
      readFileSync(path.join(userData, 'engine', 'engine.json'), 'utf8'),
      availableParallelism(),
    )
  } catch {
    return firstBuffer(availableParallelism())
  }
}
