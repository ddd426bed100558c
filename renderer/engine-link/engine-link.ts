/**
 * The page's end of the bridge: calls to the engine, and the stores that its news flow into. Lines come
 * and go with the engine's lives; each one attached makes the older ones mute.
 */
import { type BirpcReturn, createBirpc } from 'birpc'
import {
  type Connection,
  type EngineApi,
  type EngineArguments,
  type EngineCall,
  engineCalls,
  idleConnection,
  type Joined,
  type PageApi,
  type Start,
} from '../../bridge/engine-api.ts'
import type { Invitation } from '../../bridge/invitation.ts'
import { failed, type Outcome, type Problem, problem } from '../../bridge/problems.ts'
import { emptyRoom, type RoomState, reduceRoomAll } from '../../bridge/room.ts'
import type { Duplex } from './duplex.ts'
import { afterMeeting, type Notice, withNotice } from './notices.ts'
import { createStore, type ReadableStore, type Store } from './store.ts'

/** `waiting`: no engine yet. `lost`: it was there, and a new one is awaited. `taken`: another window has it. */
export type LinkPhase = 'waiting' | 'up' | 'lost' | 'taken'

export interface LinkState {
  readonly phase: LinkPhase
  /** Counts the lines attached so far; 0 = none yet. */
  readonly epoch: number
}

/** Our own microphone and ears as the server has them; `pending` until it agreed. */
export interface SelfState {
  readonly muted: boolean
  readonly deafened: boolean
  readonly pending: boolean
}

export type JoinRequest = Omit<EngineArguments<'join'>[0], 'invitation'> & {
  readonly invitation: Invitation
}

export interface EngineLink {
  /** Never throws: with the engine gone, every call that can fail answers `engine-stopped`. */
  readonly engine: Omit<EngineApi, 'start' | 'join'>
  /** What the first screen needs. Waits for an engine; null when this line was lost before the answer. */
  start(): Promise<Start | null>
  readonly link: ReadableStore<LinkState>
  readonly room: ReadableStore<RoomState>
  readonly connection: ReadableStore<Connection>
  readonly self: ReadableStore<SelfState>
  /** The room's pad; undefined until the engine spoke of it in this meeting. */
  readonly pad: ReadableStore<string | null | undefined>
  /** Those of a meeting are gone with it; the app's stay until they are dismissed. */
  readonly notices: ReadableStore<readonly Notice[]>
  /** Counts the calls that may have changed what is kept among the places. */
  readonly placesRound: ReadableStore<number>
  /** Adds a notice of the page's own. */
  addNotice(reason: Problem): void
  dismissNotice(id: number): void
  /** Enters a meeting; as `engine.join`. */
  join(request: JoinRequest): Promise<Outcome<Joined>>
  /** Mutes or unmutes us: shown at once, `pending` until the engine's word. */
  setSelf(sound: { readonly muted: boolean; readonly deafened: boolean }): void
  /** Forgets the last meeting, before the next one is entered muted or not. */
  clearMeeting(muted: boolean): void
  /** Takes a new line to the engine and lets go of the one before. */
  attach(duplex: Duplex): void
}

/** Until a meeting says otherwise, nobody is heard. */
const closedSelf: SelfState = { muted: true, deafened: false, pending: true }

/** Longer than any call should take: a draw of a host asks six of them in turn. In ms. */
const LONGEST_CALL = 120_000

/** Calls whose answer is null whatever happens: the news that follow tell how it went. */
const silentCalls: ReadonlySet<EngineCall> = new Set(['leave', 'setSelf', 'enterRoom'])

/** Calls that make, open or change places. */
const placeCalls: ReadonlySet<EngineCall> = new Set([
  'planService',
  'join',
  'placeOpened',
  'renamePlace',
  'pinPlace',
  'forgetPlace',
  'undoForget',
  'keepPasted',
  'importPlaces',
])

type Remote = BirpcReturn<EngineApi, PageApi>

