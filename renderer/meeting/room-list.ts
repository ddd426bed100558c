/** The rooms of the server in the order a person expects, with how many people are in each. Pure. */
import type { RoomChannel, RoomState } from '../../bridge/room.ts'

export interface ListedRoom {
  readonly channel: RoomChannel
  /** People in it. */
  readonly count: number
  /** Names of the rooms above it, from the outermost, without the server's root. */
  readonly within: readonly string[]
  /** Near our own room: its parent, its children, its siblings. */
  readonly near: boolean
  readonly full: boolean
}

/** All rooms but our own, parents before children, each level by position and then by name. */
export function listRooms(room: RoomState, ownChannelId: number | null, language: string): ListedRoom[] {
  const counts = new Map<number, number>()
  for (const user of room.users.values()) {
    counts.set(user.channelId, (counts.get(user.channelId) ?? 0) + 1)
  }
  const collator = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  const children = new Map<number, RoomChannel[]>()
  const roots: RoomChannel[] = []
  for (const channel of room.channels.values()) {
    const { parentId } = channel
    if (parentId === null || !room.channels.has(parentId)) roots.push(channel)
    else {
      const siblings = children.get(parentId) ?? []
      siblings.push(channel)
      children.set(parentId, siblings)
    }
  }
  const own = ownChannelId === null ? undefined : room.channels.get(ownChannelId)
  const isNear = (channel: RoomChannel) =>
    own !== undefined &&
    (channel.id === own.parentId || channel.parentId === own.id || channel.parentId === own.parentId)
  const listed: ListedRoom[] = []
  // A hostile server could name a room its own ancestor: each one is walked once.
  const walked = new Set<number>()
  const walk = (level: RoomChannel[], within: readonly string[]) => {
    level.sort((a, b) => a.position - b.position || collator.compare(a.name, b.name))
    for (const channel of level) {
      if (walked.has(channel.id)) continue
      walked.add(channel.id)
      const count = counts.get(channel.id) ?? 0
      if (channel.id !== ownChannelId) {
        const full = channel.maxUsers > 0 && count >= channel.maxUsers
        listed.push({ channel, count, within, near: isNear(channel), full })
      }
      const inner = channel.parentId === null ? [] : [...within, channel.name]
      walk(children.get(channel.id) ?? [], inner)
    }
  }
  walk(roots, [])
  return listed
}

/** Those worth showing unasked: where somebody is, and those beside our own. */
export function isLively(listed: ListedRoom): boolean {
  return listed.count > 0 || listed.near
}
