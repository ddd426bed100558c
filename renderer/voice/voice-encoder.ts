/** The Opus encoder as we set it, and the packets it makes of 10 ms frames. */
import { Application, createEncoder, type OpusEncoderHandle, Signal } from 'libopus-wasm'
import { MAX_OPUS_BYTES } from '../../bridge/voice-port.ts'
import { UNIT } from './audio-format.ts'
import { bitrateFor, type PacketUnits, type VoiceRate } from './bitrate.ts'
import { LossResponse } from './loss-response.ts'

/**
 * libopus' 0..10. At 5 a frame takes 0.1 ms (99 % under 0.25 ms) where 10 takes twice that for a gain few
 * can hear at 40 kbit/s; on a machine ten times slower it still leaves most of a 2.7 ms quantum.
 */
const COMPLEXITY = 5
export interface EncodedPacket {
  readonly opus: Uint8Array
  readonly units: PacketUnits
}

/** What the encoder is set to right now: the server's limit, and what loss made of it. */
export interface EncoderState extends VoiceRate {
  /** Percent of loss that it prepares for (FEC). */
  readonly lossPercent: number
}

export class VoiceEncoder {
  readonly #encoder: OpusEncoderHandle
  readonly #loss = new LossResponse()
  /** What the server's limit leaves. */
  #allowed: VoiceRate = bitrateFor(null)
  /** Another object when anything of it changes. */
  state: EncoderState = { ...bitrateFor(null), lossPercent: new LossResponse().percent }
  #units: PacketUnits = 1
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

  /** What the server's limit leaves. A new packet length counts from the next packet on. */
  setRate(rate: VoiceRate): void {
    this.#allowed = rate
    this.#respond()
  }

  /** `loss`: share of our packets that got lost, 0..1, as the server reports it. */
  setLoss(loss: number): void {
    this.#loss.report(loss)
    this.#respond()
  }

  /** Spares the line in pauses of a voice that is sent all the time: one byte a packet instead of fifty. */
  setDtx(spares: boolean): void {
    this.#encoder.setDtx(spares)
  }

  /**
   * Takes 10 ms; gives a packet when it is full. `last` fills the rest of a longer packet with silence,
   * as Mumble's own clients do before they set the terminator.
   */
  encode(frame: Float32Array, last: boolean): EncodedPacket | null {
    if (this.#gathered === 0) this.#units = this.state.packetUnits
    this.#packet.set(frame, this.#gathered * UNIT)
    this.#gathered++
    if (last && this.#gathered < this.#units) {
      this.#packet.fill(0, this.#gathered * UNIT, this.#units * UNIT)
      this.#gathered = this.#units
    }
    if (this.#gathered < this.#units) return null
    this.#gathered = 0
    const units = this.#units
    this.#loss.sent(units)
    this.#respond()
    return { opus: this.#encoder.encodeFloat(this.#views[units], this.#options[units]), units }
  }

  #respond(): void {
    const before = this.state
    const lossPercent = this.#loss.percent
    const { bitrate, packetUnits } = this.#loss.apply(this.#allowed)
    if (lossPercent !== before.lossPercent) this.#encoder.setPacketLossPercent(lossPercent)
    if (bitrate !== before.bitrate) this.#encoder.setBitrate(bitrate)
    const same =
      lossPercent === before.lossPercent && bitrate === before.bitrate && packetUnits === before.packetUnits
    if (!same) this.state = { bitrate, packetUnits, lossPercent }
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
    bitrate: bitrateFor(null).bitrate,
    complexity: COMPLEXITY,
    fec: true,
    packetLossPercent: new LossResponse().percent,
    frameSize: UNIT,
    vbr: false,
  })
  return new VoiceEncoder(encoder)
}
