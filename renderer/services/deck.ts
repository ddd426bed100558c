/**
 * The services that are open: which lie in sight, which sleep, and what their pages told. One pure function
 * moves it on. A service stays open whatever screen is; a screen only keeps room for it.
 */
import type { Leads } from '../../bridge/engine-api.ts'
import type { Grant } from '../../bridge/service-permissions.ts'
import type { ServiceKind } from '../../bridge/services.ts'
import type { Unmade } from '../app-state.ts'
import { applyEvent, type ServiceEvent } from './service-event.ts'
import { asleep, begin, newService, quiet } from './service-phases.ts'

/**
 * `queued` waits for its turn to load. The others but `asleep` have a view, unless their host refuses frames: a page
 * that costs memory and may hold what is not saved.
 */
export type Phase = 'asleep' | 'queued' | 'loading' | 'loaded' | 'failed'

export interface Service {
  readonly id: string
  /** Null: a page of the collective that is of none of our kinds. */
  readonly kind: ServiceKind | null
  /** The address as it was asked for: it finds the service again. */
  readonly askedUrl: string
  /** Where the page is now, without what only this app adds: the link to hand out. */
  readonly url: string
  /** What is loaded: {@link url} with the person's name for a pad. */
  readonly address: string
  /** Who hosts it, by name; null = only the address is known. */
  readonly hostName: string | null
  /** What the person calls it; null = not named. */
  readonly name: string | null
  /** What the page calls itself; empty = it said nothing. */
  readonly pageTitle: string
  /** Still to be made on its site; its address is then pasted back. */
  readonly unmade: Unmade | null
  /** It belongs to a meeting, which ends it. */
  readonly ofMeeting: boolean
  /** Null until the engine told what was agreed and set for the host: nothing loads before. */
  readonly grants: readonly Grant[] | null
  /**
   * Where the address that was asked for leads. Null until the engine told; `private` waits for the person's word, and
   * has no view before.
   */
  readonly leads: Leads | null
  /** 1 = 100 %. */
  readonly zoom: number
  readonly phase: Phase
  /** Why it failed, in the shell's own short word; null = not said. */
  readonly reason: string | null
  /** Its host does not let it be shown in a frame: it has none, until the person wants to see for themselves. */
  readonly unframed: boolean
  /** Counts the loads of this service; each has a view of its own. 0 = never loaded. */
  readonly round: number
  readonly canGoBack: boolean
  readonly audible: boolean
  readonly silenced: boolean
  /** Something was typed since it was loaded, as far as the shell can tell. */
  readonly edited: boolean
  readonly inCall: boolean
  /** Where a search in the page stands. */
  readonly found: { readonly current: number; readonly total: number } | null
  /** Since when it is out of sight, ms since 1970; null while it is in sight. */
  readonly hiddenSince: number | null
}

export interface DeckState {
  /** In the order they were opened. */
  readonly services: readonly Service[]
  /** The one that the services' screen shows; null = none is open. */
  readonly front: string | null
  /** Two that are shown beside each other whenever one of them is in front. */
  readonly pair: readonly [string, string] | null
  /** The one that loads after its sleep: the next one waits for it. */
  readonly waking: string | null
  /** The one that had the keyboard last, in its page or its bar; null = the keyboard went elsewhere since. */
  readonly entered: string | null
}

export const emptyDeck: DeckState = { services: [], front: null, pair: null, waking: null, entered: null }

export interface OpenRequest {
  readonly url: string
  readonly kind: ServiceKind | null
  /** What is loaded, when it is not the address itself. */
  readonly address?: string
  readonly hostName?: string | null
  readonly name?: string | null
  readonly unmade?: Unmade | null
  readonly ofMeeting?: boolean
}

