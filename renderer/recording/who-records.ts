/** Who in our room records: what is said there is kept by them. Pure. */
import { ownUser, type RoomState } from '../../bridge/room.ts'

export interface Recorders {
  readonly self: boolean
  /** Names of the others, in the order they came. */
  readonly others: readonly string[]
}

const nobodyRecords: Recorders = { self: false, others: [] }

export function whoRecords(room: RoomState): Recorders {
  const own = ownUser(room)
  if (own === undefined) return nobodyRecords
  const others = [...room.users.values()].filter(
    user => user.recording && user.channelId === own.channelId && user.session !== own.session,
  )
  return { self: own.recording, others: others.map(({ name }) => name) }
}
