import type { PlayoutCounters } from './playout.ts'

/** How one voice arrives. Counters since it was first heard; units are 10 ms of sound. */
export interface SpeakerStats extends PlayoutCounters {
  readonly session: number
  readonly talking: boolean
  /** Sound received and not yet heard, in ms. */
  readonly bufferedMs: number
  /** Delay that the network's jitter asks for, in ms. */
  readonly jitterMs: number
  /** By how much the delay is above that, in ms; about 0 in steady state, below 0 for a stop-gap. */
  readonly excessMs: number
  /** Units thrown away because more than 400 ms were waiting. */
  readonly dropped: number
  /** Packets that looked right and that the decoder refused. */
  readonly undecodable: number
  /** Delay won back by saying the same in less time, in ms. */
  readonly compressedMs: number
  /** Units that were heard as they were sent: neither lost nor made up. */
  readonly decoded: number
  /** dB by which the voice is brought to a usual loudness right now; what a person set comes on top. */
  readonly gainDb: number
}