export type DeckAction =
  | { readonly type: 'open'; readonly id: string; readonly request: OpenRequest; readonly at: number }
  | { readonly type: 'close'; readonly id: string }
  /** Takes it to the front, and wakes it. */
  | { readonly type: 'show'; readonly id: string }
  | { readonly type: 'show-beside'; readonly id: string }
  /** The front one alone again. */
  | { readonly type: 'show-alone' }
  /** These lie in sight now, and no others. */
  | { readonly type: 'in-sight'; readonly ids: readonly string[]; readonly at: number }
  | { readonly type: 'sleep'; readonly ids: readonly string[] }
  | { readonly type: 'wake'; readonly id: string }
  /** Loads it anew, in a view of its own. */
  | { readonly type: 'again'; readonly id: string }
  /** The engine told where its address leads; `own` also when the person says that they know it. */
  | { readonly type: 'leads'; readonly id: string; readonly to: Leads }
  /** The keyboard is with this one; null = elsewhere. */
  | { readonly type: 'entered'; readonly id: string | null }
  /** Its host does not let it be shown in a frame. */
  | { readonly type: 'refuse-frame'; readonly id: string }
  /** It takes long: whoever waits for it waits no more. */
  | { readonly type: 'slow'; readonly id: string }
  /** What the engine keeps for a host, or what the person sets. */
  | {
      readonly type: 'preferences'
      readonly origin: string
      readonly grants?: readonly Grant[]
      readonly zoom?: number
    }
  | { readonly type: 'silence'; readonly id: string; readonly on: boolean }
  | { readonly type: 'stop-find'; readonly id: string }
  /** Of the view that is named `viewId`; one that is gone has no say. */
  | { readonly type: 'event'; readonly viewId: string; readonly event: ServiceEvent }

export function reduceDeck(state: DeckState, action: DeckAction): DeckState {
  return promote(reduce(state, action))
}

function reduce(state: DeckState, action: DeckAction): DeckState {
  switch (action.type) {
    case 'open':
      return {
        ...state,
        services: [...state.services, newService(action)],
        // A meeting keeps room for its pad by itself.
        front: action.request.ofMeeting === true ? (state.front ?? action.id) : action.id,
      }
    case 'close':
      return close(state, action.id)
    case 'show':
      if (serviceOf(state, action.id) === undefined) return state
      return { ...wake(state, action.id), front: action.id }
    case 'show-beside': {
      const { front } = state
      if (front === null || front === action.id || serviceOf(state, action.id) === undefined) return state
      return { ...wake(state, action.id), pair: [front, action.id] }
    }
    case 'show-alone':
      return { ...state, pair: null }
    case 'in-sight':
      return inSight(state, action.ids, action.at)
    case 'sleep':
      return changeAll(
        { ...state, waking: action.ids.includes(state.waking ?? '') ? null : state.waking },
        ({ id, phase }) => action.ids.includes(id) && phase !== 'asleep',
        asleep,
      )
    case 'wake':
      return wake(state, action.id)
    case 'entered':
      return state.entered === action.id ? state : { ...state, entered: action.id }
    case 'leads':
      return change(state, action.id, service => ({ ...service, leads: action.to }))
    case 'again':
      if (serviceOf(state, action.id)?.leads === 'private') return state
      return change(settled(state, action.id), action.id, service => begin({ ...service, unframed: false }))
    case 'refuse-frame':
      return change(settled(state, action.id), action.id, service => ({
        ...service,
        ...quiet,
        phase: 'failed',
        unframed: true,
      }))
    case 'slow':
      return settled(state, action.id)
    case 'preferences': {
      const { origin, grants, zoom } = action
      return changeAll(
        state,
        service => homeOf(service) === origin,
        service => ({ ...service, grants: grants ?? service.grants, zoom: zoom ?? service.zoom }),
      )
    }
    case 'silence':
      return change(state, action.id, service => ({ ...service, silenced: action.on }))
    case 'stop-find':
      return change(state, action.id, service => ({ ...service, found: null }))
    case 'event': {
      const service = state.services.find(each => isAwake(each) && viewIdOf(each) === action.viewId)
      if (service === undefined) return state
      if (action.event.type === 'entered') return reduce(state, { type: 'entered', id: service.id })
      const next = applyEvent(service, action.event)
      const changed = change(state, service.id, () => next)
      return next.phase === 'loading' ? changed : settled(changed, service.id)
    }
  }
}

