/** The main process's end of the IPC map: who may speak, and what may be said. */
import * as v from 'valibot'
import { type PageAsk, type PageAsks, type PageSend, type PageSends, pageAsks, pageSends } from './ipc.ts'
import { describeError, type Log } from './log-file.ts'
import { type AppOrigin, isAppUrl } from './origin.ts'

/** The members of a frame that are used here. */
export interface SpeakingFrame {
  readonly parent: unknown
  readonly url: string
}

interface Spoken<F> {
  /** Null once the frame went away. */
  readonly senderFrame: F | null
}

/** The members of `webContents.ipc` that are used here; it hears this one page only. */
export interface PageIpc<F> {
  on(channel: string, listener: (event: Spoken<F>, ...args: unknown[]) => void): unknown
  handle(channel: string, listener: (event: Spoken<F>, ...args: unknown[]) => Promise<boolean>): void
}

export type SendHandlers<F> = { readonly [C in PageSend]: (frame: F, ...args: PageSends[C]) => void }
export type AskHandlers = { readonly [C in PageAsk]: (...args: PageAsks[C]) => boolean | Promise<boolean> }

/** Only the app's own page, in the main frame, has anything to say. */
function isTrusted(frame: SpeakingFrame | null, origin: AppOrigin): boolean {
  return frame !== null && frame.parent === null && isAppUrl(origin, frame.url)
}

/** Registers every channel of the map. What fails on our side is logged, and answered with no. */
export function guardIpc<F extends SpeakingFrame>(
  ipc: PageIpc<F>,
  parts: { origin: AppOrigin; sends: SendHandlers<F>; asks: AskHandlers; log: Log },
): void {
  const { origin, log } = parts
  for (const channel of Object.keys(pageSends) as PageSend[]) {
    // One handler for one channel; the compiler cannot follow the pair through the loop.
    const handler = parts.sends[channel] as (frame: F, ...args: unknown[]) => void
    ipc.on(channel, ({ senderFrame }, ...args) => {
      const spoken = read(channel, pageSends[channel], senderFrame, args)
      if (spoken === null) return
      try {
        handler(spoken.frame, ...spoken.args)
      } catch (error) {
        log(`${channel} failed: ${describeError(error)}`)
      }
    })
  }
  for (const channel of Object.keys(pageAsks) as PageAsk[]) {
    const handler = parts.asks[channel] as (...args: unknown[]) => boolean | Promise<boolean>
    ipc.handle(channel, async ({ senderFrame }, ...args) => {
      const spoken = read(channel, pageAsks[channel], senderFrame, args)
      if (spoken === null) return false
      try {
        return await handler(...spoken.args)
      } catch (error) {
        log(`${channel} failed: ${describeError(error)}`)
        return false
      }
    })
  }

  function read(
    channel: string,
    schema: v.GenericSchema<unknown, readonly unknown[]>,
    frame: F | null,
    args: readonly unknown[],
  ): { frame: F; args: readonly unknown[] } | null {
    if (frame === null || !isTrusted(frame, origin)) {
      log(`${channel} refused: not from the app's page`)
      return null
    }
    const checked = v.safeParse(schema, args)
    if (!checked.success) {
      log(`${channel} refused: malformed`)
      return null
    }
    return { frame, args: checked.output }
  }
}
