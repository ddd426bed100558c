/** What the last seconds of a meeting were like, out of one sample a second. Pure. */
import type { LineReport, PacketCounts, PeerLine } from '../../bridge/line-report.ts'
import type { SpeakerStats } from '../voice/speaker-stats.ts'
import type { VoiceStats } from '../voice/voice-session.ts'

export interface LineSample {
  /** ms */
  readonly at: number
  readonly report: LineReport
  /** Null: the sound is closed. */
  readonly voice: VoiceStats | null
  /** By how much the page's own clock was late, in ms. */
  readonly pageLagMs: number
}

/** Packets of a few seconds. */
export interface Loss {
  readonly lost: number
  /** 0..1 */
  readonly share: number
}

export interface PeerFacts {
  readonly session: number
  /** Of their voice on its way to the server, as the server counts it. */
  readonly up: Loss
  /** Of what the server sent them, as they say. */
  readonly down: Loss
  readonly pingMs: number | null
}

export interface LineFacts {
  readonly route: LineReport['route']
  /** The newest; null = none yet. */
  readonly pingMs: number | null
  /** Standard deviation of the pings, in ms. */
  readonly pingDeviationMs: number
  /** By how much an answer over TCP takes longer than one over UDP, in ms; 0 where one is missing. */
  readonly tcpDelayMs: number
  readonly unansweredPings: number
  readonly up: Loss
  readonly down: Loss
  /** Times that the loudspeaker ran dry because this machine was too busy. */
  readonly crackles: number
  readonly engineLagMs: number
  readonly pageLagMs: number
  readonly peers: readonly PeerFacts[]
  /** Of each voice on its whole way to us. */
  readonly speakers: readonly { readonly session: number; readonly missing: Loss }[]
}

/** ms. Pings come each second; the server tells of our packets each 5 s: twice within this. */
const WINDOW = 10_000
/** ms. Others' figures are up to 5 s old when the server gets them, and 5 s more when we ask. */
export const PEER_WINDOW = 20_000

const none: Loss = { lost: 0, share: 0 }

/** @param samples in order of time, at least one, at most {@link PEER_WINDOW} of them */
export function factsOf(samples: readonly [LineSample, ...LineSample[]]): LineFacts {
  const newest = samples.at(-1) ?? samples[0]
  const recent = samples.filter(({ at }) => newest.at - at <= WINDOW)
  const first = recent[0] ?? newest
  const { report, voice } = newest
  const pings = recent.map(({ report }) => pingOf(report)).filter(ping => ping !== null)
  return {
    route: report.route,
    pingMs: pingOf(report),
    pingDeviationMs: deviation(pings),
    tcpDelayMs:
      report.udpPingMs === null || report.tcpPingMs === null
        ? 0
        : Math.max(0, report.tcpPingMs - report.udpPingMs),
    unansweredPings: report.unansweredPings,
    up: lossBetween(first.report.up, report.up),
    down: lossBetween(first.report.down, report.down),
    // A sound that was opened anew counts from 0.
    crackles: Math.max(0, (voice?.crackles ?? 0) - (first.voice?.crackles ?? 0)),
    engineLagMs: Math.max(...recent.map(each => each.report.engineLagMs)),
    pageLagMs: Math.max(...recent.map(each => each.pageLagMs)),
    peers: report.peers.map(peer => peerFacts(peer, samples)),
    speakers: (voice?.speakers ?? []).map(speaker => ({
      session: speaker.session,
      missing: missingOf(
        first.voice?.speakers.find(({ session }) => session === speaker.session),
        speaker,
      ),
    })),
  }
}

/** Over UDP where it works: the way of the voice. */
function pingOf({ route, udpPingMs, tcpPingMs }: LineReport): number | null {
  return route === 'udp' ? (udpPingMs ?? tcpPingMs) : tcpPingMs
}

function peerFacts(peer: PeerLine, samples: readonly LineSample[]): PeerFacts {
  const earliest = samples
    .map(({ report }) => report.peers.find(({ session }) => session === peer.session))
    .find(found => found !== undefined)
  return {
    session: peer.session,
    up: earliest === undefined ? none : lossBetween(earliest.up, peer.up),
    down: earliest === undefined ? none : lossBetween(earliest.down, peer.down),
    pingMs: peer.pingMs,
  }
}

function lossBetween(before: PacketCounts, after: PacketCounts): Loss {
  const lost = after.lost - before.lost
  const good = after.good - before.good
  // A packet that was late after all takes back what was counted as lost; a new connection counts from 0.
  return lost <= 0 || good < 0 ? none : { lost, share: lost / (lost + good) }
}

function missingOf(before: SpeakerStats | undefined, after: SpeakerStats): Loss {
  if (before === undefined) return none
  const lost = after.lost - before.lost
  // Both by 10 ms: how much of it a packet holds is for its sender to choose.
  const heard = after.decoded - before.decoded
  return lost <= 0 || heard < 0 ? none : { lost, share: lost / (lost + heard) }
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
