/** What the shell tells the engine's process, and the engine's side of it. */
import type { PortKind } from '../bridge/shell-api.ts'
import { describeError, type Log } from './log-file.ts'

/** What the engine must know of the computer, as `createEngine` takes it. */
export interface EngineOptions {
  /** Folder of what the engine keeps; absolute. */
  readonly dataFolder: string
  /** The directory of hosts shipped with the app; absolute, perhaps inside the packed archive. */
  readonly directoryFile: string
  /** Of a newer directory; null or absent = none is asked for. */
  readonly directoryAddress?: string | null
  /** Folder for what a person saves; absolute. */
  readonly downloads: string
  readonly version: string
  /** BCP 47. */
  readonly systemLanguage: string
}

export type EngineOrder =
  | { readonly type: 'start'; readonly options: EngineOptions }
  /** Ports of one page; the message carries them in the order of `kinds`. */
  | { readonly type: 'attach'; readonly kinds: readonly PortKind[] }
  | { readonly type: 'quit' }

/** The engine as far as a shell needs it. `C`: the channel that it talks over. */
export interface AttachableEngine<C> {
  attachPage(channel: C): void
  attachMic(channel: C): void
  attachEar(channel: C): void
  close(): Promise<void>
}

interface Order<P> {
  readonly data: EngineOrder
  readonly ports: readonly P[]
}

/**
 * Carries out the shell's orders, in order. Whatever fails here ends the process: the shell starts
 * another one, which is better than an engine that is half there. `exit` takes the exit code.
 */
export function obeyOrders<P, C>(parts: {
  parentPort: { on(event: 'message', listener: (order: Order<P>) => void): unknown }
  createEngine: (options: EngineOptions) => AttachableEngine<C>
  /** Makes the engine's channel of a port. */
  channelOf: (port: P, kind: PortKind) => C
  exit: (code: number) => void
  log: Log
}): void {
  let engine: AttachableEngine<C> | null = null
  parts.parentPort.on('message', ({ data: order, ports }) => {
    if (order.type === 'start') {
      engine ??= parts.createEngine(order.options)
    } else if (order.type === 'quit') {
      const closed = engine === null ? Promise.resolve() : engine.close()
      closed.then(
        () => parts.exit(0),
        (error: unknown) => {
          parts.log(`the engine did not close: ${describeError(error)}`)
          parts.exit(1)
        },
      )
    } else if (engine === null) {
      throw new Error('a page came before the engine was started')
    } else {
      for (const [index, kind] of order.kinds.entries()) {
        const port = ports[index]
        if (port === undefined) throw new Error(`a page came without its ${kind} port`)
        attach(engine, kind, parts.channelOf(port, kind))
      }
    }
  })
}

function attach<C>(engine: AttachableEngine<C>, kind: PortKind, channel: C): void {
  if (kind === 'rpc') engine.attachPage(channel)
  else if (kind === 'mic') engine.attachMic(channel)
  else engine.attachEar(channel)
}
