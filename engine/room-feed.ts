/** Turns what the Mumble client says into the page's room events, gathered so that a tree of a thousand rooms is one message. */
import type { RoomEvent } from '../bridge/room.ts'
import type { Change } from './mumble/server-state.ts'

/** Two drawn frames: nobody sees the delay, and a full server's tree fits in one batch. */
const GATHER_MS = 33

export class RoomFeed {
  readonly #send: (events: readonly RoomEvent[]) => void
  #waiting: RoomEvent[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(send: (events: readonly RoomEvent[]) => void) {
    this.#send = send
  }

  push(event: RoomEvent): void {
    this.#waiting.push(event)
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS)
  }

  change(change: Change): void {
    const event = toRoomEvent(change)
    if (event !== null) this.push(event)
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    if (this.#waiting.length === 0) return
    const events = this.#waiting
    this.#waiting = []
    this.#send(events)
  }
}

/** Null when nothing that the page shows has changed. */
function toRoomEvent(change: Change): RoomEvent | null {
  if (change.kind === 'channel') {
    const { parent, descriptionHash: _, id: __, ...rest } = change.changed
    const changed = parent === undefined ? rest : { ...rest, parentId: parent }
    return { type: 'channel', id: change.id, changed }
  }
  const { userId, session: _, ...rest } = change.changed
  const changed = userId === undefined ? rest : { ...rest, registered: userId !== null }
  return Object.keys(changed).length === 0 ? null : { type: 'user', session: change.session, changed }
}
