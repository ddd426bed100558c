/** What the call page's preload offers it: two ways of speaking with the app, and nothing else. */
import type { CallCommand, CallEvent } from '../bridge/call-api.ts'

/** On `window.chatiereCall` of the call page. */
export interface CallApi {
  post(event: CallEvent): void
  onCommand(listener: (command: CallCommand) => void): () => void
}

/** Commands that wait for the page's first listener; a setup and a few clicks. */
const MOST_WAITING = 20

/** The members of `ipcRenderer` that are used here. */
export interface CallIpc {
  send(channel: 'call:event', event: CallEvent): void
  on(channel: 'call:command', listener: (event: unknown, command: CallCommand) => void): unknown
}

/** Main checks what goes either way (see call-link.ts). */
export function createCallBridge(ipc: CallIpc): CallApi {
  const listeners = new Set<(command: CallCommand) => void>()
  let waiting: CallCommand[] = []
  ipc.on('call:command', (_event, command) => {
    if (listeners.size === 0) waiting = [...waiting, command].slice(-MOST_WAITING)
    for (const listener of listeners) listener(command)
  })
  return {
    post: event => ipc.send('call:event', event),
    onCommand(listener) {
      listeners.add(listener)
      const missed = waiting
      waiting = []
      for (const command of missed) listener(command)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
