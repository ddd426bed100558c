import { seededRandom } from './random.ts'

/** 'up' = from client to server, 'down' = from server to client. */
export type Direction = 'up' | 'down'

/** How one direction of a network line treats packets. */
export interface Line {
  /** Chance in 0..1 that a packet is lost, each on its own. */
  dropProbability: number
  /** Losses that come in rows (Gilbert-Elliott model): a bad state is entered and left with these chances per packet, and inside it packets are lost with its own `dropProbability`. */
  burst: { enterProbability: number; leaveProbability: number; dropProbability: number } | undefined
  /** Time every packet takes, in ms. Applies to TCP too. */
  delayMs: number
  /** Up to this many ms are added to the delay, evenly spread; the order is kept. Applies to TCP too. */
  jitterMs: number
  /** Chance in 0..1 that a packet is overtaken by the one after it. */
  reorderProbability: number
}

export const perfectLine: Line = {
  dropProbability: 0,
  burst: undefined,
  delayMs: 0,
  jitterMs: 0,
  reorderProbability: 0,
}

export interface Passage {
  dropped: boolean
  /** True: hold this packet back until the next one has passed. */
  overtaken: boolean
  /** Time to wait before the packet arrives, jitter included, in ms. */
  delayMs: number
}

/**
 * The fate of packets in one direction, packet by packet. The same seed and the same number of packets give the
 * same fates, whatever the line was before: every packet draws the same count of random numbers.
 */
export function createFate(seed: number): (line: Line) => Passage {
  const random = seededRandom(seed)
  let inBurst = false
  return line => {
    const [drop, change, burstDrop, jitter, reorder] = [random(), random(), random(), random(), random()]
    if (line.burst === undefined) inBurst = false
    else inBurst = inBurst ? change >= line.burst.leaveProbability : change < line.burst.enterProbability
    const lostInBurst = inBurst && line.burst !== undefined && burstDrop < line.burst.dropProbability
    return {
      dropped: drop < line.dropProbability || lostInBurst,
      overtaken: reorder < line.reorderProbability,
      delayMs: line.delayMs + jitter * line.jitterMs,
    }
  }
}
