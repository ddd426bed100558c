/**
 * The deck while the app runs: the state, the shell's views that follow it, what is asked of the engine, and
 * the clock that puts to sleep. Made once; it knows nothing of React.
 */
import type { EngineApi } from '../../bridge/engine-api.ts'
import { placeOfHostName } from '../../bridge/private-address.ts'
import type { Grant } from '../../bridge/service-permissions.ts'
import type { Settings } from '../../bridge/settings.ts'
import { MOST_VIEWS, type ViewCommand, type ViewEvent, type ViewRequest } from '../../bridge/shell-api.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import type { NativeViews } from '../shell/shell.ts'
import {
  type DeckAction,
  type DeckState,
  emptyDeck,
  homeOf,
  isAwake,
  type OpenRequest,
  originOf,
  reduceDeck,
  type Service,
  serviceAt,
  serviceOf,
  viewIdOf,
} from './deck.ts'
import { CERTIFICATE, TOO_MANY } from './service-words.ts'
import { roomMakers, sleepers } from './sleep.ts'

/** A small host needs a few seconds; after this long nobody waits for it in silence. In ms. */
export const SLOW_AFTER = 15_000

/** How often it is looked who may sleep, in ms. */
const LOOK_EVERY = 15_000

/** As a view of the shell takes it; 1 = 100 %. */
export const ZOOM_STEP = 0.1
const LEAST_ZOOM = 0.3
const MOST_ZOOM = 3

/** What is told of a view by its name: a view of the shell, or a frame that stands for one. */
type CommandListener = (command: ViewCommand) => void
type EventListener = (event: ViewEvent) => void

export interface Deck {
  readonly state: ReadableStore<DeckState>
  /** Where services are to be laid, by id. */
  readonly slots: ReadableStore<ReadonlyMap<string, HTMLElement>>
  /** Opens a service and takes it to the front; one that is open with this address is used again. Answers its id. */
  open(request: OpenRequest): string
  dispatch(action: Exclude<DeckAction, { type: 'open' | 'event' | 'preferences' }>): void
  /** Loads the page anew: as the shell does it, or in a new view when there is none that could. */
  reload(id: string): void
  /** Tells the view of a service; nothing happens while it has none. */
  command(id: string, command: ViewCommand): void
  /** 1 = 100 %; kept for the host. */
  zoom(id: string, factor: number): void
  silence(id: string, on: boolean): void
  /** What the person agrees to for a host: its open services have this from now on, and the shell is told. */
  setGrants(origin: string, grants: readonly Grant[]): void
  /** Keeps room for a service: its view lies over the element until the answer is called. */
  layIn(id: string, element: HTMLElement): () => void
  /** What happens in a frame, as a view of the shell tells it. `event.id` is the view's name. */
  tell(event: ViewEvent): void
  /** Takes the commands for a frame, by the name of its view. */
  receive(viewId: string, listener: CommandListener): () => void
  /** What happens in the view of a service. */
  onEvent(id: string, listener: EventListener): () => void
}

export interface DeckParts {
  /** Null: services are shown in frames, which the page draws. */
  readonly views: NativeViews | null
  readonly engine: Pick<EngineApi, 'hostPreferences' | 'setHostPreferences' | 'mayFrame' | 'whereLeads'>
  readonly settings: { readonly current: ReadableStore<Settings> }
  /** Of our own page: frames are within it. */
  readonly origin: string
  /** ms since 1970. */
  readonly now?: () => number
}

