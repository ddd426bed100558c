/** The members of a view's contents (`WebContents`) that the files about views use, and the view itself. */
import type { ViewCommand } from '../bridge/shell-api.ts'
import type { Rectangle } from './view-place.ts'

export interface KeyPress {
  readonly type: string
  /** As `KeyboardEvent.key` and `.code`. */
  readonly key: string
  readonly code: string
  readonly control: boolean
  readonly alt: boolean
  readonly shift: boolean
  readonly meta: boolean
  readonly isComposing: boolean
}

interface Preventable {
  preventDefault(): void
}

export interface ViewContents {
  on(
    event: 'did-start-navigation',
    listener: (going: { readonly isMainFrame: boolean; readonly isSameDocument: boolean }) => void,
  ): unknown
  on(event: 'did-finish-load', listener: () => void): unknown
  on(event: 'did-frame-finish-load', listener: (event: unknown, isMainFrame: boolean) => void): unknown
  on(event: 'destroyed' | 'focus', listener: () => void): unknown
  on(event: 'enter-html-full-screen', listener: () => void): unknown
  on(event: 'leave-html-full-screen', listener: () => void): unknown
  on(
    event: 'did-fail-load',
    listener: (event: unknown, code: number, reason: string, url: string, isMainFrame: boolean) => void,
  ): unknown
  on(
    event: 'render-process-gone',
    listener: (event: unknown, details: { readonly reason: string }) => void,
  ): unknown
  on(event: 'before-input-event', listener: (event: Preventable, key: KeyPress) => void): unknown
  on(
    event: 'before-mouse-event',
    listener: (event: unknown, mouse: { readonly type: string }) => void,
  ): unknown
  on(event: 'input-event', listener: (event: unknown, input: { readonly type: string }) => void): unknown
  on(event: 'page-title-updated', listener: (event: unknown, title: string) => void): unknown
  on(event: 'did-navigate', listener: (event: unknown, url: string) => void): unknown
  on(
    event: 'did-navigate-in-page',
    listener: (event: unknown, url: string, isMainFrame: boolean) => void,
  ): unknown
  on(event: 'audio-state-changed', listener: (event: { readonly audible: boolean }) => void): unknown
  on(
    event: 'found-in-page',
    listener: (
      event: unknown,
      result: {
        readonly activeMatchOrdinal: number
        readonly matches: number
        readonly finalUpdate: boolean
      },
    ) => void,
  ): unknown
  on(event: 'will-prevent-unload', listener: (event: Preventable) => void): unknown
  readonly navigationHistory: { canGoBack(): boolean; goBack(): void }
  loadURL(url: string): Promise<void>
  getURL(): string
  getTitle(): string
  reload(): void
  setZoomFactor(factor: number): void
  findInPage(text: string, options: { forward: boolean; findNext: boolean }): unknown
  stopFindInPage(action: 'clearSelection'): void
  print(): void
  setAudioMuted(muted: boolean): void
  setWebRTCIPHandlingPolicy(policy: 'default_public_interface_only' | 'disable_non_proxied_udp'): void
  executeJavaScriptInIsolatedWorld(worldId: number, scripts: { code: string }[]): Promise<unknown>
  isFocused(): boolean
  focus(): void
  isDestroyed(): boolean
  close(): void
}

/** The members of `WebContentsView` that are used here. */
export interface ServiceView {
  /** Undefined once its page was destroyed. */
  readonly webContents: ViewContents | undefined
  setBackgroundColor(color: string): void
  setBounds(bounds: Rectangle): void
  setVisible(visible: boolean): void
}

/** What concerns the page of any view; `call` goes another way. */
export type PageCommand = Exclude<ViewCommand, { readonly type: 'call' }>
