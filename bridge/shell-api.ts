/**
 * What a shell (Electron, or a browser with the engine beside it) does for the page. The page finds its
 * shell once (renderer/shell) and asks no further who it is.
 */
import type { ServiceKind } from './services.ts'

/** A rectangle of the page in CSS pixels, from the top left corner of the window. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface ViewRequest {
  /** Names the view for later calls; chosen by the page, [a-z0-9-]{1,40}. */
  readonly id: string
  readonly url: string
  readonly kind: ServiceKind
}

/** What happens in a view that the page should know of. */
export type ViewEvent =
  | { readonly id: string; readonly type: 'loading' }
  | { readonly id: string; readonly type: 'loaded'; readonly title: string }
  /** `reason` is Chromium's own short word, such as ERR_NAME_NOT_RESOLVED. */
  | { readonly id: string; readonly type: 'failed'; readonly reason: string }
  /** The person asked to go back to the app from inside the view (F6). */
  | { readonly id: string; readonly type: 'left' }

/** The voice ports by what is at their other end. */
export type PortKind = 'rpc' | 'mic' | 'ear'

/** The message that brings a port into the page: `window` message, with the port in `ports[0]`. */
export interface PortArrival {
  readonly chatierePort: PortKind
  /** Counts the engine's lives: ports of an older one are dead. */
  readonly epoch: number
}

/**
 * Electron's preload puts this on `window.chatiere`. Ports cannot pass contextBridge: they arrive as
 * window messages (see {@link PortArrival}) after `connect()`.
 */
export interface PreloadApi {
  connect(): void
  openView(request: ViewRequest): Promise<boolean>
  /** Null hides the view without ending it. */
  placeView(id: string, bounds: Bounds | null): void
  focusView(id: string): void
  closeView(id: string): void
  /** http, https and mailto only; false when refused. */
  openExternal(url: string): Promise<boolean>
  onViewEvent(listener: (event: ViewEvent) => void): () => void
  /** A link the system handed to the app (mumble:// or chatiere://). */
  onLink(listener: (link: string) => void): () => void
}
