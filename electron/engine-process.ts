/**
 * The engine's own process: loads the engine and obeys the shell. Nothing of Electron's main process
 * exists here, so this file and all it imports must do without `electron`.
 */
import { writeSync } from 'node:fs'
import { createEngine } from '../engine/engine.ts'
import { obeyOrders } from './engine-orders.ts'
import { portChannel } from './engine-port.ts'
import { describeError } from './log-file.ts'

/** "Internal software error" of sysexits.h; the shell starts the engine again. */
const SOFTWARE_ERROR = 70

/** Standard error becomes the shell's log. Written at once: `process.exit` loses what is not. */
function log(line: string): void {
  try {
    writeSync(2, `${line}\n`)
  } catch {
    // Nobody reads us any more; there is nowhere left to say so.
  }
}

function end(error: unknown): never {
  log(`the engine failed: ${describeError(error)}`)
  process.exit(SOFTWARE_ERROR)
}

// A rejection would only warn here, and leave an engine that is half there.
process.on('unhandledRejection', end)
process.on('uncaughtException', end)

obeyOrders({
  parentPort: process.parentPort,
  createEngine,
  channelOf: (port, kind) => portChannel(port, kind, log),
  exit: code => process.exit(code),
  log,
})
