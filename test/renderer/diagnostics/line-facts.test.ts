import { describe, expect, it } from 'vitest'
import { factsOf } from '../../../renderer/diagnostics/line-facts.ts'
import { sample, speaker } from './samples.ts'

const counts = (good: number, lost: number) => ({ good, late: 0, lost, resync: 0 })

describe('the facts of a line', () => {
  it('are those of the last ten seconds', () => {
    const facts = factsOf([
      sample(0, { up: counts(0, 0), down: counts(0, 500) }),
      sample(5000, { up: counts(100, 10), down: counts(100, 500), udpPingMs: 40 }),
      sample(15_000, { up: counts(190, 20), down: counts(197, 503), udpPingMs: 60 }, { crackles: 3 }),
    ])
    expect(facts.up).toEqual({ lost: 10, share: 0.1 })
    expect(facts.down).toEqual({ lost: 3, share: 0.03 })
    expect(facts.pingMs).toBe(60)
    expect(facts.pingDeviationMs).toBe(10)
    expect(facts.crackles).toBe(3)
  })

  it('take a single sample for no news', () => {
    expect(factsOf([sample(0, {}, { speakers: [speaker(3, { lost: 9 })] })])).toMatchObject({
      up: { lost: 0 },
      down: { lost: 0 },
      pingDeviationMs: 0,
      crackles: 0,
      speakers: [{ session: 3, missing: { lost: 0, share: 0 } }],
    })
  })

  it('never go below nothing when counters begin anew, or a lost packet comes after all', () => {
    const facts = factsOf([
      sample(0, { up: counts(900, 90), down: counts(100, 5) }, { crackles: 9 }),
      sample(1000, { up: counts(0, 0), down: counts(101, 4) }, { crackles: 0 }),
    ])
    expect(facts).toMatchObject({ up: { lost: 0 }, down: { lost: 0 }, crackles: 0 })
  })

  it('take the ping of the way that the voice goes', () => {
    const ways = { udpPingMs: 900, tcpPingMs: 50 }
    expect(factsOf([sample(0, { ...ways, route: 'tunnel' })]).pingMs).toBe(50)
    expect(factsOf([sample(0, { ...ways, route: 'udp' })]).pingMs).toBe(900)
    expect(factsOf([sample(0, { udpPingMs: 20, tcpPingMs: 350 })]).tcpDelayMs).toBe(330)
  })

  it('look further back for others, whose figures come late, and find each by their session', () => {
    const peer = (session: number, good: number, lost: number) => ({
      session,
      up: counts(good, lost),
      down: counts(10, 0),
      pingMs: 30,
    })
    const facts = factsOf([
      sample(0, { peers: [peer(5, 100, 0)] }),
      sample(9000, { peers: [peer(6, 0, 0), peer(5, 150, 5)] }),
      sample(19_000, { peers: [peer(6, 50, 0), peer(5, 190, 10)] }),
    ])
    expect(facts.peers.map(({ session, up }) => [session, up])).toEqual([
      [6, { lost: 0, share: 0 }],
      [5, { lost: 10, share: 0.1 }],
    ])
  })

  it('tell how much is missing of each voice, whatever length its packets have', () => {
    const facts = factsOf([
      sample(0, {}, { speakers: [speaker(3), speaker(4)] }),
      sample(
        5000,
        {},
        {
          speakers: [
            speaker(4, { received: 1045, decoded: 1090, lost: 10 }),
            speaker(3, { received: 1090, decoded: 1090, lost: 10 }),
            speaker(5, { lost: 10 }),
          ],
        },
      ),
    ])
    expect(facts.speakers).toEqual([
      { session: 4, missing: { lost: 10, share: 0.1 } },
      { session: 3, missing: { lost: 10, share: 0.1 } },
      { session: 5, missing: { lost: 0, share: 0 } },
    ])
  })
})
