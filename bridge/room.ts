/**
 * Who is here: the state of one Mumble server as the page shows it, and the one pure function that
 * moves it on. The engine sends batches of events; any test can replay them.
 */

/** A Mumble channel. `parentId` is null for the root only. */
export interface RoomChannel {
  readonly id: number
  readonly parentId: number | null
  readonly name: string
  /** HTML from the server, untrusted; null until known. */
  readonly description: string | null
  readonly temporary: boolean
  readonly position: number
  /** Most users the room takes; 0 = the server's limit. */
  readonly maxUsers: number
  /** False when the server says that we may not enter (servers from 1.4 on). */
  readonly canEnter: boolean
}

/** Somebody on the server. `session` lives as long as the connection; `hash` names the certificate. */
export interface RoomUser {
  readonly session: number
  readonly name: string
  readonly channelId: number
  /** Muted or deafened by a moderator. */
  readonly mute: boolean
  readonly deaf: boolean
  /** The room's rules give no right to speak here. */
  readonly suppress: boolean
  readonly selfMute: boolean
  readonly selfDeaf: boolean
  readonly prioritySpeaker: boolean
  readonly recording: boolean
  /** SHA-1 of the user's certificate, hex; empty without one. */
  readonly hash: string
  readonly registered: boolean
}

export interface RoomState {
  readonly selfSession: number | null
  readonly channels: ReadonlyMap<number, RoomChannel>
  readonly users: ReadonlyMap<number, RoomUser>
}

export type RoomEvent =
  | { readonly type: 'cleared' }
  | { readonly type: 'self'; readonly session: number }
  | { readonly type: 'channel'; readonly id: number; readonly changed: Partial<Omit<RoomChannel, 'id'>> }
  | { readonly type: 'channel-removed'; readonly id: number }
  | { readonly type: 'user'; readonly session: number; readonly changed: Partial<Omit<RoomUser, 'session'>> }
  | { readonly type: 'user-removed'; readonly session: number }

export const emptyRoom: RoomState = { selfSession: null, channels: new Map(), users: new Map() }

const newChannel = {
  parentId: null,
  name: '',
  description: null,
  temporary: false,
  position: 0,
  maxUsers: 0,
  canEnter: true,
} as const

const newUser = {
  name: '',
  channelId: 0,
  mute: false,
  deaf: false,
  suppress: false,
  selfMute: false,
  selfDeaf: false,
  prioritySpeaker: false,
  recording: false,
  hash: '',
  registered: false,
} as const

/** Moves a room on by one batch. The maps are copied at most once a batch, and only when they change. */
export function reduceRoomAll(state: RoomState, events: readonly RoomEvent[]): RoomState {
  let { selfSession } = state
  let channels = state.channels
  let users = state.users
  let ownChannels: Map<number, RoomChannel> | null = null
  let ownUsers: Map<number, RoomUser> | null = null
  const writableChannels = () => {
    ownChannels ??= new Map(channels)
    channels = ownChannels
    return ownChannels
  }
  const writableUsers = () => {
    ownUsers ??= new Map(users)
    users = ownUsers
    return ownUsers
  }
  for (const event of events) {
    switch (event.type) {
      case 'cleared':
        selfSession = null
        ownChannels = new Map()
        channels = ownChannels
        ownUsers = new Map()
        users = ownUsers
        break
      case 'self':
        selfSession = event.session
        break
      case 'channel':
        writableChannels().set(event.id, {
          ...(channels.get(event.id) ?? newChannel),
          ...event.changed,
          id: event.id,
        })
        break
      case 'channel-removed':
        if (channels.has(event.id)) writableChannels().delete(event.id)
        break
      case 'user':
        writableUsers().set(event.session, {
          ...(users.get(event.session) ?? newUser),
          ...event.changed,
          session: event.session,
        })
        break
      case 'user-removed':
        if (users.has(event.session)) writableUsers().delete(event.session)
        break
    }
  }
  const same = selfSession === state.selfSession && channels === state.channels && users === state.users
  return same ? state : { selfSession, channels, users }
}

/** Moves a room on by one event. */
export function reduceRoom(state: RoomState, event: RoomEvent): RoomState {
  return reduceRoomAll(state, [event])
}

/** Ourselves, once the server has said who we are. */
export function ownUser(state: RoomState): RoomUser | undefined {
  return state.selfSession === null ? undefined : state.users.get(state.selfSession)
}

/** Everybody in a channel, by name in the reader's language. */
export function usersIn(state: RoomState, channelId: number, language: string): RoomUser[] {
  const collator = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  return [...state.users.values()]
    .filter(user => user.channelId === channelId)
    .sort((a, b) => collator.compare(a.name, b.name))
}

/** Can this person's voice reach the others right now? */
export function isSilenced(user: RoomUser): boolean {
  return user.mute || user.selfMute || user.suppress || user.deaf || user.selfDeaf
}
