/**
 * Service views: pages of hosts beside the voices. Each is a page of its own process, in its host's partition, and
 * ends with the app's page. A call's view holds our call page, which frames the room.
 */
import type { WebPreferences } from 'electron'
import type { CallEvent } from '../bridge/call-api.ts'
import { pageUrl } from '../bridge/invitation.ts'
import { isPolicyHost } from '../bridge/page-policy.ts'
import { abilitiesOf, type Grant } from '../bridge/service-permissions.ts'
import {
  type Bounds,
  MOST_VIEWS,
  type ViewCommand,
  type ViewEvent,
  type ViewRequest,
} from '../bridge/shell-api.ts'
import type { CallLink } from './call-link.ts'
import { describeError, type Log } from './log-file.ts'
import { CALL_PAGE_URL, webOrigin } from './origin.ts'
import { steerContents, type ViewSteering } from './view-commands.ts'
import type { ServiceView, ViewContents } from './view-contents.ts'
import { errorName, watchContents } from './view-events.ts'
import type { Fullscreen } from './view-fullscreen.ts'
import { appKey } from './view-keys.ts'
import { partitionOf, windowBounds } from './view-place.ts'

/** Places that are remembered; see `place`. */
const MOST_PLACES = 50

export interface Views {
  /** False when the request is refused: not a page, or a service that is no page. */
  open(request: ViewRequest): boolean
  /**
   * Null hides the view. The last place of an id is kept: a page may tell it before it opens the view, or
   * while it opens the view anew.
   */
  place(id: string, bounds: Bounds | null): void
  focus(id: string): void
  close(id: string): void
  command(id: string, command: ViewCommand): void
  /** What the person agrees to for a host: its calls are opened anew with this. */
  setGrants(origin: string, grants: readonly Grant[]): void
  /** Ends the views that use the storage of an origin, does `between`, and opens them anew where they were. */
  renew(origin: string, between: () => Promise<void>): Promise<void>
  /** A view leaves fullscreen: puts it back to its place. */
  restore(view: ServiceView): void
  closeAll(): void
}

interface Open<V> {
  readonly request: ViewRequest
  readonly view: V
  readonly contents: ViewContents
  readonly steering: ViewSteering
  readonly call: CallLink | null
}

/** Which session a view gets, and what is put on it before anything is loaded. */
export interface ViewSession {
  readonly partition: string
  /** The call page's preload, as an absolute path; null: none. */
  readonly preload: string | null
}

/** What every service view is made with: nothing but a page, or our call page with its own small preload. */
function viewPreferences(
  { partition, preload }: ViewSession,
  request: ViewRequest,
  spellcheck: boolean,
): WebPreferences {
  const mayPlay = abilitiesOf(request.kind, request.grants).includes('autoplay')
  return {
    ...(preload === null ? {} : { preload }),
    partition,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    // Boxes of a page would hold up the whole app, one after the other.
    disableDialogs: true,
    spellcheck,
    zoomFactor: request.zoom,
    autoplayPolicy: mayPlay ? 'no-user-gesture-required' : 'document-user-activation-required',
  }
}

/**
 * `attach`/`detach` put a view into the window and take it out, and do nothing once the window is gone.
 * An id that is not open is no error: a view may have ended by itself.
 */