export function createDeck({ views, engine, settings, origin, now = Date.now }: DeckParts): Deck {
  const state = createStore<DeckState>(emptyDeck)
  const slots = createStore<ReadonlyMap<string, HTMLElement>>(new Map())
  const listeners = new Map<string, Set<EventListener>>()
  const frames = new Map<string, CommandListener>()
  const follow = views === null ? () => {} : followWith(views, fail)
  let named = 0
  let slow: ReturnType<typeof setTimeout> | undefined

  function dispatch(action: DeckAction): void {
    const before = state.get()
    const moved = reduceDeck(before, action)
    if (moved === before) return
    const after = views === null ? moved : withRoom(before, moved)
    state.set(after)
    follow(before, after)
    if (after.waking !== before.waking) {
      clearTimeout(slow)
      const { waking } = after
      if (waking !== null) slow = setTimeout(() => dispatch({ type: 'slow', id: waking }), SLOW_AFTER)
    }
  }

  /** The shell shows so many views and no more: those longest out of sight make room. */
  function withRoom(before: DeckState, full: DeckState): DeckState {
    const ids = roomMakers(before, full, MOST_VIEWS, settings.current.get().sleepAfterMinutes)
    return ids.length === 0 ? full : reduceDeck(full, { type: 'sleep', ids })
  }

  function fail(viewId: string): void {
    const tooMany = state.get().services.filter(isAwake).length > MOST_VIEWS
    dispatch({ type: 'event', viewId, event: { type: 'failed', reason: tooMany ? TOO_MANY : '' } })
  }

  function tell(event: ViewEvent): void {
    const service = state.get().services.find(each => isAwake(each) && viewIdOf(each) === event.id)
    if (service === undefined) return
    dispatch({ type: 'event', viewId: event.id, event })
    for (const listener of [...(listeners.get(service.id) ?? [])]) listener(event)
    if (event.type === 'loaded' && service.silenced) silence(service.id, true)
  }
  views?.onViewEvent(tell)

  function command(id: string, what: ViewCommand): void {
    const service = serviceOf(state.get(), id)
    if (service === undefined || !isAwake(service)) return
    const viewId = viewIdOf(service)
    if (views === null) frames.get(viewId)?.(what)
    else views.commandView(viewId, what)
  }

  function silence(id: string, on: boolean): void {
    dispatch({ type: 'silence', id, on })
    command(id, { type: 'silence', on })
  }

  /**
   * What the person agreed to and set for this host, and where it is; without an answer it loads as for the first time,
   * unless its very name says that it is nearby.
   */
  async function prepare(id: string, { url }: OpenRequest): Promise<void> {
    const origin = originOf(url)
    if (origin === null) return dispatch({ type: 'again', id })
    const [kept, leads] = await Promise.all([engine.hostPreferences(origin), engine.whereLeads(url)])
    const byName = placeOfHostName(new URL(url).hostname) === 'public' ? 'public' : 'private'
    dispatch({ type: 'leads', id, to: leads.ok ? leads.value : byName })
    dispatch({
      type: 'preferences',
      origin,
      grants: kept.ok ? (kept.value.grants ?? []) : [],
      ...(kept.ok ? { zoom: kept.value.zoom } : {}),
    })
  }

  /**
   * A frame that is refused stays empty, one whose certificate is refused shows nothing of use, and neither says where
   * it was led: the engine looks for itself, once.
   * @param prepared settles when the frame may be there
   */
  async function askFraming(id: string, request: OpenRequest, prepared: Promise<void>): Promise<void> {
    const asked = await engine.mayFrame({ url: request.address ?? request.url, kind: request.kind, origin })
    await prepared
    const service = serviceOf(state.get(), id)
    // Loaded anew: the person wanted to see for themselves.
    if (!asked.ok || service === undefined || service.round > 1) return
    const { allowed, trouble, url } = asked.value
    const viewId = viewIdOf(service)
    if (trouble !== null) tell({ id: viewId, type: 'failed', reason: CERTIFICATE })
    if (url !== null && url !== service.address) tell({ id: viewId, type: 'address', url, canGoBack: false })
    if (allowed === false) dispatch({ type: 'refuse-frame', id })
  }

  setInterval(() => {
    const ids = sleepers(state.get(), now(), settings.current.get().sleepAfterMinutes)
    if (ids.length > 0) dispatch({ type: 'sleep', ids })
  }, LOOK_EVERY)

  return {
    state,
    slots,
    dispatch,
    command,
    silence,
    setGrants: (origin, grants) => {
      dispatch({ type: 'preferences', origin, grants })
      views?.setGrants(origin, grants)
    },
    tell,
    open: request => {
      // What is made on a site is made anew each time.
      const open = (request.unmade ?? null) === null ? serviceAt(state.get(), request.url) : undefined
      if (open !== undefined) {
        if (request.ofMeeting !== true) dispatch({ type: 'show', id: open.id })
        else dispatch({ type: 'wake', id: open.id })
        return open.id
      }
      named += 1
      const id = `service-${named}`
      dispatch({ type: 'open', id, request, at: now() })
      const prepared = prepare(id, request)
      // A call has a page of ours around it, which tells what becomes of the host's.
      if (views === null && request.kind !== 'video') void askFraming(id, request, prepared)
      return id
    },
    reload: id => {
      const service = serviceOf(state.get(), id)
      if (service === undefined) return
      if (views !== null && service.phase === 'loaded') command(id, { type: 'reload' })
      else dispatch({ type: 'again', id })
    },
    zoom: (id, factor) => {
      const service = serviceOf(state.get(), id)
      const origin = service === undefined ? null : homeOf(service)
      if (origin === null) return
      const zoom = Math.round(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, factor)) * 10) / 10
      dispatch({ type: 'preferences', origin, zoom })
      for (const each of state.get().services) {
        if (homeOf(each) === origin) command(each.id, { type: 'zoom', factor: zoom })
      }
      void engine.setHostPreferences({ origin, zoom })
    },
    layIn: (id, element) => {
      const show = (next: ReadonlyMap<string, HTMLElement>) => {
        slots.set(next)
        dispatch({ type: 'in-sight', ids: [...next.keys()], at: now() })
      }
      show(new Map(slots.get()).set(id, element))
      return () => {
        // Another screen may have made room for it already.
        if (slots.get().get(id) !== element) return
        const next = new Map(slots.get())
        next.delete(id)
        show(next)
      }
    },
    receive: (viewId, listener) => {
      frames.set(viewId, listener)
      return () => {
        if (frames.get(viewId) === listener) frames.delete(viewId)
      }
    },
    onEvent: (id, listener) => {
      const those = listeners.get(id) ?? new Set()
      listeners.set(id, those.add(listener))
      return () => {
        those.delete(listener)
        if (those.size === 0 && listeners.get(id) === those) listeners.delete(id)
      }
    },
  }
}

/** Opens and closes the shell's views as services wake, load anew, sleep and end. */
function followWith(
  views: NativeViews,
  fail: (viewId: string) => void,
): (before: DeckState, after: DeckState) => void {
  return (before, after) => {
    if (before.services === after.services) return
    const old = new Map(before.services.filter(isAwake).map(service => [viewIdOf(service), service]))
    const awake = new Map(after.services.filter(isAwake).map(service => [viewIdOf(service), service]))
    for (const viewId of old.keys()) if (!awake.has(viewId)) views.closeView(viewId)
    for (const [viewId, service] of awake) {
      if (old.has(viewId)) continue
      void views.openView(requestOf(viewId, service)).then(opened => {
        if (!opened) fail(viewId)
      })
    }
  }
}

function requestOf(id: string, service: Service): ViewRequest {
  const { address, kind, grants, leads, zoom } = service
  const origin = homeOf(service) ?? ''
  return { id, url: address, origin, nearby: leads === 'own', kind, grants: grants ?? [], zoom }
}
