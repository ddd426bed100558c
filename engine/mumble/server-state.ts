/**
 * Channels and users as the server told them. Messages carry only what changed, and defaults are left
 * out of them: fields are merged one by one where they are present, never overwritten by absence.
 */
import type { ChannelState, UserState } from '@tf2pickup-org/mumble-protocol'

export interface Channel {
  readonly id: number
  parent: number | null
  name: string
  /** HTML, untrusted; null while only its hash is known. */
  description: string | null
  /** SHA-1 of a description too long to be sent unasked, hex; empty when it was sent. */
  descriptionHash: string
  temporary: boolean
  position: number
  maxUsers: number
  canEnter: boolean
}

export interface User {
  readonly session: number
  name: string
  channelId: number
  mute: boolean
  deaf: boolean
  suppress: boolean
  selfMute: boolean
  selfDeaf: boolean
  prioritySpeaker: boolean
  recording: boolean
  hash: string
  /** Null when not registered. */
  userId: number | null
}

export type Change =
  | { readonly kind: 'channel'; readonly id: number; readonly changed: Partial<Channel> }
  | { readonly kind: 'user'; readonly session: number; readonly changed: Partial<User> }

export class ServerState {
  readonly channels = new Map<number, Channel>()
  readonly users = new Map<number, User>()

  mergeChannel(message: ChannelState): Change | null {
    const id = message.channelId
    if (id === undefined) return null
    const known = this.channels.get(id)
    const changed: Partial<Channel> = known === undefined && id !== 0 ? { parent: 0 } : {}
    // The root has no parent field; a channel moved by a moderator has one.
    if (message.parent !== undefined && id !== 0) changed.parent = message.parent
    if (message.name !== undefined) changed.name = message.name
    if (message.description !== undefined) {
      changed.description = message.description
      changed.descriptionHash = ''
    } else if (message.descriptionHash !== undefined && message.descriptionHash.length > 0) {
      changed.description = null
      changed.descriptionHash = Buffer.from(message.descriptionHash).toString('hex')
    }
    if (message.temporary !== undefined) changed.temporary = message.temporary
    if (message.position !== undefined) changed.position = message.position
    if (message.maxUsers !== undefined) changed.maxUsers = message.maxUsers
    if (message.canEnter !== undefined) changed.canEnter = message.canEnter
    this.channels.set(id, { ...(known ?? newChannel(id)), ...changed })
    return { kind: 'channel', id, changed }
  }

  mergeUser(message: UserState): Change | null {
    const session = message.session
    if (session === undefined) return null
    const changed: Partial<User> = {}
    if (message.name !== undefined) changed.name = message.name
    if (message.channelId !== undefined) changed.channelId = message.channelId
    if (message.mute !== undefined) changed.mute = message.mute
    if (message.deaf !== undefined) changed.deaf = message.deaf
    if (message.suppress !== undefined) changed.suppress = message.suppress
    if (message.selfMute !== undefined) changed.selfMute = message.selfMute
    if (message.selfDeaf !== undefined) changed.selfDeaf = message.selfDeaf
    if (message.prioritySpeaker !== undefined) changed.prioritySpeaker = message.prioritySpeaker
    if (message.recording !== undefined) changed.recording = message.recording
    if (message.hash !== undefined) changed.hash = message.hash
    if (message.userId !== undefined) changed.userId = message.userId
    this.users.set(session, { ...(this.users.get(session) ?? newUser(session)), ...changed })
    return { kind: 'user', session, changed }
  }

  removeChannel(id: number): boolean {
    return this.channels.delete(id)
  }

  removeUser(session: number): User | null {
    const user = this.users.get(session) ?? null
    this.users.delete(session)
    return user
  }

  /** The channel at a path of names from the root; null where a name is missing. Names compare exactly first, then without case. */
  channelAt(path: readonly string[]): Channel | null {
    let here = this.channels.get(0) ?? null
    for (const name of path) {
      if (here === null) return null
      here = this.childNamed(here.id, name)
    }
    return here
  }

  childNamed(parent: number, name: string): Channel | null {
    const children = [...this.channels.values()].filter(channel => channel.parent === parent)
    const folded = name.toLocaleLowerCase()
    return (
      children.find(channel => channel.name === name) ??
      children.find(channel => channel.name.toLocaleLowerCase() === folded) ??
      null
    )
  }
}

function newChannel(id: number): Channel {
  return {
    id,
    parent: null,
    name: '',
    description: '',
    descriptionHash: '',
    temporary: false,
    position: 0,
    maxUsers: 0,
    canEnter: true,
  }
}

function newUser(session: number): User {
  return {
    session,
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
    userId: null,
  }
}
