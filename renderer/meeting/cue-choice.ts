/** Which short sound, if any, for who came and who left. Pure, but for the memory of the last moments. */
import type { Cue } from '../voice/cues.ts'
import type { ComingsAndGoings } from './comings-and-goings.ts'

/** People beside us in the room from which comings and goings are no news any more. */
export const CROWD = 12
/** ms in which at most {@link MOST} sounds are played. */
const WINDOW = 20_000
const MOST = 4

export class CueChoice {
  readonly #played: number[] = []

  /** `people`: how many there are beside us now; `now`: ms. Null = silence. */
  choose({ joined, left }: ComingsAndGoings, people: number, now: number): Cue | null {
    const moved = joined.length + left.length
    // Many at once, or a big assembly: a sound each time would only disturb.
    if (moved === 0 || moved > MOST || people + left.length >= CROWD) return null
    while (this.#played[0] !== undefined && now - this.#played[0] >= WINDOW) this.#played.shift()
    if (this.#played.length >= MOST) return null
    this.#played.push(now)
    return joined.length > 0 ? 'join' : 'leave'
  }
}
