/**
 * When to play what: one speaker's packets against the clock of the loudspeaker. Pure decisions; the
 * speaker carries them out with a decoder.
 *
 * A sample of the speaker is due at its position plus a delay. The delay is free as long as nothing is
 * playing, grows when sound is missing, and is brought back to the estimate's target by whoever decodes.
 */
import { UNIT } from './audio-format.ts'
import { DelayEstimate } from './delay-estimate.ts'
import { CAPACITY_UNITS, JitterBuffer, type Packet } from './jitter-buffer.ts'
import { hasFec, opusUnits } from './opus-packet.ts'

/** Units made up in a row before we admit that nothing comes: 100 ms, as Mumble's own clients. */
export const LONGEST_CONCEALMENT = 10
/** Samples: a speaker silent for 5 s may have begun to count anew. */
const COUNTS_ANEW_AFTER = 5 * 48_000
/** Units: a number this little above the last is the same count, however long it took to come. */
const LONGEST_STEP = 50
/** Units: numbers that jump further than this while packets flow are a new count, not loss or delay. */
const LONGEST_JUMP = 500
/** Samples: a number this near to where the old count would be by now is the old count. */
const SAME_COUNT = 48_000
/** Samples: after 60 s the two clocks have drifted apart too far for the old count to say when. */
const FORGOTTEN_AFTER = 60 * 48_000
/** Samples after a voice that ended by itself from which a lower number means a new count, not a straggler. */
const STRAGGLERS_FOR = 48_000 / 5
/** Late packets in a row after which the count must have gone back. */
const LATE_RUN = 20
/** Share of lost units at which waiting for the spare copy in the next packet begins and ends to pay. */
const FEC_FROM = 0.015
const FEC_UNTIL = 0.005
/** Units over which the loss is averaged: about 3 s. */
const LOSS_WINDOW = 300
/** Packets without a spare copy after which we expect no more of them; encoders leave it out in pauses. */
const FEC_EXPECTED_FOR = 200
/** Samples by which the delay may miss the target before a gap is used to correct it. */
const SLACK = UNIT / 2

export type Step =
  /** Decode this packet. */
  | { readonly kind: 'decode'; readonly packet: Packet }
  /** Decode the last unit or units before this packet from the spare copy in it. */
  | { readonly kind: 'recover'; readonly packet: Packet; readonly units: number }
  /** Make up 10 ms. */
  | { readonly kind: 'conceal' }
  /** Nothing more to say for now. */
  | { readonly kind: 'pause' }

const conceal: Step = { kind: 'conceal' }
const pause: Step = { kind: 'pause' }

export interface PlayoutCounters {
  received: number
  malformed: number
  late: number
  duplicate: number
  /** Units of 10 ms that never came in time. */
  lost: number
  /** Lost units brought back from the packet after them. */
  recovered: number
  /** Units made up, for loss or for waiting. */
  concealed: number
  /** Times the sound ran out in the middle of speech. */
  underruns: number
}

export class Playout {
  readonly counters: PlayoutCounters = {
    received: 0,
    malformed: 0,
    late: 0,
    duplicate: 0,
    lost: 0,
    recovered: 0,
    concealed: 0,
    underruns: 0,
  }
  readonly buffer = new JitterBuffer()
  readonly #estimate = new DelayEstimate()
  #lastPosition = 0
  #lastArrival = Number.NEGATIVE_INFINITY
  #lateRun = 0
  #concealedRun = 0
  #starvedUnits = 0
  #ended = true
  #jumped = false
  #lossShare = 0
  /** Length of the packets that carry a spare copy, in units; 0 = none do. */
  #fecUnits = 0
  #sinceFec = 0
  #waitsForFec = false

  /** The delay to aim at, as lateness in samples. */
  get target(): number {
    return this.#estimate.target + (this.#waitsForFec ? this.#fecUnits * UNIT : 0)
  }

  /** What {@link target} is above the quickest packet, in samples: the price of the network's jitter. */
  get jitterDelay(): number {
    return this.#estimate.known ? this.target - this.#estimate.base : 0
  }

  /** The delay at which the next unit would be heard if `queued` samples are still to be played before it. */
  delay(now: number, queued: number): number {
    return now + queued - this.buffer.next * UNIT
  }

  /**
   * Takes a packet from the net. `playing`: the speaker's sound is under way, so its position is fixed.
   * `now` in samples of the loudspeaker. False when it was of no use.
   */
  receive(
    frame: { readonly frameNumber: number; readonly opus: Uint8Array; readonly terminator: boolean },
    now: number,
    playing: boolean,
  ): boolean {
    this.counters.received++
    const units = opusUnits(frame.opus)
    if (units === 0) {
      this.counters.malformed++
      return false
    }
    const position = this.#place(frame.frameNumber, now)
    if (!playing) this.#moveStart(position)
    const droppedBefore = this.buffer.dropped
    const insertion = this.buffer.insert({ position, units, opus: frame.opus, terminator: frame.terminator })
    if (this.buffer.dropped > droppedBefore) this.#jumped = playing
    if (insertion !== 'duplicate') this.#estimate.observe(now - position * UNIT, now)
    this.#lateRun = insertion === 'late' ? this.#lateRun + 1 : 0
    if (insertion !== 'kept') {
      this.counters[insertion]++
      return false
    }
    this.#expectFec(frame.opus, units)
    return true
  }

