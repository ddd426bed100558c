/**
 * What a shell (Electron, or a browser with the engine beside it) does for the page. The page finds its
 * shell once (renderer/shell) and asks no further who it is.
 */
import type { CallCommand, CallEvent } from './call-api.ts'
import type { PageKey } from './page-keys.ts'
import type { Grant } from './service-permissions.ts'
import type { ServiceKind } from './services.ts'

/** A rectangle of the page in CSS pixels, from the top left corner of the window. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Views of the shell at once: enough for any desk; a page gone mad stops here. */
export const MOST_VIEWS = 12

export interface ViewRequest {
  /** Names the view for later calls; chosen by the page, [a-z0-9-]{1,40}. */
  readonly id: string
  /** What is opened; for a call (`video`) the room, which the shell opens in the call page. */
  readonly url: string
  /**
   * Whose storage the view has, as `https://pad.example.org`: of the address that was first asked for, wherever that
   * leads to by now.
   */
  readonly origin: string
  /** That address leads into the person's own network, and they know of it: the view may reach this host there. */
  readonly nearby: boolean
  /** Null: a page of the collective that is of none of our kinds. */
  readonly kind: ServiceKind | null
  /** What the person agreed to for this very host; means nothing but in a call. */
  readonly grants: readonly Grant[]
  /** 1 = 100 %. */
  readonly zoom: number
}

/** What a view is told to do. */
export type ViewCommand =
  | { readonly type: 'reload' }
  | { readonly type: 'back' }
  /** 0.3 .. 3; 1 = 100 %. */
  | { readonly type: 'zoom'; readonly factor: number }
  /** The next place with this text, or the one before. */
  | { readonly type: 'find'; readonly text: string; readonly forward: boolean }
  | { readonly type: 'stop-find' }
  | { readonly type: 'print' }
  | { readonly type: 'silence'; readonly on: boolean }
  /** For the call page: a CallCommand (call-api.ts). */
  | { readonly type: 'call'; readonly command: CallCommand }

/** What happens in a view that the page should know of. */
export type ViewEvent =
  | { readonly id: string; readonly type: 'loading' }
  | { readonly id: string; readonly type: 'loaded'; readonly title: string }
  /** `reason` is Chromium's own short word, such as ERR_NAME_NOT_RESOLVED. */
  | { readonly id: string; readonly type: 'failed'; readonly reason: string }
  /** The person asked to go back to the app from inside the view (F6). */
  | { readonly id: string; readonly type: 'left' }
  /** At most a few a second; at most 200 characters, one line. */
  | { readonly id: string; readonly type: 'title'; readonly title: string }
  /** Where the main frame is now: after redirects, and when the site made something. */
  | { readonly id: string; readonly type: 'address'; readonly url: string; readonly canGoBack: boolean }
  | { readonly id: string; readonly type: 'audible'; readonly on: boolean }
  /** The person typed or clicked in the page since it was loaded: it may hold what is not saved yet. */
  | { readonly id: string; readonly type: 'edited' }
  /** `current` counts from 1; both 0 when nothing is found. */
  | { readonly id: string; readonly type: 'found'; readonly current: number; readonly total: number }
  /** The keyboard is in the page now. */
  | { readonly id: string; readonly type: 'entered' }
  /** Ctrl+F, Ctrl+plus, minus and 0 pressed inside the view: the bar does it. */
  | { readonly id: string; readonly type: 'key'; readonly key: PageKey }
  /** From the call page: a CallEvent (call-api.ts). */
  | { readonly id: string; readonly type: 'call'; readonly event: CallEvent }
  /** The person pressed the room's own button for a screen, and never agreed to screens for its host: it was refused. */
  | { readonly id: string; readonly type: 'screen-asked' }

/** A file that a page of a host sends. The name is made safe; the folder is the person's own downloads folder. */
export interface Download {
  readonly id: string
  readonly name: string
  /** The host that sends it. */
  readonly host: string
  readonly receivedBytes: number
  /** 0 = not said. */
  readonly totalBytes: number
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
}

/** A screen or a window that can be shown in a call. */
export interface ScreenSource {
  readonly id: string
  readonly name: string
  readonly kind: 'screen' | 'window'
  /** A small picture as a data: URL; empty = none. */
  readonly picture: string
}

/** A call wants to show a screen: one of these. Null: it wants none any more, nobody is to be asked. */
export interface ScreenWish {
  readonly viewId: string
  readonly sources: readonly ScreenSource[] | null
}

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
  commandView(id: string, command: ViewCommand): void
  /**
   * What the person agrees to for a host, whenever it changes: its open calls have this from now on. It is told before
   * the order that needs it.
   */
  setGrants(origin: string, grants: readonly Grant[]): void
  /** Deletes all that a host keeps on this computer (cookies, storage, caches); its open views reload. */
  wipeHost(origin: string): Promise<boolean>
  onDownload(listener: (download: Download) => void): () => void
  cancelDownload(id: string): void
  /** Shows the file in its folder. */
  showDownload(id: string): void
  /**
   * A call wants to show a screen: the page asks the person which, and answers once with {@link chooseScreen}.
   * Where the system asks by itself (Wayland, macOS) this is not called.
   */
  onScreenWish(listener: (wish: ScreenWish) => void): () => void
  /** Null: none. */
  chooseScreen(viewId: string, sourceId: string | null): void
  /** False: this desktop knows no window above the others (Wayland), and {@link keepOnTop} could only shrink it. */
  readonly staysOnTop: boolean
  /** The app's window stays above the others, small, while a call goes on. */
  keepOnTop(on: boolean): void
  /** http, https and mailto only; false when refused. */
  openExternal(url: string): Promise<boolean>
  onViewEvent(listener: (event: ViewEvent) => void): () => void
  /** A link the system handed to the app (mumble://, jitsi-meet:// or chatiere://). */
  onLink(listener: (link: string) => void): () => void
}
