/** Where pages may go. Decisions are pure; {@link guardContents} hangs them on a page. */
import { externalUrl } from './external.ts'
import { type AppOrigin, isAppUrl } from './origin.ts'
import type { Asker } from './permissions.ts'

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

/** The members of a page's contents that are used here. */
export interface GuardedContents {
  on(event: 'will-frame-navigate' | 'will-redirect', listener: (going: Going) => void): unknown
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void
}

/** Hangs the rules on a page: no way out, no windows of its own, no webviews. */
export function guardContents(
  contents: GuardedContents,
  asker: Asker,
  parts: { readonly origin: AppOrigin; readonly openExternal: (url: string) => Promise<boolean> },
): void {
  contents.on('will-frame-navigate', going => {
    const verdict = judgeNavigation(asker, going.url, going.isMainFrame, parts.origin)
    if (verdict === 'allow') return
    going.preventDefault()
    if (verdict === 'outside') void parts.openExternal(going.url)
  })
  contents.on('will-redirect', going => {
    const verdict = judgeRedirect(asker, going.url, going.isMainFrame, parts.origin)
    if (verdict !== 'allow') going.preventDefault()
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void parts.openExternal(url)
    return { action: 'deny' }
  })
}