  /** The moment, in samples, at which to start with the first packet; null when there is none. */
  startTime(): number | null {
    const first = this.buffer.first
    return first === null ? null : first.position * UNIT + this.target
  }

  /** Makes ready to play from the first packet on. */
  start(): void {
    const first = this.buffer.first
    if (first !== null) this.buffer.next = first.position
    this.#ended = false
    this.#concealedRun = 0
    this.#starvedUnits = 0
    this.#jumped = false
  }

  /** True when the next step is to decode a packet that is already there. */
  get nextIsThere(): boolean {
    return !this.#ended && !this.#jumped && this.buffer.first?.position === this.buffer.next
  }

  /** What to play once the `queued` samples are played. */
  next(now: number, queued: number): Step {
    if (this.#ended) return pause
    const first = this.buffer.first
    if (this.#jumped || first === null) {
      if (first === null) this.#starve()
      this.#jumped = false
      return this.#conceal()
    }
    let gap = first.position - this.buffer.next
    // While we made up sound for want of a packet, the time of the lost one went by.
    while (gap > 0 && this.#starvedUnits > 0 && this.#isOver(now, queued)) {
      this.#starvedUnits--
      this.#lose(1)
      gap--
    }
    if (gap === 0) return this.#decode(first)
    if (gap > LONGEST_CONCEALMENT) return this.#crossSilence(first, gap, now + queued)
    // Packets that overtook each other: the missing one may still come if we wait a little longer.
    if (this.delay(now, queued) < this.target - SLACK) return this.#conceal()
    if (gap <= first.units && hasFec(first.opus)) {
      this.#lose(gap)
      this.counters.recovered += gap
      this.#concealedRun = 0
      return { kind: 'recover', packet: first, units: gap }
    }
    this.#lose(1)
    return this.#conceal()
  }

  /** A gap too long to make up: it sinks into silence, and the rest waits until it is due. */
  #crossSilence(first: Packet, gap: number, from: number): Step {
    const due = first.position * UNIT + this.target
    if (this.#concealedRun === 0 || (due > from && this.#concealedRun < LONGEST_CONCEALMENT)) {
      return this.#conceal()
    }
    this.#lose(gap)
    this.#ended = true
    return pause
  }

  /** Forgets the packets, keeps what was learnt of the net. */
  clear(): void {
    this.buffer.clear()
    this.#ended = true
  }

  #decode(packet: Packet): Step {
    this.buffer.take()
    this.#concealedRun = 0
    this.#starvedUnits = 0
    this.#noteLoss(0, packet.units)
    if (packet.terminator) this.#ended = true
    return { kind: 'decode', packet }
  }

  #conceal(): Step {
    if (this.#concealedRun >= LONGEST_CONCEALMENT) {
      this.#ended = true
      return pause
    }
    this.#concealedRun++
    this.counters.concealed++
    return conceal
  }

  #starve(): void {
    if (this.#starvedUnits === 0) this.counters.underruns++
    this.#starvedUnits++
  }

  #isOver(now: number, queued: number): boolean {
    return this.delay(now, queued) - UNIT >= this.target - SLACK
  }

  #expectFec(opus: Uint8Array, units: number): void {
    if (hasFec(opus)) {
      this.#sinceFec = 0
      this.#fecUnits = units
    } else if (++this.#sinceFec > FEC_EXPECTED_FOR) {
      this.#fecUnits = 0
    }
  }

  #lose(units: number): void {
    this.buffer.skip(units)
    this.counters.lost += units
    this.#noteLoss(1, units)
  }

  #noteLoss(lost: 0 | 1, units: number): void {
    this.#lossShare += (lost - this.#lossShare) * Math.min(1, units / LOSS_WINDOW)
    this.#waitsForFec = this.#lossShare > (this.#waitsForFec ? FEC_UNTIL : FEC_FROM)
  }

  /** Nothing plays yet: a first packet sets where to start, and an earlier one that overtakes it moves that. */
  #moveStart(position: number): void {
    const { first, next, span } = this.buffer
    const moves =
      first === null ? position >= next : position < next && span + next - position <= CAPACITY_UNITS
    if (moves) this.buffer.next = position
  }

  /** Unwraps a frame number, and sees when the speaker began to count anew. */
  #place(frameNumber: number, now: number): number {
    const jump = (frameNumber - this.#lastPosition) | 0
    let position = this.#lastPosition + jump
    const anew = !this.#estimate.known || this.#countsAnew(jump, now - position * UNIT, now)
    if (anew) {
      position = frameNumber
      this.#estimate.rebase(now - position * UNIT)
      this.clear()
      this.buffer.next = position
      this.#lateRun = 0
    }
    if (anew || position > this.#lastPosition) this.#lastPosition = position
    this.#lastArrival = now
    return position
  }

  #countsAnew(jump: number, lateness: number, now: number): boolean {
    const silence = now - this.#lastArrival
    if (this.#lateRun >= LATE_RUN) return true
    // The line stood still, the count did not.
    if (jump > 0 && jump <= LONGEST_STEP) return false
    if (this.#ended && jump < 0 && silence >= STRAGGLERS_FOR) return true
    const off = Math.abs(lateness - this.#estimate.base)
    if (silence >= COUNTS_ANEW_AFTER) return off > SAME_COUNT || silence >= FORGOTTEN_AFTER
    return Math.abs(jump) > LONGEST_JUMP && off > SAME_COUNT
  }
}