export function createViews<V extends ServiceView>(parts: {
  create: (preferences: WebPreferences) => V
  /** Makes the session ready for the request, before anything is loaded with it. */
  prepareSession: (request: ViewRequest, partition: string) => ViewSession
  /** Joins the call page in `view` to us. */
  linkCall: (view: V, hear: (event: CallEvent) => void) => CallLink
  attach: (view: V) => void
  detach: (view: V) => void
  fullscreen: Fullscreen<V>
  /** The page says it holds something unsaved: does the person leave it nevertheless? */
  askLeave: () => boolean
  platform: NodeJS.Platform
  spellcheck: boolean
  /** The app page's zoom; 1 = 100 %. */
  zoomFactor: () => number
  focusPage: () => void
  /** The view of this name is gone. */
  ended: (id: string) => void
  tell: (event: ViewEvent) => void
  log: Log
}): Views {
  const { tell, fullscreen } = parts
  const views = new Map<string, Open<V>>()
  const places = new Map<string, Bounds | null>()
  /** Views that are being opened anew; a `close` meanwhile takes them out. */
  const renewed = new Map<string, ViewRequest>()

  function watch(id: string, view: V, contents: ViewContents, request: ViewRequest): void {
    const current = () => views.get(id)?.view === view
    const ofCall = request.kind === 'video'
    watchContents(contents, {
      room: ofCall ? webOrigin(request.url) : null,
      tell: news => {
        if (current()) tell({ id, ...news } as ViewEvent)
      },
    })
    contents.on('before-input-event', (event, key) => {
      const meant = appKey(key, parts.platform)
      if (meant === null || !current()) return
      if (meant === 'escape') {
        if (fullscreen.view !== view) return
        event.preventDefault()
        fullscreen.leave(view)
        return
      }
      event.preventDefault()
      fullscreen.leave(view)
      if (meant === 'left' || meant === 'find') parts.focusPage()
      tell(meant === 'left' ? { id, type: 'left' } : { id, type: 'key', key: meant })
    })
    contents.on('focus', () => {
      if (current()) tell({ id, type: 'entered' })
    })
    contents.on('enter-html-full-screen', () => {
      if (current()) fullscreen.enter(view, new URL(ofCall ? request.url : contents.getURL()).host)
    })
    contents.on('leave-html-full-screen', () => fullscreen.left(view))
    contents.on('will-prevent-unload', event => {
      // Prevented means: it goes. A view that is closing, and a call, hold nobody back.
      if (!current() || ofCall || parts.askLeave()) event.preventDefault()
    })
    contents.on('destroyed', () => {
      fullscreen.left(view)
      if (!current()) return
      views.delete(id)
      parts.ended(id)
    })
  }

  function show(view: V, bounds: Bounds | null): void {
    if (fullscreen.view === view) {
      // A place is taken when the view leaves fullscreen; what must be seen instead of the view ends it.
      if (bounds === null) fullscreen.leave(view)
      return
    }
    if (bounds === null) {
      const focused = view.webContents?.isFocused() === true
      view.setVisible(false)
      if (focused) parts.focusPage()
      return
    }
    view.setBounds(windowBounds(bounds, parts.zoomFactor()))
    view.setVisible(true)
  }

  function end(id: string): void {
    const open = views.get(id)
    if (open === undefined) return
    const { view, contents } = open
    fullscreen.leave(view)
    views.delete(id)
    const focused = !contents.isDestroyed() && contents.isFocused()
    parts.detach(view)
    // A view taken out of its window lives on until its page is closed (electron#42884).
    if (!contents.isDestroyed()) contents.close()
    parts.ended(id)
    if (focused) parts.focusPage()
  }

  function begin(request: ViewRequest): boolean {
    const { id, kind, zoom } = request
    const url = pageUrl(request.url)
    const ofCall = kind === 'video'
    if (url === null || kind === 'audio' || (ofCall && !isRoomUrl(url))) return false
    end(id)
    if (views.size >= MOST_VIEWS) return false
    const origin = storageOf(request)
    const session = parts.prepareSession(
      { ...request, url, origin },
      partitionOf(origin, ofCall ? 'call' : 'pad'),
    )
    const view = parts.create(viewPreferences(session, request, parts.spellcheck))
    const contents = view.webContents
    if (contents === undefined) return false
    const call = ofCall ? parts.linkCall(view, event => tell({ id, type: 'call', event })) : null
    // A call speaks to servers and people, without telling them the addresses at home; a pad speaks to nobody so.
    contents.setWebRTCIPHandlingPolicy(ofCall ? 'default_public_interface_only' : 'disable_non_proxied_udp')
    views.set(id, { request, view, contents, steering: steerContents(contents, zoom), call })
    watch(id, view, contents, { ...request, url })
    view.setBackgroundColor('#ffffff')
    parts.attach(view)
    show(view, places.get(id) ?? null)
    // `did-fail-load` tells the page why; the rejection says the same once more.
    contents.loadURL(ofCall ? CALL_PAGE_URL : url).catch((error: unknown) => {
      parts.log(`a view did not load: ${errorName(describeError(error))}`)
    })
    return true
  }

  return {
    open(request) {
      renewed.delete(request.id)
      return begin(request)
    },
    place(id, bounds) {
      places.delete(id)
      places.set(id, bounds)
      const oldest = places.keys().next().value
      if (places.size > MOST_PLACES && oldest !== undefined) places.delete(oldest)
      const open = views.get(id)
      if (open !== undefined) show(open.view, bounds)
    },
    focus(id) {
      views.get(id)?.view.webContents?.focus()
    },
    close(id) {
      renewed.delete(id)
      end(id)
    },
    command(id, command) {
      const open = views.get(id)
      if (open === undefined || open.contents.isDestroyed()) return
      if (command.type === 'call') open.call?.command(command.command)
      else open.steering.carryOut(command)
    },
    setGrants(origin, grants) {
      for (const [id, open] of views) {
        const { request } = open
        if (storageOf(request) === origin) views.set(id, { ...open, request: { ...request, grants } })
      }
    },
    async renew(origin, between) {
      const ended: ViewRequest[] = []
      for (const [id, { request, contents }] of [...views]) {
        if (storageOf(request) !== origin) continue
        const again = { ...request, url: currentUrl(contents, request) }
        ended.push(again)
        renewed.set(id, again)
        end(id)
      }
      try {
        await between()
      } finally {
        for (const request of ended) {
          if (renewed.get(request.id) !== request) continue
          renewed.delete(request.id)
          begin(request)
        }
      }
    },
    restore(view) {
      for (const [id, open] of views) {
        if (open.view === view) show(open.view, places.get(id) ?? null)
      }
    },
    closeAll() {
      renewed.clear()
      for (const id of [...views.keys()]) end(id)
      places.clear()
    },
  }
}

/** A room is framed by our call page, whose policy names its host: https, and nothing odd in the name. */
function isRoomUrl(url: string): boolean {
  const { protocol, host } = new URL(url)
  return protocol === 'https:' && isPolicyHost(host)
}

/** A redirect never takes a view into the storage of another host; a call is always its room's own. */
function storageOf({ kind, url, origin }: ViewRequest): string {
  return kind === 'video' ? new URL(url).origin : origin
}

/** Where the page is now, if it is still at its host; a call is where it was opened. */
function currentUrl(contents: ViewContents, request: ViewRequest): string {
  const now = contents.isDestroyed() ? null : pageUrl(contents.getURL())
  return now !== null && webOrigin(now) === webOrigin(request.url) ? now : request.url
}
