/**
 * Showing a screen needs a fresh gesture in the very frame that asks for it. Our bar's button was pressed in another
 * page, so the press is lent to the room's frame: for this one order, if the call has screens, to its exact origin.
 */
import type { Asker } from './permissions.ts'

/** The members of a `WebFrameMain` that are used here. */
interface Frame {
  readonly origin: string
  executeJavaScript(code: string, userGesture: boolean): Promise<unknown>
}

/** The members of a call view's contents that are used here. */
export interface GestureLender {
  readonly mainFrame: { readonly frames: readonly Frame[] }
}

/**
 * Gives the room's frame a transient activation of 5 s (blink `LocalFrameMojoHandler::JavaScriptExecuteRequestForTests`
 * notifies one before it evaluates; `MediaDevices::getDisplayMedia` looks for one and does not use it up). Not waited
 * for: what is posted to the frame later arrives later, over the same interface (`blink.mojom.LocalFrame`).
 * Without it the host's own button is left, so nothing that fails here is an error.
 */
export function lendGesture(contents: GestureLender, asker: Asker): void {
  if (typeof asker !== 'object' || !asker.grants().includes('screen')) return
  try {
    // The frames of the call page alone: what the room itself frames gets nothing.
    const room = contents.mainFrame.frames.find(frame => frame.origin === asker.origin)
    room?.executeJavaScript('0', true).catch(() => {})
  } catch {
    // A frame that is just going throws at every word.
  }
}
