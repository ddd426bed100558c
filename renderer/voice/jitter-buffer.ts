/**
 * One speaker's packets, put in order, none of them twice, and never more than {@link CAPACITY_UNITS}.
 * Positions count 10 ms units without wrapping; whoever fills the buffer unwraps the frame numbers.
 */

/** 400 ms: more sound than this is not worth catching up with; the oldest goes. */
export const CAPACITY_UNITS = 40

/** Power of two. Copies made by a network follow their original within this many units. */
const TAKEN_KEPT = 128

export interface Packet {
  readonly position: number
  /** Length in units of 10 ms. */
  readonly units: number
  readonly opus: Uint8Array
  /** The speaker stops after it. */
  readonly terminator: boolean
}

export type Insertion = 'kept' | 'late' | 'duplicate'

export class JitterBuffer {
  /** Position of the next unit to play; packets before it are late. */
  next = 0
  /** Units thrown away because the buffer was full. */
  dropped = 0
  readonly #packets: Packet[] = []
  /** Positions of packets taken lately, to tell a packet that comes twice from one that comes late. */
  readonly #taken = new Float64Array(TAKEN_KEPT).fill(-1)

  get first(): Packet | null {
    return this.#packets[0] ?? null
  }

  /** Units from the next one to play up to the end of the last packet, gaps included. */
  get span(): number {
    const last = this.#packets.at(-1)
    return last === undefined ? 0 : last.position + last.units - this.next
  }

  insert(packet: Packet): Insertion {
    if (packet.position < this.next) {
      return this.#taken[place(packet.position)] === packet.position ? 'duplicate' : 'late'
    }
    let at = this.#packets.length
    while (at > 0 && (this.#packets[at - 1]?.position ?? 0) > packet.position) at--
    const before = this.#packets[at - 1]
    if (before !== undefined && before.position + before.units > packet.position) return 'duplicate'
    const after = this.#packets[at]
    if (after !== undefined && packet.position + packet.units > after.position) return 'duplicate'
    if (at === this.#packets.length) this.#packets.push(packet)
    else this.#packets.splice(at, 0, packet)
    this.#shed()
    return 'kept'
  }

  /** Takes the first packet out and moves on to its end. */
  take(): Packet | null {
    const packet = this.#packets.shift()
    if (packet === undefined) return null
    this.next = packet.position + packet.units
    this.#taken[place(packet.position)] = packet.position
    return packet
  }

  /** Gives up on units that never came. Not beyond the first packet. */
  skip(units: number): void {
    this.next += units
  }

  clear(): void {
    this.#packets.length = 0
  }

  #shed(): void {
    while (this.span > CAPACITY_UNITS) {
      const oldest = this.#packets[0]
      if (oldest === undefined) return
      if (oldest.position > this.next) {
        // The room is taken by a gap: it is given up first.
        const gap = Math.min(oldest.position - this.next, this.span - CAPACITY_UNITS)
        this.next += gap
        this.dropped += gap
      } else {
        this.take()
        this.dropped += oldest.units
      }
    }
  }
}

function place(position: number): number {
  return ((position % TAKEN_KEPT) + TAKEN_KEPT) % TAKEN_KEPT
}
