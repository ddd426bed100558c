/** A double of the figures of a line that does well: a quick server, one lost packet in a thousand. */
import type { LineReport, PeerLine } from '../../../bridge/line-report.ts'

export const lineReport: LineReport = {
  serverVersion: '1.5.735',
  route: 'udp',
  udpPingMs: 38,
  tcpPingMs: 41,
  unansweredPings: 0,
  up: { good: 4000, late: 0, lost: 4, resync: 0 },
  down: { good: 9000, late: 2, lost: 9, resync: 0 },
  malformed: 0,
  engineLagMs: 3,
  recordingAllowed: true,
  peers: [],
}

export function peerLine(session: number): PeerLine {
  return { session, up: lineReport.up, down: lineReport.down, pingMs: 45 }
}
