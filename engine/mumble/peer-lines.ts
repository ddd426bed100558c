/** How others' lines do, asked of the server: it tells of people in our channel what they and it have counted. */
import type { PermissionDenied, UserStats } from '@tf2pickup-org/mumble-protocol'
import type { ControlChannel } from './control-channel.ts'
import type { PacketCounters } from './crypt-state.ts'
import { permission } from './permissions.ts'

/** Clients tell the server their counters every 5 s: asking more often brings nothing. */
const ASK_EVERY_MS = 5000

export interface PeerFigures {
  /** What the server got of theirs. */
  readonly up: PacketCounters
  /** What they say they got of the server's. */
  readonly down: PacketCounters
  /** Their round trip over UDP on the average of their connection, in ms; null = not told. */
  readonly pingMs: number | null
}

export class PeerLines {
  readonly #control: Pick<ControlChannel, 'send'>
  readonly #known = new Map<number, PeerFigures>()
  readonly #asked = new Map<number, number>()
  /** The server tells us nothing of others: asked no more. */
  #isRefused = false

  constructor(control: Pick<ControlChannel, 'send'>) {
    this.#control = control
  }

  /** What is known by now; asks for what is older than 5 s. `now` in ms. */
  of(sessions: readonly number[], now = performance.now()): ReadonlyMap<number, PeerFigures> {
    for (const session of sessions) {
      if (this.#isRefused || now - (this.#asked.get(session) ?? -ASK_EVERY_MS) < ASK_EVERY_MS) continue
      this.#asked.set(session, now)
      this.#control.send('UserStats', { session, statsOnly: true, certificates: [] })
    }
    return new Map([...this.#known].filter(([session]) => sessions.includes(session)))
  }

  read(stats: UserStats): void {
    const { session, fromClient, fromServer, udpPackets, udpPingAvg } = stats
    // Only what was asked for: nobody can fill our memory with people who are not there.
    if (session === undefined || !this.#asked.has(session)) return
    this.#known.set(session, {
      up: countersOf(fromClient ?? {}),
      down: countersOf(fromServer ?? {}),
      pingMs: (udpPackets ?? 0) > 0 ? (udpPingAvg ?? null) : null,
    })
  }

  /** A refusal that answers no wish of the person's, and that our questions may have brought about. */
  refused({ permission: wanted }: PermissionDenied): boolean {
    if (this.#asked.size === 0 || ((wanted ?? 0) & permission.enter) === 0) return false
    this.#isRefused = true
    return true
  }

  forget(session: number): void {
    this.#known.delete(session)
    this.#asked.delete(session)
  }
}

export function countersOf({ good, late, lost, resync }: Partial<PacketCounters>): PacketCounters {
  return { good: good ?? 0, late: late ?? 0, lost: lost ?? 0, resync: resync ?? 0 }
}
