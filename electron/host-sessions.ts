/** One session for each host and use: guarded and set up once, before anything is loaded with it. */
import type { Session } from 'electron'
import type { Grant } from '../bridge/service-permissions.ts'
import type { ScreenWish, ViewRequest } from '../bridge/shell-api.ts'
import { createCallPageHandler } from './call-page.ts'
import type { DownloadSession, Downloads } from './downloads.ts'
import { createGesture, type Gesture } from './gesture.ts'
import type { Log } from './log-file.ts'
import { createNetworkGuard, type NetworkGuard } from './network-guard.ts'
import type { AppOrigin } from './origin.ts'
import {
  type Asker,
  asksNobody,
  type CallAsker,
  type GuardedSession,
  guardSession,
  type PermissionParts,
} from './permissions.ts'
import { type SchemeRegistry, servePage } from './scheme.ts'
import {
  type CaptureRequest,
  type CaptureSource,
  createScreenShare,
  type GetSources,
  type ScreenShare,
} from './screen-share.ts'
import { quietSpelling } from './spelling.ts'
import { plainUserAgent } from './user-agent.ts'
import type { ViewSession } from './views.ts'
import { type RequestHooks, watchRequests } from './web-requests.ts'

/** The members of a session that are used here. */
export interface HostSession<S extends CaptureSource>
  extends GuardedSession,
    DownloadSession,
    Pick<Session, 'setSpellCheckerEnabled' | 'setSpellCheckerLanguages' | 'getUserAgent' | 'setUserAgent'> {
  readonly webRequest: RequestHooks
  readonly protocol: SchemeRegistry
  resolveHost(name: string): Promise<{ readonly endpoints: readonly { readonly address: string }[] }>
  setDisplayMediaRequestHandler(
    handler: (request: CaptureRequest, answer: (streams: { video: S } | null) => void) => void,
    options: { useSystemPicker: boolean },
  ): void
}

interface CallState<S> {
  /** The room's. */
  readonly origin: string
  grants: readonly Grant[]
  /** The view that was opened last with this session: it is the one that asks. */
  viewId: string
  readonly share: ScreenShare<S>
}

export interface HostSessions<H> {
  prepare(request: ViewRequest, partition: string): ViewSession
  /** Who a page of this session is. */
  askerOf(session: H): Asker
  /** The person pressed something in a page of this session. */
  notePress(session: H): void
  /** What the person agrees to for a host from now on. A question that it leaves nothing to ask is over. */
  setGrants(origin: string, grants: readonly Grant[]): void
  /** A view is gone, and what it asked with it. */
  viewEnded(viewId: string): void
  /** The person's answer to a wish of this view. */
  chooseScreen(viewId: string, sourceId: string | null): void
  /** The page that would have answered is gone. */
  forgetWishes(): void
}

export function createHostSessions<S extends CaptureSource, H extends HostSession<S>>(parts: {
  readonly fromPartition: (partition: string) => H
  readonly origin: AppOrigin
  readonly askSystem: PermissionParts['askSystem']
  readonly downloads: Downloads
  /** The built pages, absolute. */
  readonly pages: string
  /** The call page's preload, absolute. */
  readonly callPreload: string
  readonly getSources: GetSources<S>
  readonly picker: 'page' | 'portal' | 'system'
  readonly wish: (wish: ScreenWish) => void
  /** The person pressed a call's own button for a screen, without having agreed to screens for its host. */
  readonly askConsent: (viewId: string) => void
  readonly platform: NodeJS.Platform
  readonly log: Log
}): HostSessions<H> {
  const guards = new Map<string, NetworkGuard>()
  const calls = new Map<string, CallState<S>>()
  const askers = new Map<H, CallAsker>()
  const gestures = new Map<H, Gesture>()

  function setUp(session: H, url: string, ofCall: boolean): NetworkGuard {
    gestures.set(session, createGesture())
    session.setUserAgent(plainUserAgent(session.getUserAgent()))
    quietSpelling(session, parts.platform)
    parts.downloads.watch(session)
    const guard = createNetworkGuard(async name =>
      (await session.resolveHost(name)).endpoints.map(({ address }) => address),
    )
    watchRequests(session.webRequest, { guard, framed: ofCall ? new URL(url).origin : null, log: parts.log })
    return guard
  }

  function setUpCall(session: H, partition: string, { id, url, grants }: ViewRequest): void {
    const { origin, host } = new URL(url)
    const pressed = pressedIn(session)
    // An older way to capture asks as often as it likes: only who pressed something is asked.
    const askConsent = () => {
      if (pressed()) parts.askConsent(state.viewId)
    }
    const share = createScreenShare<S>({
      origin,
      picker: parts.picker,
      granted: () => state.grants.includes('screen'),
      getSources: parts.getSources,
      wish: sources => parts.wish({ viewId: state.viewId, sources }),
      refused: askConsent,
      log: parts.log,
    })
    const state: CallState<S> = { origin, grants, viewId: id, share }
    const asker: CallAsker = { origin, grants: () => state.grants }
    calls.set(partition, state)
    askers.set(session, asker)
    servePage(session.protocol, createCallPageHandler(parts.pages, host))
    session.setDisplayMediaRequestHandler((request, answer) => void share.take(request, answer), {
      useSystemPicker: parts.picker === 'system',
    })
    guardSession(session, asker, {
      origin: parts.origin,
      askSystem: parts.askSystem,
      askScreen: () => share.permit(),
      askConsent,
      pressed,
    })
  }

  function pressedIn(session: H): () => boolean {
    return () => gestures.get(session)?.isFresh() === true
  }

  return {
    prepare(request, partition) {
      const ofCall = request.kind === 'video'
      const session = parts.fromPartition(partition)
      let guard = guards.get(partition)
      if (guard === undefined) {
        guard = setUp(session, request.url, ofCall)
        guards.set(partition, guard)
        if (ofCall) setUpCall(session, partition, request)
        else
          guardSession(session, 'view', { ...asksNobody, origin: parts.origin, pressed: pressedIn(session) })
      }
      if (request.nearby) guard.allow(new URL(request.origin).host)
      const state = calls.get(partition)
      if (state !== undefined) {
        state.grants = request.grants
        state.viewId = request.id
      }
      return { partition, preload: ofCall ? parts.callPreload : null }
    },
    askerOf: session => askers.get(session) ?? 'view',
    notePress: session => gestures.get(session)?.note(),
    setGrants(origin, grants) {
      for (const state of calls.values()) {
        if (state.origin !== origin) continue
        state.grants = grants
        if (!grants.includes('screen')) state.share.stop()
      }
    },
    viewEnded(viewId) {
      for (const state of calls.values()) if (state.viewId === viewId) state.share.stop()
    },
    chooseScreen(viewId, sourceId) {
      for (const state of calls.values()) if (state.viewId === viewId) state.share.choose(sourceId)
    },
    forgetWishes() {
      for (const { share } of calls.values()) share.stop()
    },
  }
}
