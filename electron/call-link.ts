/** The main process's end of the call page: what it says is checked, and what it is told as well. */
import * as v from 'valibot'
import { type CallCommand, type CallEvent, callCommandSchema, callEventSchema } from '../bridge/call-api.ts'
import type { SpeakingFrame } from './ipc-border.ts'
import { type GestureLender, lendGesture } from './lent-gesture.ts'
import type { Log } from './log-file.ts'
import { isCallPageUrl } from './origin.ts'
import type { Asker } from './permissions.ts'

export interface CallLink {
  command(command: CallCommand): void
}

/** The members of a call view's contents that are used here. */
export interface CallContents extends GestureLender {
  readonly ipc: {
    on(
      channel: 'call:event',
      listener: (event: { readonly senderFrame: SpeakingFrame | null }, ...args: unknown[]) => void,
    ): unknown
  }
  send(channel: 'call:command', command: CallCommand): void
  isDestroyed(): boolean
}

/**
 * Only the call page, in the main frame, is heard: the room beside it has no preload, and no say here.
 * @param asker who the call is to the permissions: its room is lent the press that shows a screen
 */
export function linkCall(
  contents: CallContents,
  asker: Asker,
  hear: (event: CallEvent) => void,
  log: Log,
): CallLink {
  contents.ipc.on('call:event', ({ senderFrame }, ...args) => {
    if (senderFrame === null || senderFrame.parent !== null || !isCallPageUrl(senderFrame.url)) {
      log('call:event refused: not from the call page')
      return
    }
    const checked = v.safeParse(v.strictTuple([callEventSchema]), args)
    if (checked.success) hear(checked.output[0])
    else log('call:event refused: malformed')
  })
  return {
    command(command) {
      const checked = v.safeParse(callCommandSchema, command)
      if (!checked.success) {
        log('call:command refused: malformed')
        return
      }
      if (contents.isDestroyed()) return
      const order = checked.output
      if (order.type === 'screen' && order.on) lendGesture(contents, asker)
      contents.send('call:command', order)
    },
  }
}
