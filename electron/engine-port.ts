/** Makes the engine's channel of an Electron port, on the engine's side. */
import type { PortKind } from '../bridge/shell-api.ts'
import type { Log } from './log-file.ts'

/** The members of Electron's `MessagePortMain` that are used here. */
export interface Port {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** A channel as the engine wants it (see engine/channel.ts). `onClose` tells that the page's end is gone. */
export interface PortChannel {
  post(data: unknown): void
  onMessage(listener: (data: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}

/**
 * Voice ports carry bytes only, the other one anything but null: a message whose buffer was transferred
 * arrives here as null (electron#34905). What does not fit is dropped and counted; the log gets the 1st,
 * 10th, 100th and so on.
 */
export function portChannel(port: Port, kind: PortKind, log: Log): PortChannel {
  let open = true
  let dropped = 0
  const fits = (data: unknown) => (kind === 'rpc' ? data !== null : data instanceof Uint8Array)
  port.on('close', () => {
    open = false
  })
  return {
    post(data) {
      if (open) port.postMessage(ownBytes(data))
    },
    onMessage(listener) {
      port.on('message', ({ data }) => {
        if (fits(data)) {
          listener(data)
          return
        }
        dropped += 1
        if (Number.isInteger(Math.log10(dropped))) {
          log(`${kind} port: ${dropped} malformed message(s) dropped`)
        }
      })
      // Messages wait in the port until now.
      port.start()
    },
    onClose(listener) {
      port.on('close', listener)
    },
    close() {
      if (!open) return
      open = false
      port.close()
    },
  }
}

/** A view is cloned with the whole buffer behind it, which may hold a neighbour's secrets: copy it alone. */
function ownBytes(data: unknown): unknown {
  if (!(data instanceof Uint8Array)) return data
  return data.byteLength === data.buffer.byteLength ? data : Uint8Array.prototype.slice.call(data)
}
