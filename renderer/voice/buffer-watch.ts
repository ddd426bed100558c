/**
 * Notices when this machine can't keep up with so small an audio buffer: the loudspeaker ran dry again and again.
 * Pure; fed once a second with the browser's count of such moments.
 */

/** Seconds looked back on. */
const WINDOW = 20
/** Seconds of them with a crackle from which the buffer is too small: one stall, however long, is not. */
const TOO_MANY = 4
/** Seconds after a start in which all programs stumble. */
const SETTLING = 5

export class BufferWatch {
  readonly #crackled: boolean[] = []
  #known = 0
  #seconds = 0

  /** `underruns`: the count since the context began. True when a larger buffer is due. */
  read(underruns: number): boolean {
    this.#seconds++
    const crackled = underruns > this.#known
    this.#known = underruns
    if (this.#seconds <= SETTLING) return false
    this.#crackled.push(crackled)
    if (this.#crackled.length > WINDOW) this.#crackled.shift()
    return this.#crackled.filter(Boolean).length >= TOO_MANY
  }
}
