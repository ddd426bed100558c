/** What the page needs of whatever shows it, and the one place that finds out which that is. */
import type { PreloadApi } from '../../bridge/shell-api.ts'
import type { Duplex } from '../engine-link/duplex.ts'
import { browserShell } from './browser.ts'
import { electronShell } from './electron.ts'
import { createVoiceRelay } from './voice-relay.ts'

/** The ends of the voice lines that go to the audio threads. */
export interface VoicePorts {
  readonly mic: MessagePort
  readonly ear: MessagePort
}

/** Views of the shell's own, laid over the page (Electron). Without them a page is shown in a frame. */
export type NativeViews = Pick<
  PreloadApi,
  'openView' | 'placeView' | 'focusView' | 'closeView' | 'onViewEvent'
>

export interface Shell {
  readonly name: 'electron' | 'browser'
  /** Null when the shell has none: the page then uses sandboxed frames. */
  readonly nativeViews: NativeViews | null
  /**
   * Asks for an engine, and again each time the last one is lost. Each line that comes replaces the one
   * before; the voice lines to the same engine are joined by then.
   */
  connect(onLine: (line: Duplex) => void): void
  /** Stops asking: another window has the engine. */
  disconnect(): void
  /** A fresh pair of voice ports; they outlive the engine, and the pair before is dead. */
  takeVoicePorts(): VoicePorts
  /** Opens an address in the person's own browser. False when it was refused. */
  openExternal(url: string): Promise<boolean>
  /** A link the system handed to the app. The answer ends listening. */
  onLink(listener: (link: string) => void): () => void
}

export function findShell(): Shell {
  const relay = createVoiceRelay()
  return window.chatiere === undefined ? browserShell(relay) : electronShell(window.chatiere, relay)
}
