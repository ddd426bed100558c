/** How the line to the server does, in figures that name nobody. */
import type { VoiceRoute } from './engine-api.ts'

/** Packets over UDP since the connection began. */
export interface PacketCounts {
  readonly good: number
  readonly late: number
  readonly lost: number
  readonly resync: number
}

/** Somebody else's line, as the server tells it. */
export interface PeerLine {
  readonly session: number
  /** What the server got of theirs. */
  readonly up: PacketCounts
  /** What they say they got of the server's. */
  readonly down: PacketCounts
  /** Their round trip on the average of the whole connection, in ms; null = not told. */
  readonly pingMs: number | null
}

export interface LineReport {
  /** Such as `1.5.735`; null = not told. */
  readonly serverVersion: string | null
  readonly route: VoiceRoute
  /** Newest round trips in ms; null before the first answer. */
  readonly udpPingMs: number | null
  readonly tcpPingMs: number | null
  /** Pings over TCP, one each 5 s, that the server has not answered. */
  readonly unansweredPings: number
  /** What the server got of ours, as of its last answer. */
  readonly up: PacketCounts
  /** What we got of the server's. */
  readonly down: PacketCounts
  /** Packets that no Mumble peer would send, and frames that our own page should not have sent. */
  readonly malformed: number
  /** By how much the engine's clock was late at worst since the report before, in ms. */
  readonly engineLagMs: number
  /** False: this server puts out whoever records; null = not told (before 1.5). */
  readonly recordingAllowed: boolean | null
  readonly peers: readonly PeerLine[]
}
