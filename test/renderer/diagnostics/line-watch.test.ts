import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Connection, idleConnection } from '../../../bridge/engine-api.ts'
import type { LineReport } from '../../../bridge/line-report.ts'
import { succeeded } from '../../../bridge/problems.ts'
import { emptyRoom, reduceRoomAll } from '../../../bridge/room.ts'
import { createLineWatch, type LineWatchMakings } from '../../../renderer/diagnostics/line-watch.ts'
import { createStore } from '../../../renderer/engine-link/store.ts'
import { room as roomEvents } from '../doubles/answers.ts'
import { lineReport, peerLine } from '../doubles/line.ts'
import { speaker, voice } from './samples.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const joined: Connection = { ...idleConnection, phase: 'joined' }

function watch() {
  const connection = createStore<Connection>(idleConnection)
  const room = createStore(reduceRoomAll(emptyRoom, roomEvents))
  const asked: number[][] = []
  let report: LineReport = lineReport
  let speakers = [speaker(13)]
  const engine = {
    lineReport: async (sessions: number[]) => {
      asked.push(sessions)
      return succeeded({ ...report, peers: report.peers.length > 0 ? report.peers : sessions.map(peerLine) })
    },
  }
  const line = createLineWatch({
    link: { engine, connection, room } as unknown as LineWatchMakings['link'],
    voice: { stats: () => ({ ...voice, speakers }) },
    now: () => Date.now(),
  })
  return {
    line,
    connection,
    room,
    asked,
    tells: (changed: Partial<LineReport>) => {
      report = { ...report, ...changed }
    },
    hears: (...sessions: number[]) => {
      speakers = sessions.map(session => speaker(session))
    },
    seconds: (count: number) => vi.advanceTimersByTimeAsync(count * 1000),
  }
}

describe('the watch over the line', () => {
  it('asks once a second while we are in a meeting, and never outside of one', async () => {
    const { asked, connection, line, seconds } = watch()
    await seconds(3)
    expect(asked).toEqual([])
    connection.set(joined)
    await seconds(3)
    expect(asked).toHaveLength(3)
    expect(line.state.get().sample?.report.udpPingMs).toBe(38)
    connection.set({ ...joined, phase: 'reconnecting' })
    await seconds(3)
    expect(asked).toHaveLength(3)
    expect(line.state.get()).toEqual({ sample: null, facts: null })
  })

  it('asks for people of our room, those who were heard first, and not for ourselves', async () => {
    const { asked, connection, hears, seconds } = watch()
    connection.set(joined)
    hears(14, 30)
    await seconds(1)
    expect(asked).toEqual([[14, 10, 12, 13]])
  })

  it('forgets its verdict with the meeting', async () => {
    const { connection, line, seconds, tells } = watch()
    connection.set(joined)
    tells({ unansweredPings: 3 })
    await seconds(4)
    expect(line.verdict.get()).toMatchObject({ side: 'server', reason: 'server-busy' })
    connection.set(idleConnection)
    expect(line.verdict.get().side).toBe('none')
  })

  it('does not count what got lost on the way that was dead as a loss of the one that lives', async () => {
    const { connection, line, seconds, tells } = watch()
    connection.set(joined)
    await seconds(3)
    tells({ route: 'tunnel' })
    await seconds(10)
    expect(line.verdict.get().reason).toBe('udp-blocked')
    tells({ route: 'udp', down: { ...lineReport.down, lost: 900 } })
    await seconds(3)
    // The server's count follows with its next answer.
    tells({ up: { ...lineReport.up, lost: 900 } })
    await seconds(7)
    expect(line.verdict.get().reason).toBe('well')
  })

  it('tells of a person whose line it is, and no more once they have left', async () => {
    const { connection, line, room, seconds, tells } = watch()
    connection.set(joined)
    await seconds(1)
    const bad = { ...peerLine(12), up: { ...lineReport.up, lost: 5000 } }
    tells({ peers: [peerLine(10), bad, peerLine(13)] })
    await seconds(4)
    expect([...line.theirs.get().keys()]).toEqual([12])
    expect(line.verdict.get()).toMatchObject({ side: 'theirs', session: 12 })
    room.set(reduceRoomAll(room.get(), [{ type: 'user-removed', session: 12 }]))
    await seconds(1)
    expect(line.theirs.get().size).toBe(0)
  })
})
