/**
 * Keeps the engine's process running and introduces pages to it. Voice and calls go over the ports from
 * page to engine directly; nothing of them passes here.
 */
import type { PortArrival, PortKind } from '../bridge/shell-api.ts'
import type { EngineOptions, EngineOrder } from './engine-orders.ts'
import { type Output, readLines } from './engine-output.ts'
import { describeError, type Log } from './log-file.ts'
import { createRateLimit } from './rate-limit.ts'

const PORT_KINDS: readonly PortKind[] = ['rpc', 'mic', 'ear']

/** Waits before the first, second and every later restart, in ms. */
const RESTART_AFTER_MS = [1000, 2000, 5000] as const
const MOST_RESTARTS = 5
const RESTART_SPAN_MS = 5 * 60_000

/** A page that asks again sooner than this has its ports on the way already, in ms. */
const ASKED_TWICE_MS = 1000

/** How long the engine may take to say goodbye to its server, in ms. */
const QUIT_MS = 1500

/** The engine's process, as far as it is used here. */
export interface EngineChild<P> {
  readonly stdout: Output | null
  readonly stderr: Output | null
  on(event: 'exit', listener: (code: number) => void): unknown
  on(event: 'error', listener: (type: string, location: string) => void): unknown
  postMessage(order: EngineOrder, ports?: P[]): void
  kill(): boolean
}

/** The frame of the app's page, as far as it is used here. */
interface PageFrame<P> {
  isDestroyed(): boolean
  postMessage(channel: string, arrival: PortArrival, ports: P[]): void
}

export interface EngineHost<P> {
  /** Starts the engine. */
  start(): void
  /** A page asks for its three ports: it gets them now, or when the engine runs again. */
  connect(frame: PageFrame<P>): void
  /** The page that asked is gone or was loaded anew. */
  pageGone(): void
  /** Ends the engine for good; resolves when it is gone, within {@link QUIT_MS}. */
  quit(): Promise<void>
}

/** `P`: Electron's `MessagePortMain`. */
export function createEngineHost<P extends { close(): void }>(parts: {
  fork: () => EngineChild<P>
  createChannel: () => { port1: P; port2: P }
  options: EngineOptions
  log: Log
}): EngineHost<P> {
  const { log } = parts
  const restarts = createRateLimit(MOST_RESTARTS, RESTART_SPAN_MS)
  let child: EngineChild<P> | null = null
  let restarting: NodeJS.Timeout | null = null
  let page: PageFrame<P> | null = null
  let epoch = 0
  let gaveUp = false
  let introducedAt = Number.NEGATIVE_INFINITY
  let quitting: (() => void) | null = null

  function start(): void {
    restarting = null
    const begun = parts.fork()
    child = begun
    epoch += 1
    const outputs = [begun.stdout, begun.stderr].filter(output => output !== null)
    const listenAgain = outputs.map(output => readLines(output, 'engine', log))
    begun.on('error', (type, location) => log(`the engine met ${type} at ${location}`))
    begun.on('exit', code => {
      // Electron takes all listeners off after this, but the last words may still be in the pipe.
      queueMicrotask(() => {
        for (const listen of listenAgain) listen()
      })
      ended(code)
    })
    begun.postMessage({ type: 'start', options: parts.options })
    if (page !== null) introduce(begun, page)
  }

  function ended(code: number): void {
    child = null
    if (quitting !== null) {
      quitting()
      return
    }
    log(`the engine ended with code ${code}`)
    restart()
  }

  function restart(): void {
    const wait = RESTART_AFTER_MS[Math.min(restarts.taken(), RESTART_AFTER_MS.length - 1)]
    if (restarts.take()) {
      restarting = setTimeout(start, wait)
      gaveUp = false
    } else if (!gaveUp) {
      gaveUp = true
      log(`the engine ended ${MOST_RESTARTS} times in a few minutes: not started again for now`)
    }
  }

  function introduce(to: EngineChild<P>, frame: PageFrame<P>): void {
    if (frame.isDestroyed()) {
      page = null
      return
    }
    introducedAt = Date.now()
    const pairs = PORT_KINDS.map(kind => ({ kind, ...parts.createChannel() }))
    to.postMessage(
      { type: 'attach', kinds: PORT_KINDS },
      pairs.map(pair => pair.port1),
    )
    for (const { kind, port2 } of pairs) {
      try {
        frame.postMessage('engine:port', { chatierePort: kind, epoch }, [port2])
      } catch (error) {
        // The frame went away meanwhile. Closing our end tells the engine.
        log(`a port did not reach the page: ${describeError(error)}`)
        port2.close()
        page = null
      }
    }
  }

  return {
    start,
    connect(frame) {
      if (child !== null && page === frame && Date.now() - introducedAt < ASKED_TWICE_MS) return
      page = frame
      if (child !== null) introduce(child, frame)
      else if (restarting === null && quitting === null) restart()
    },
    pageGone() {
      page = null
    },
    async quit() {
      if (restarting !== null) clearTimeout(restarting)
      const leaving = child
      if (leaving === null) {
        quitting ??= () => {}
        return
      }
      const gone = new Promise<void>(resolve => {
        quitting = resolve
      })
      leaving.postMessage({ type: 'quit' })
      const late = setTimeout(() => {
        log('the engine did not end in time and was stopped')
        leaving.kill()
        quitting?.()
      }, QUIT_MS)
      await gone
      clearTimeout(late)
    },
  }
}

/**
 * The environment of the engine's process: without what changes how Node or Electron work, or what would
 * write down the keys of its encrypted connections. Additional certificate authorities stay.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    const dropped = /^(?:NODE_|ELECTRON_|npm_|VITE_|SSLKEYLOGFILE$)/i.test(name)
    if (value !== undefined && (!dropped || name === 'NODE_EXTRA_CA_CERTS')) kept[name] = value
  }
  return kept
}
