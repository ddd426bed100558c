/** From the server's door to the meeting's room: found, or made again, or said that it is not there. */
import type { Invitation } from '../bridge/invitation.ts'
import { ProblemError } from '../bridge/problems.ts'
import type { MumbleClient } from './mumble/client.ts'
import { DeniedError } from './mumble/errors.ts'
import { permission } from './mumble/permissions.ts'
import { describeRoom, padInDescription } from './room-description.ts'

export interface Arrival {
  readonly roomMade: boolean
  readonly padUrl: string | null
}

/**
 * Brings us into the invitation's room. A meeting's room is temporary and goes with the last person, so
 * whoever comes first makes it again; a plain Mumble link to a room that is gone throws `room-not-found`.
 * Throws DeniedError, NoAnswerError.
 */
export async function arrive(client: MumbleClient, invitation: Invitation): Promise<Arrival> {
  const { path } = invitation
  const there = client.state.channelAt(path)
  if (there === null) {
    await makeRoom(client, invitation)
    return { roomMade: true, padUrl: invitation.padUrl }
  }
  if (path.length > 0) await client.enter(there.id)
  const own = client.ownUser?.channelId ?? 0
  const padUrl = invitation.padUrl ?? padInDescription(await client.describe(own))
  return { roomMade: false, padUrl }
}

async function makeRoom(client: MumbleClient, invitation: Invitation): Promise<void> {
  const { path } = invitation
  const name = path.at(-1)
  const parent = client.state.channelAt(path.slice(0, -1))
  const isMeeting = invitation.title !== null || invitation.padUrl !== null
  if (name === undefined || parent === null || !isMeeting) {
    throw new ProblemError('room-not-found', { room: path.join(' / ') })
  }
  const description = describeRoom(invitation.padUrl, client.allowsHtml)
  try {
    await client.createTemporaryChannel(parent.id, name, description)
  } catch (error) {
    if (!mayRegisterFirst(error, client)) throw error
    // By default servers let only registered people make rooms, and let anybody register.
    await client.registerSelf()
    await client.createTemporaryChannel(parent.id, name, description)
  }
}

function mayRegisterFirst(error: unknown, client: MumbleClient): boolean {
  if (!(error instanceof DeniedError) || client.ownUser?.userId !== null) return false
  const wanted = error.denied.permission ?? 0
  return (wanted & (permission.makeTemporaryChannel | permission.makeChannel)) !== 0
}
