/** How much sound fits a server's bandwidth limit. Pure. */

/** Packet lengths we can send, in units of 10 ms. */
export type PacketUnits = 1 | 2 | 4

export interface VoiceRate {
  /** Opus bit/s. */
  readonly bitrate: number
  readonly packetUnits: PacketUnits
}

/**
 * Bit/s. Mumble's own default of 40 kbit/s has neither FEC nor the headers of 10 ms packets: with both, 56 sounds
 * as 40 does there (frequency-weighted segmental SNR against the sound before Opus: 22.9 dB; 40: 18 to 20.8 dB).
 */
const FULL_BITRATE = 56_000
/** Bit/s. Mumble's floor: below it speech is no longer worth sending. */
const LOWEST_BITRATE = 8_000
/** Bit/s a packet length must leave for Opus to be taken; below, longer packets sound better. */
const leastFor: Readonly<Record<PacketUnits, number>> = { 1: 24_000, 2: 16_000, 4: LOWEST_BITRATE }

/**
 * Bytes by which the protobuf voice message of 1.5 servers (type, target, frame number, length: 11) can be
 * longer than the 3 + units that the formula below counts. Servers measure what really arrives.
 */
const PROTOBUF_EXTRA = 7

/**
 * Bandwidth in bit/s that Mumble's clients reckon for an Opus bitrate: 20 (IP) + 8 (UDP) + 4 (encryption)
 * + 3 + units bytes around each packet, 100 / units packets a second.
 */
export function networkBandwidth(bitrate: number, packetUnits: number, extraBytes = 0): number {
  return bitrate + (800 / packetUnits) * (20 + 8 + 4 + 3 + packetUnits + extraBytes)
}

/**
 * The best sound within `maxBandwidth` bit/s (null = no limit): 10 ms packets while they leave Opus
 * enough, else 20, else 40 ms; whole kbit/s. Limits below any speech get the least we can send.
 */
export function bitrateFor(maxBandwidth: number | null): VoiceRate {
  if (maxBandwidth === null) return { bitrate: FULL_BITRATE, packetUnits: 1 }
  for (const packetUnits of [1, 2, 4] as const) {
    const left = maxBandwidth - networkBandwidth(0, packetUnits, PROTOBUF_EXTRA)
    const bitrate = Math.min(FULL_BITRATE, Math.floor(left / 1000) * 1000)
    if (bitrate >= leastFor[packetUnits]) return { bitrate, packetUnits }
  }
  return { bitrate: LOWEST_BITRATE, packetUnits: 4 }
}
