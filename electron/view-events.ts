/** Tells the page what happens in a view: loading, title, address, sound, what is found, and that somebody worked in it. */
import { pageUrl } from '../bridge/invitation.ts'
import type { ViewEvent } from '../bridge/shell-api.ts'
import { oneLine } from './one-line.ts'
import { webOrigin } from './origin.ts'
import { createThrottle } from './throttle.ts'
import type { ViewContents } from './view-contents.ts'
import { isWriting } from './view-keys.ts'

/** ERR_ABORTED: a load that gave way to another one, or to a download. */
const ABORTED = -3

/** In characters; see bridge/shell-api.ts. */
const LONGEST_TITLE = 200

/** Least time between two titles, two addresses or two results, in ms: a page may change them in a loop. */
const STEADY_MS = 300

/** What is told of a view, without its name. */
type Told<E> = E extends ViewEvent ? Omit<E, 'id'> : never
export type ViewNews = Told<ViewEvent>

/**
 * @param room the origin of the room that a call's page frames; null: no call. A call is told of when the room's frame
 *   does not load, and the address of our own call page is nobody's news.
 */
export function watchContents(
  contents: ViewContents,
  parts: { readonly room: string | null; readonly tell: (news: ViewNews) => void },
): void {
  const { room, tell } = parts
  let failed = false
  let roomLoaded = false
  let edited = false
  const fail = (reason: string) => {
    failed = true
    tell({ type: 'failed', reason })
  }
  contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (!isMainFrame || isSameDocument) return
    failed = false
    roomLoaded = false
    tell({ type: 'loading' })
  })
  contents.on('did-finish-load', () => {
    if (!failed) tell({ type: 'loaded', title: oneLine(contents.getTitle(), LONGEST_TITLE) })
  })
  contents.on('did-frame-finish-load', (_event, isMainFrame) => {
    if (!isMainFrame) roomLoaded = true
  })
  contents.on('did-fail-load', (_event, code, reason, url, isMainFrame) => {
    // Once the room is there, a frame of its own that fails is its own business.
    const ofRoom = room !== null && !roomLoaded && webOrigin(url) === room
    if ((isMainFrame || ofRoom) && code !== ABORTED) fail(errorName(reason))
  })
  contents.on('render-process-gone', (_event, { reason }) => fail(`ERR_PAGE_${reason.toUpperCase()}`))

  const titles = createThrottle<string>(STEADY_MS, title => tell({ type: 'title', title }))
  contents.on('page-title-updated', (_event, title) => titles.offer(oneLine(title, LONGEST_TITLE)))

  const addresses = createThrottle<string>(STEADY_MS, url => {
    if (contents.isDestroyed()) return
    tell({ type: 'address', url, canGoBack: contents.navigationHistory.canGoBack() })
  })
  const moved = (address: string) => {
    const url = room === null ? pageUrl(address) : null
    if (url !== null) addresses.offer(url)
  }
  contents.on('did-navigate', (_event, url) => {
    edited = false
    moved(url)
  })
  contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
    if (isMainFrame) moved(url)
  })

  contents.on('audio-state-changed', ({ audible }) => tell({ type: 'audible', on: audible }))
  const results = createThrottle<{ current: number; total: number }>(STEADY_MS, result =>
    tell({ type: 'found', ...result }),
  )
  contents.on('found-in-page', (_event, { activeMatchOrdinal, matches, finalUpdate }) => {
    if (finalUpdate) results.offer({ current: matches > 0 ? activeMatchOrdinal : 0, total: matches })
  })

  const edit = () => {
    if (edited) return
    edited = true
    tell({ type: 'edited' })
  }
  contents.on('before-input-event', (_event, key) => {
    if (isWriting(key)) edit()
  })
  contents.on('before-mouse-event', (_event, mouse) => {
    if (mouse.type === 'mouseDown') edit()
  })
  contents.on('input-event', (_event, input) => {
    if (input.type === 'gestureTap') edit()
  })

  contents.on('destroyed', () => {
    titles.stop()
    addresses.stop()
    results.stop()
  })
}

/** Chromium's name of an error, out of whatever text it came in. Addresses must not leak into it. */
export function errorName(text: string): string {
  return text.match(/ERR_[A-Z0-9_]+/)?.[0] ?? 'ERR_FAILED'
}
