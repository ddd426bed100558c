/** A page double: calls the engine over the real bridge, in memory, and keeps what it is told. */
import { createBirpc } from 'birpc'
import type { Connection, EngineApi, PageApi } from '../../bridge/engine-api.ts'
import type { Problem } from '../../bridge/problems.ts'
import { emptyRoom, type RoomState, reduceRoomAll } from '../../bridge/room.ts'
import { type EarFrame, readEarFrame, writeMicFrame } from '../../bridge/voice-port.ts'
import type { Channel } from '../../engine/channel.ts'
import type { Engine } from '../../engine/engine.ts'

export interface PageDouble {
  readonly engine: EngineApi
  readonly told: {
    room: RoomState
    connections: Connection[]
    self: { muted: boolean; deafened: boolean; pending: boolean } | null
    notices: Problem[]
    pad: string | null
  }
  readonly heard: EarFrame[]
  say(frameNumber: number, opus: Uint8Array, terminator?: boolean): void
  sayBytes(bytes: Uint8Array): void
  close(): void
}

export function openPage(engine: Engine): PageDouble {
  const told: PageDouble['told'] = { room: emptyRoom, connections: [], self: null, notices: [], pad: null }
  const heard: EarFrame[] = []
  const rpc = channelPair()
  const mic = channelPair()
  const ear = channelPair()
  engine.attachPage(rpc.engine)
  engine.attachMic(mic.engine)
  engine.attachEar(ear.engine)
  const pageApi: PageApi = {
    room: events => {
      told.room = reduceRoomAll(told.room, events)
    },
    connection: state => void told.connections.push(state),
    self: state => {
      told.self = state
    },
    pad: url => {
      told.pad = url
    },
    notice: reason => void told.notices.push(reason),
  }
  ear.page.onMessage(data => {
    const frame = data instanceof Uint8Array ? readEarFrame(data) : null
    if (frame !== null) heard.push(frame)
  })
  return {
    engine: createBirpc<EngineApi, PageApi>(pageApi, {
      post: data => rpc.page.post(data),
      on: listener => rpc.page.onMessage(listener),
    }) as unknown as EngineApi,
    told,
    heard,
    say: (frameNumber, opus, terminator = false) =>
      mic.page.post(writeMicFrame({ frameNumber, opus, terminator })),
    sayBytes: bytes => mic.page.post(bytes),
    close: () => rpc.page.close(),
  }
}

/** Two ends of one line; messages are copied and arrive later, as through a port. */
function channelPair(): { page: Channel; engine: Channel } {
  const listeners = { page: [] as ((data: unknown) => void)[], engine: [] as ((data: unknown) => void)[] }
  const closing: (() => void)[] = []
  let open = true
  const close = () => {
    if (!open) return
    open = false
    for (const listener of closing) listener()
  }
  const end = (own: 'page' | 'engine', other: 'page' | 'engine'): Channel => ({
    post: data => {
      const copy = structuredClone(data)
      queueMicrotask(() => {
        if (open) for (const listener of listeners[other]) listener(copy)
      })
    },
    onMessage: listener => void listeners[own].push(listener),
    onClose: listener => void closing.push(listener),
    close,
  })
  return { page: end('page', 'engine'), engine: end('engine', 'page') }
}
