/**
 * Our own mute and deafen, as we wish them and as the server has them. Servers drop bursts of changes
 * without a word (five at once, then one a second), so a wish is sent again until the echo agrees.
 */

export interface MuteState {
  readonly muted: boolean
  readonly deafened: boolean
}

/** Servers refill one message a second. */
const PACE_MS = 1050
/** An echo that has not come by then was dropped on the way in. */
const ECHO_TIMEOUT_MS = 2000

export class SelfState {
  readonly #send: (state: MuteState) => void
  readonly #changed: (state: MuteState & { pending: boolean }) => void
  #wished: MuteState
  #known: MuteState = { muted: false, deafened: false }
  #sentAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | null = null

  constructor(
    wished: MuteState,
    send: (state: MuteState) => void,
    changed: (state: MuteState & { pending: boolean }) => void,
  ) {
    this.#wished = consistent(wished)
    this.#send = send
    this.#changed = changed
  }

  get wished(): MuteState {
    return this.#wished
  }

  wish(state: MuteState): void {
    this.#wished = consistent(state)
    this.#settle()
  }

  /** What the server says of us. Null where a message leaves a field out. */
  echoed(selfMute: boolean | undefined, selfDeaf: boolean | undefined): void {
    this.#known = { muted: selfMute ?? this.#known.muted, deafened: selfDeaf ?? this.#known.deafened }
    this.#settle()
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #settle(): void {
    const pending = !same(this.#wished, this.#known)
    this.#changed({ ...this.#wished, pending })
    if (!pending) {
      this.close()
      return
    }
    if (this.#timer !== null) return
    const waitMs = Math.max(0, this.#sentAt + PACE_MS - performance.now())
    this.#timer = setTimeout(() => this.#attempt(), waitMs)
  }

  #attempt(): void {
    this.#timer = null
    if (same(this.#wished, this.#known)) return
    this.#sentAt = performance.now()
    this.#send(this.#wished)
    this.#timer = setTimeout(() => this.#attempt(), ECHO_TIMEOUT_MS)
  }
}

/** Who hears nothing says nothing: servers couple the two the same way. */
function consistent(state: MuteState): MuteState {
  return { muted: state.muted || state.deafened, deafened: state.deafened }
}

function same(a: MuteState, b: MuteState): boolean {
  return a.muted === b.muted && a.deafened === b.deafened
}