export function createEngineLink(): EngineLink {
  const link = createStore<LinkState>({ phase: 'waiting', epoch: 0 })
  const room = createStore<RoomState>(emptyRoom)
  const connection = createStore<Connection>(idleConnection)
  const self = createStore<SelfState>(closedSelf)
  const pad = createStore<string | null | undefined>(undefined)
  const notices = createStore<readonly Notice[]>([])
  const placesRound = createStore(0)
  let remote: Remote | null = null
  let line: Duplex | null = null
  let noticeCount = 0

  const clearMeeting = (muted: boolean) => {
    room.set(emptyRoom)
    connection.set(idleConnection)
    self.set({ ...closedSelf, muted })
    pad.set(undefined)
    notices.set(afterMeeting(notices.get()))
  }

  const addNotice = (reason: Problem) => {
    noticeCount += 1
    notices.set(withNotice(notices.get(), { id: noticeCount, problem: reason }))
  }

  const pageApi: PageApi = {
    room: events => room.set(reduceRoomAll(room.get(), events)),
    connection: state => connection.set(state),
    self: state => self.set(state),
    pad: url => pad.set(url),
    notice: reason => {
      if (reason.code === 'opened-elsewhere') return lose('taken')
      addNotice(reason)
    },
  }

  const lose = (phase: 'lost' | 'taken') => {
    const lost = line
    remote?.$close()
    remote = null
    line = null
    lost?.close()
    clearMeeting(true)
    link.set({ phase, epoch: link.get().epoch })
  }

  const attach = (duplex: Duplex) => {
    const previous = line
    const epoch = link.get().epoch + 1
    remote?.$close()
    line = duplex
    previous?.close()
    clearMeeting(true)
    const isCurrent = () => line === duplex
    remote = createBirpc<EngineApi, PageApi>(onlyWhile(isCurrent, pageApi), {
      post: message => duplex.post(message),
      on: listener => duplex.onMessage(listener),
      timeout: LONGEST_CALL,
    })
    duplex.onClose(() => {
      if (isCurrent()) lose('lost')
    })
    link.set({ phase: 'up', epoch })
  }

  const engine = callsOf(
    () => remote,
    name => {
      if (placeCalls.has(name)) placesRound.set(placesRound.get() + 1)
    },
  )

  return {
    engine,
    start: () => firstAnswer(link, () => remote),
    link,
    room,
    connection,
    self,
    pad,
    notices,
    placesRound,
    addNotice,
    dismissNotice: id => notices.set(notices.get().filter(notice => notice.id !== id)),
    join: ({ invitation, ...request }) =>
      engine.join({ ...request, invitation: { ...invitation, path: [...invitation.path] } }),
    setSelf: ({ muted, deafened }) => {
      self.set({ muted, deafened, pending: true })
      void engine.setSelf({ muted, deafened })
    },
    clearMeeting,
    attach,
  }
}

/** The page's functions for one line: what an older line still says falls on deaf ears. */
function onlyWhile(isCurrent: () => boolean, api: PageApi): PageApi {
  return {
    room: events => isCurrent() && api.room(events),
    connection: state => isCurrent() && api.connection(state),
    self: state => isCurrent() && api.self(state),
    pad: url => isCurrent() && api.pad(url),
    notice: reason => isCurrent() && api.notice(reason),
  } as PageApi
}

/** @param onAnswered told after each call that the engine answered, before the caller hears of it */
function callsOf(
  current: () => Remote | null,
  onAnswered: (name: EngineCall) => void,
): Omit<EngineApi, 'start'> {
  const call = async (name: EngineCall, args: unknown[]) => {
    const remote = current()
    if (remote !== null) {
      try {
        const answer = await remote.$callRaw({ method: name, args })
        onAnswered(name)
        return answer
      } catch (error) {
        // With another line by now, the engine's end is the reason; else it failed as it did not foresee.
        if (remote === current()) {
          console.warn(`The engine did not answer ${name}.`, error)
          return silentCalls.has(name) ? null : failed(problem('internal'))
        }
      }
    }
    return silentCalls.has(name) ? null : failed(problem('engine-stopped'))
  }
  const names = Object.keys(engineCalls) as EngineCall[]
  return Object.fromEntries(names.map(name => [name, (...args: unknown[]) => call(name, args)])) as Omit<
    EngineApi,
    'start'
  >
}

function firstAnswer(link: Store<LinkState>, current: () => Remote | null): Promise<Start | null> {
  return new Promise(resolve => {
    const ask = () => {
      const remote = current()
      if (remote === null) return
      stop()
      remote.$call('start').then(resolve, error => {
        console.warn('The engine did not start.', error)
        resolve(null)
      })
    }
    const stop = link.subscribe(ask)
    ask()
  })
}
