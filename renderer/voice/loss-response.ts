/**
 * What the server's reports of our lost packets ask of the encoder: how much loss to prepare for, and when to
 * spare the line. Pure; its clock is the sound that we sent, because a report while silent says nothing.
 */
import type { PacketUnits, VoiceRate } from './bitrate.ts'

/**
 * Shares of loss to prepare for. Below the least libopus leaves the copies out, and loss between the server and
 * the listeners can't be known; up to it they cost next to nothing, beyond it 3 dB at 37 kbit/s, 0.8 dB at 56
 * (frequency-weighted segmental SNR of 10 ms packets against the sound before Opus). Above the most speech suffers.
 */
const LEAST = 0.05
const MOST = 0.3
/** What is lost on the way up is lost on other ways too, and losses come in rows. */
const CAUTION = 2
/** Units of 10 ms in which a loss that ended loses half of its weight: 5 s of speech, one report. */
const HALF_LIFE = 500

/** Loss at which fewer, smaller packets may help more than a copy in each; and the one at which that ends. */
const STRAINED_FROM = 0.12
const STRAINED_UNTIL = 0.04
/** Units of speech that it must last: two reports of 5 s, and four for the way back, so that it does not swing. */
const STRAINED_AFTER = 800
const RELIEVED_AFTER = 2000
/** bit/s and units of 10 ms on a strained line: 46.8 kbit/s with headers instead of 84.8, half the packets. */
const SPARING: VoiceRate = { bitrate: 32_000, packetUnits: 2 }

export class LossResponse {
  #reported: number | null = null
  #remembered = 0
  #beyond = 0
  #strained = false

  /** Percent of loss that the encoder should prepare for. */
  get percent(): number {
    return Math.round(Math.min(MOST, Math.max(LEAST, CAUTION * this.#remembered)) * 100)
  }

  /** The server's word: share of our packets that it missed, 0..1, of enough of them to mean something. */
  report(loss: number): void {
    this.#reported = Math.min(1, Math.max(0, loss))
    this.#remembered = Math.max(this.#remembered, this.#reported)
  }

  /** Notes that so many units of sound were sent. */
  sent(units: number): void {
    const loss = this.#reported
    if (loss === null) return
    // Up at once, down slowly: FEC for nothing costs little, a word lost for want of it is lost.
    this.#remembered = loss + (this.#remembered - loss) * 0.5 ** (units / HALF_LIFE)
    const turns = this.#strained ? loss < STRAINED_UNTIL : loss >= STRAINED_FROM
    this.#beyond = turns ? this.#beyond + units : 0
    if (this.#beyond < (this.#strained ? RELIEVED_AFTER : STRAINED_AFTER)) return
    this.#strained = !this.#strained
    this.#beyond = 0
  }

  /** What to send at where `rate` fits the server's limit. */
  apply(rate: VoiceRate): VoiceRate {
    if (!this.#strained) return rate
    return {
      bitrate: Math.min(SPARING.bitrate, rate.bitrate),
      packetUnits: Math.max(SPARING.packetUnits, rate.packetUnits) as PacketUnits,
    }
  }
}
