/** Where pages may go. Decisions are pure; {@link guardContents} hangs them on a page. */
import type { Referrer } from 'electron'
import { externalUrl } from '../bridge/external-link.ts'
import { createGesture, type GestureContents, watchGestures } from './gesture.ts'
import { type AppOrigin, isAppUrl, isCallPageUrl } from './origin.ts'
import type { Asker } from './permissions.ts'
import { judgePopup } from './popups.ts'

/** `outside`: not here, but the person's own browser or mail program may have it. */
export type Verdict = 'allow' | 'refuse' | 'outside'

/** A page or a frame of it wants to go to `url`. */
export function judgeNavigation(asker: Asker, url: string, isMainFrame: boolean, origin: AppOrigin): Verdict {
  if (asker === 'app') {
    // The app's page frames nothing and goes nowhere; loading itself anew is allowed.
    if (!isMainFrame) return 'refuse'
    if (isAppUrl(origin, url)) return 'allow'
    return externalUrl(url) === null ? 'refuse' : 'outside'
  }
  // The room inside may not put itself in the call page's place.
  if (asker !== 'view' && isMainFrame) return isCallPageUrl(url) ? 'allow' : 'refuse'
  if (!URL.canParse(url)) return 'refuse'
  const { protocol, href } = new URL(url)
  if (protocol === 'http:' || protocol === 'https:') return 'allow'
  // Editors build their text area in empty frames of their own.
  if (!isMainFrame) return /^about:(?:blank|srcdoc)(?:[?#]|$)/.test(href) ? 'allow' : 'refuse'
  // Only a link of the page itself: a frame could send mail programs at the person unseen.
  return externalUrl(url) === null ? 'refuse' : 'outside'
}

/** A server sends a page or a frame on to `url`: the same rules, but nothing opens outside unasked. */
export function judgeRedirect(asker: Asker, url: string, isMainFrame: boolean, origin: AppOrigin): Verdict {
  return judgeNavigation(asker, url, isMainFrame, origin) === 'allow' ? 'allow' : 'refuse'
}

interface Going {
  readonly url: string
  readonly isMainFrame: boolean
  preventDefault(): void
}

interface Opening {
  readonly url: string
  readonly referrer: Referrer
  readonly postBody?: unknown
}

/** The members of a page's contents that are used here. */
export interface GuardedContents extends GestureContents {
  on: GestureContents['on'] & {
    (event: 'will-frame-navigate', listener: (going: Going) => void): unknown
    (event: 'will-redirect', listener: (going: Going) => void): unknown
    (event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown
  }
  setWindowOpenHandler(handler: (details: Opening) => { action: 'deny' }): void
  getURL(): string
  isDestroyed(): boolean
  loadURL(url: string, options: { httpReferrer: Referrer }): Promise<void>
}

/** Hangs the rules on a page: no way out, no windows of its own, no webviews. */
export function guardContents(
  contents: GuardedContents,
  asker: Asker,
  parts: {
    readonly origin: AppOrigin
    readonly openExternal: (url: string) => Promise<boolean>
    /** The person pressed something in the page. */
    readonly pressed: () => void
  },
): void {
  const gesture = createGesture()
  watchGestures(contents, () => {
    gesture.note()
    parts.pressed()
  })
  contents.on('will-frame-navigate', going => {
    const verdict = judgeNavigation(asker, going.url, going.isMainFrame, parts.origin)
    if (verdict === 'allow') return
    going.preventDefault()
    if (verdict === 'outside' && (asker === 'app' || gesture.take())) void parts.openExternal(going.url)
  })
  contents.on('will-redirect', going => {
    const verdict = judgeRedirect(asker, going.url, going.isMainFrame, parts.origin)
    if (verdict !== 'allow') going.preventDefault()
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url, referrer, postBody }) => {
    const wish = { url, pageUrl: contents.getURL(), hasBody: postBody !== undefined && postBody !== null }
    const verdict = judgePopup(asker, wish, gesture.take)
    if (verdict === 'outside') void parts.openExternal(url)
    // Not inside the handler, which must answer first; a load that fails tells the view so itself.
    if (verdict === 'here') {
      setImmediate(() => {
        if (!contents.isDestroyed()) contents.loadURL(url, { httpReferrer: referrer }).catch(() => {})
      })
    }
    return { action: 'deny' }
  })
}
