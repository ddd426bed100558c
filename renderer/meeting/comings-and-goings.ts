/** Who came into our room and who left it, between two looks. Pure. */
import { ownUser, type RoomState } from '../../bridge/room.ts'

export interface ComingsAndGoings {
  readonly joined: readonly string[]
  readonly left: readonly string[]
}

/** What a listener knows: the room we are in, and the people there but ourselves, by session. */
export interface Attendance {
  readonly channelId: number
  readonly names: ReadonlyMap<number, string>
}

/** Null until the server has told who we are. */
export function attendanceOf(room: RoomState): Attendance | null {
  const own = ownUser(room)
  if (own === undefined) return null
  const names = new Map<number, string>()
  for (const user of room.users.values()) {
    if (user.channelId === own.channelId && user.session !== own.session) names.set(user.session, user.name)
  }
  return { channelId: own.channelId, names }
}

/** Going to another room ourselves is no news of the people there: then nobody came and nobody left. */
export function compareAttendance(before: Attendance | null, now: Attendance | null): ComingsAndGoings {
  if (before === null || now === null || before.channelId !== now.channelId) return { joined: [], left: [] }
  return { joined: missingFrom(now, before), left: missingFrom(before, now) }
}

function missingFrom(all: Attendance, known: Attendance): string[] {
  return [...all.names].filter(([session]) => !known.names.has(session)).map(([, name]) => name)
}
