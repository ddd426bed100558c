import { describe, expect, it } from 'vitest'
import { PeerLines } from '../../../engine/mumble/peer-lines.ts'

function lines() {
  const asked: number[] = []
  const peers = new PeerLines({
    send: (_name, fields) => void asked.push((fields as unknown as { session: number }).session),
  })
  return { asked, peers }
}

const stats = (session: number) => ({
  session,
  certificates: [],
  celtVersions: [],
  fromClient: { good: 90, lost: 10 },
  udpPackets: 4,
  udpPingAvg: 31,
})

describe('others’ lines', () => {
  it('are asked for each five seconds, and told as soon as they are known', () => {
    const { asked, peers } = lines()
    expect(peers.of([1, 2], 1000).size).toBe(0)
    peers.read(stats(1))
    expect(peers.of([1, 2], 2000).get(1)).toEqual({
      up: { good: 90, late: 0, lost: 10, resync: 0 },
      down: { good: 0, late: 0, lost: 0, resync: 0 },
      pingMs: 31,
    })
    expect(asked).toEqual([1, 2])
    peers.of([1], 6000)
    expect(asked).toEqual([1, 2, 1])
  })

  it('are those of people who were asked for, and are still here', () => {
    const { peers } = lines()
    peers.read(stats(7))
    expect(peers.of([7], 0).size).toBe(0)
    peers.read(stats(7))
    expect(peers.of([7], 0).size).toBe(1)
    peers.forget(7)
    expect(peers.of([7], 0).size).toBe(0)
  })

  it('are asked for no more where the server refuses, and a refusal of anything else is no answer', () => {
    const { asked, peers } = lines()
    expect(peers.refused({ permission: 4 })).toBe(false)
    peers.of([1], 0)
    expect(peers.refused({ permission: 8 })).toBe(false)
    expect(peers.refused({ permission: 4 })).toBe(true)
    peers.of([1, 2], 60_000)
    expect(asked).toEqual([1])
  })
})
