/** How the sound travels, in one word. Pure. */
import type { Connection } from '../../bridge/engine-api.ts'

export type ConnectionHealth =
  | 'connecting'
  | 'reconnecting'
  /** Our voice gets lost on its way: our own network is the first suspect. */
  | 'mine'
  /** The others' voices get lost, ours does not. */
  | 'theirs'
  | 'slow'
  | 'tunnel'
  | 'well'

/** Forward error correction mends one lost packet; beyond about a tenth they go missing in rows. */
const TOO_MUCH_LOSS = 0.1

/**
 * In ms. One way should stay under 150 ms from mouth to ear and must under 400 (ITU-T G.114): half of
 * this round trip, the other person's half and the buffers of both come near the second.
 */
const TOO_SLOW = 400

export function connectionHealth(connection: Connection): ConnectionHealth {
  if (connection.phase === 'reconnecting') return 'reconnecting'
  if (connection.phase !== 'joined') return 'connecting'
  if (connection.uplinkLoss >= TOO_MUCH_LOSS) return 'mine'
  if (connection.downlinkLoss >= TOO_MUCH_LOSS) return 'theirs'
  if (connection.pingMs !== null && connection.pingMs >= TOO_SLOW) return 'slow'
  return connection.route === 'tunnel' ? 'tunnel' : 'well'
}
