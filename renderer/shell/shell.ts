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
  'openView' | 'placeView' | 'focusView' | 'closeView' | 'commandView' | 'setGrants' | 'onViewEvent'
>

/** Files that pages send, where the shell takes them itself; elsewhere the browser shows them in its own way. */
export type Downloads = Pick<PreloadApi, 'onDownload' | 'cancelDownload' | 'showDownload'>

/** A call wants to show a screen, where the shell asks which one; elsewhere the browser asks. */
export type ScreenWishes = Pick<PreloadApi, 'onScreenWish' | 'chooseScreen'>

export interface Shell {
  readonly name: 'electron' | 'browser'
  /** Null when the shell has none: the page then uses sandboxed frames. */
  readonly nativeViews: NativeViews | null
  /** Null: the browser takes downloads, and shows them. */
  readonly downloads: Downloads | null
  /** Null: the browser asks which screen is shown. */
  readonly screenWishes: ScreenWishes | null
  /** Deletes all that a host keeps on this computer; false when it did not work. Null: the shell cannot. */
  readonly wipeHost: ((origin: string) => Promise<boolean>) | null
  /** Keeps the window, small, above the others. Null: the shell cannot. */
  readonly keepOnTop: ((on: boolean) => void) | null
  /** Opens a page that may not be framed in a window of the app's own. Null: views need none. */
  readonly openWindow: ((url: string) => void) | null
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
