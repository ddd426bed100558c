/**
 * The line to the app: in the desktop shell what its preload put there, else the window that frames us, which has to
 * be the app's own. Orders are checked here, once.
 */
import * as v from 'valibot'
import { appOriginOf, type CallCommand, type CallEvent, callCommandSchema } from '../../bridge/call-api.ts'

/** What the call page's preload puts on `window.chatiereCall` (desktop shell). */
export interface CallPreload {
  post(event: CallEvent): void
  onCommand(listener: (command: unknown) => void): void
}

declare global {
  interface Window {
    readonly chatiereCall?: CallPreload
  }
}

export interface AppLine {
  tell(event: CallEvent): void
  /** Null: nobody to talk to, such as when somebody opened this page by itself. */
  onCommand(listener: (command: CallCommand) => void): void
}

export function findAppLine(): AppLine | null {
  const preload = window.chatiereCall
  if (preload !== undefined) {
    return {
      tell: event => preload.post(event),
      onCommand: listener => preload.onCommand(command => pass(command, listener)),
    }
  }
  const app = window.parent
  const origin = appOriginOf(window.location.origin)
  if (app === window || origin === null) return null
  return {
    tell: event => app.postMessage(event, origin),
    onCommand: listener =>
      window.addEventListener('message', event => {
        if (event.source === app && event.origin === origin) pass(event.data, listener)
      }),
  }
}

function pass(data: unknown, listener: (command: CallCommand) => void): void {
  const command = v.safeParse(callCommandSchema, data)
  if (command.success) listener(command.output)
}
