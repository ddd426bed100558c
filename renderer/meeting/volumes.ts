/** How loudly we hear each person, kept by who they are and not by their session, which lives as long as a connection. Pure. */
import type { RoomState, RoomUser } from '../../bridge/room.ts'
import {
  LEAST_LOUDNESS,
  LONGEST_PERSON,
  MOST_LOUDNESS,
  MOST_VOLUMES,
  type Settings,
} from '../../bridge/settings.ts'

type Volumes = Settings['volumes']

export interface Volume {
  /** 1 = as it comes, 2 = twice as loud to the ear. */
  readonly loudness: number
  /** Not heard at all, whatever the loudness. */
  readonly muted: boolean
}

export const asItComes: Volume = { loudness: 1, muted: false }

/** The certificate's hash where there is one; else the name, which anybody may take. */
export function personOf({ hash, name }: Pick<RoomUser, 'hash' | 'name'>): string {
  return /^[0-9a-f]{40}$/i.test(hash) ? hash.toLowerCase() : `name:${name}`.slice(0, LONGEST_PERSON)
}

export function volumeOf(volumes: Volumes, user: Pick<RoomUser, 'hash' | 'name'>): Volume {
  const person = personOf(user)
  return volumes.find(each => each.person === person) ?? asItComes
}

/** The newest first; who is heard as they come needs no memory, and the oldest makes room. */
export function withVolume(
  volumes: Volumes,
  user: Pick<RoomUser, 'hash' | 'name'>,
  { loudness, muted }: Volume,
): Volumes {
  const person = personOf(user)
  const others = volumes.filter(each => each.person !== person)
  const bounded = Math.min(MOST_LOUDNESS, Math.max(LEAST_LOUDNESS, loudness))
  if (bounded === 1 && !muted) return others
  return [{ person, loudness: bounded, muted }, ...others].slice(0, MOST_VOLUMES)
}

/** dB for each session that is not heard as it comes; -Infinity for whoever is not heard. */
export function gainsIn({ users }: RoomState, volumes: Volumes): ReadonlyMap<number, number> {
  const gains = new Map<number, number>()
  if (volumes.length === 0) return gains
  const kept = new Map(volumes.map(each => [each.person, each]))
  for (const user of users.values()) {
    const volume = kept.get(personOf(user))
    if (volume !== undefined) gains.set(user.session, decibelsOf(volume))
  }
  return gains
}

/** Twice as loud to the ear is 10 dB more (the sone scale). */
function decibelsOf({ loudness, muted }: Volume): number {
  return muted ? Number.NEGATIVE_INFINITY : 10 * Math.log2(loudness)
}
