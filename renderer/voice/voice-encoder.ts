/** The Opus encoder as we set it, and the packets it makes of 10 ms frames. */
import { Application, createEncoder, type OpusEncoderHandle, Signal } from 'libopus-wasm'
import { MAX_OPUS_BYTES } from '../../bridge/voice-port.ts'
import { UNIT } from './audio-format.ts'
import { FULL_BITRATE, type PacketUnits, type VoiceRate } from './bitrate.ts'

/**
 * libopus' 0..10. At 5 a frame takes 0.1 ms (99 % under 0.25 ms) where 10 takes twice that for a gain few
 * can hear at 40 kbit/s; on a machine ten times slower it still leaves most of a 2.7 ms quantum.
 */
const COMPLEXITY = 5
/** Percent of loss the encoder prepares for until the server has told. */
const FIRST_LOSS_HINT = 10
/** Percent. Below, FEC would be left out, and loss beyond the server can't be known; above, speech suffers. */
const LOWEST_LOSS_HINT = 5
const HIGHEST_LOSS_HINT = 30

export interface EncodedPacket {
  readonly opus: Uint8Array
  readonly units: PacketUnits
}

export class VoiceEncoder {
  readonly #encoder: OpusEncoderHandle
  #units: PacketUnits = 1
  #nextUnits: PacketUnits = 1
  /** Frames of the packet being gathered, one after the other. */
  readonly #packet = new Float32Array(4 * UNIT)
  #gathered = 0
  readonly #views: Readonly<Record<PacketUnits, Float32Array>>
  readonly #options: Readonly<Record<PacketUnits, { frameSize: number; maxPacketBytes: number }>>

  constructor(encoder: OpusEncoderHandle) {
    this.#encoder = encoder
    const view = (units: number) => this.#packet.subarray(0, units * UNIT)
    const option = (units: number) => ({ frameSize: units * UNIT, maxPacketBytes: MAX_OPUS_BYTES })
    this.#views = { 1: view(1), 2: view(2), 4: view(4) }
    this.#options = { 1: option(1), 2: option(2), 4: option(4) }
  }

  /** A new packet length counts from the next packet on. */
  setRate(rate: VoiceRate): void {
    this.#encoder.setBitrate(rate.bitrate)
    this.#nextUnits = rate.packetUnits
  }

  /** `loss`: share of our packets that got lost, 0..1. */
  setLoss(loss: number): void {
    const percent = Math.round(Math.min(1, Math.max(0, loss)) * 100)
    this.#encoder.setPacketLossPercent(Math.min(HIGHEST_LOSS_HINT, Math.max(LOWEST_LOSS_HINT, percent)))
  }

  /**
   * Takes 10 ms; gives a packet when it is full. `last` fills the rest of a longer packet with silence,
   * as Mumble's own clients do before they set the terminator.
   */
  encode(frame: Float32Array, last: boolean): EncodedPacket | null {
    if (this.#gathered === 0) this.#units = this.#nextUnits
    this.#packet.set(frame, this.#gathered * UNIT)
    this.#gathered++
    if (last && this.#gathered < this.#units) {
      this.#packet.fill(0, this.#gathered * UNIT, this.#units * UNIT)
      this.#gathered = this.#units
    }
    if (this.#gathered < this.#units) return null
    this.#gathered = 0
    const units = this.#units
    return { opus: this.#encoder.encodeFloat(this.#views[units], this.#options[units]), units }
  }

  free(): void {
    this.#encoder.free()
  }
}

/**
 * VOIP and "voice" keep Opus in SILK and hybrid, the only modes that carry a spare copy of the last frame
 * (FEC). Constant bitrate, because the lengths of encrypted packets betray what is said (and a server's
 * bandwidth limit is then never passed by a loud word).
 */
export async function createVoiceEncoder(): Promise<VoiceEncoder> {
  const encoder = await createEncoder({
    channels: 1,
    application: Application.Voip,
    signal: Signal.Voice,
    bitrate: FULL_BITRATE,
    complexity: COMPLEXITY,
    fec: true,
    packetLossPercent: FIRST_LOSS_HINT,
    frameSize: UNIT,
    vbr: false,
  })
  return new VoiceEncoder(encoder)
}