export function serviceOf(state: DeckState, id: string | null): Service | undefined {
  return state.services.find(service => service.id === id)
}

/** The open service with this address, however it was reached. */
export function serviceAt(state: DeckState, url: string): Service | undefined {
  return state.services.find(service => service.askedUrl === url || service.url === url)
}

/** What the services' screen shows: none, one, or two beside each other. */
export function shownServices({ services, front, pair }: DeckState): readonly Service[] {
  const ids = pair?.some(id => id === front) === true ? pair : [front]
  return ids.flatMap(id => services.find(service => service.id === id) ?? [])
}

/** Has it a view? */
export function isAwake({ phase, unframed }: Service): boolean {
  return phase !== 'asleep' && phase !== 'queued' && !unframed
}

/** Names the view of this load: [a-z0-9-]{1,40}. */
export function viewIdOf({ id, round }: Service): string {
  return `${id}-${round}`
}

/** Names the host in what is kept of it; null when the address is none. */
export function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null
}

/**
 * The host under whose name is kept what was agreed and set, and what its pages keep: where the address that was asked
 * for leads may change, and is found out too late.
 */
export function homeOf({ askedUrl }: Service): string | null {
  return originOf(askedUrl)
}

/** Where all that the host of a service keeps is to be found: also with others that were led there. */
export function homesAt({ services }: DeckState, service: Service): readonly string[] {
  const here = originOf(service.url)
  const there = services.filter(each => each.id === service.id || originOf(each.url) === here)
  return [...new Set([here, ...there.map(homeOf)])].filter(origin => origin !== null)
}

/** Lets load who may: new ones at once, those that wake one after the other. */
function promote(state: DeckState): DeckState {
  const waits = ({ phase, grants, leads }: Service) =>
    phase === 'queued' && grants !== null && leads !== null && leads !== 'private'
  const started = changeAll(state, service => waits(service) && service.round === 0, begin)
  const next = started.waking === null ? started.services.find(waits) : undefined
  return next === undefined ? started : { ...change(started, next.id, begin), waking: next.id }
}

function wake(state: DeckState, id: string): DeckState {
  return change(state, id, service =>
    service.phase === 'asleep' ? { ...service, phase: service.unframed ? 'failed' : 'queued' } : service,
  )
}

function settled(state: DeckState, id: string): DeckState {
  return state.waking === id ? { ...state, waking: null } : state
}

function close(state: DeckState, id: string): DeckState {
  const services = state.services.filter(service => service.id !== id)
  const partner = state.pair?.includes(id) === true ? state.pair.find(each => each !== id) : undefined
  const before = state.services[state.services.findIndex(service => service.id === id) - 1]
  const front = state.front === id ? (partner ?? before?.id ?? services[0]?.id ?? null) : state.front
  const entered = state.entered === id ? null : state.entered
  return { ...settled(state, id), services, front, entered, pair: partner === undefined ? state.pair : null }
}

function inSight(state: DeckState, ids: readonly string[], at: number): DeckState {
  return changeAll(
    state,
    ({ id, hiddenSince }) => ids.includes(id) === (hiddenSince !== null),
    service => ({ ...service, hiddenSince: ids.includes(service.id) ? null : at }),
  )
}

function change(state: DeckState, id: string, how: (service: Service) => Service): DeckState {
  return changeAll(state, service => service.id === id, how)
}

/** The same state when nothing changed: it wakes nobody. */
function changeAll(
  state: DeckState,
  which: (service: Service) => boolean,
  how: (service: Service) => Service,
): DeckState {
  let changed = false
  const services = state.services.map(service => {
    if (!which(service)) return service
    const next = how(service)
    changed ||= next !== service
    return next
  })
  return changed ? { ...state, services } : state
}
