/**
 * Notices when this machine can't keep up with so small an audio buffer: the loudspeaker ran dry again and again. Not
 * every system tells the browser when it did: then the sound's own clock falls behind that of the computer. Pure; fed
 * once a second.
 */

/** Seconds looked back on. */
const WINDOW = 20
/** Seconds of them with a crackle from which the buffer is too small: one stall, however long, is not. */
const TOO_MANY = 4
/** Seconds after a start in which all programs stumble, on two cores also those beside a meeting. */
const SETTLING = 10
/** ms that the sound's clock may fall behind in a second; it goes on in steps of up to 21 ms. */
const MOST_LOST = 25

export class BufferWatch {
  readonly #crackled: boolean[] = []
  #known = 0
  #behind = Number.POSITIVE_INFINITY
  #seconds = 0

  /**
   * True when a larger buffer is due.
   * @param underruns the browser's count since the context began
   * @param behind ms by which the sound's clock is behind the computer's, from any zero; null while it is held back
   */
  read(underruns: number, behind: number | null): boolean {
    this.#seconds++
    const crackled = underruns > this.#known || (behind !== null && behind - this.#behind > MOST_LOST)
    this.#known = underruns
    this.#behind = behind ?? Number.POSITIVE_INFINITY
    if (this.#seconds <= SETTLING) return false
    this.#crackled.push(crackled)
    if (this.#crackled.length > WINDOW) this.#crackled.shift()
    return this.#crackled.filter(Boolean).length >= TOO_MANY
  }
}
