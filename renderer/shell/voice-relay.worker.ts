/**
 * Stands between the engine's voice lines and the audio threads, on a thread of its own: a busy page must
 * not stutter. The engine's end lasts as long as the engine; ours is made anew for each meeting, since a
 * port that went to an audio thread ends with it. One frame is one message (bridge/voice-port.ts).
 */

/** What the page asks of it. Ports come along in the order mic, ear. */
export type RelayOrder =
  /** The engine's lines, as ports (Electron). */
  | { readonly type: 'engine-ports' }
  /** The engine's lines, as addresses of binary WebSockets (browser). */
  | { readonly type: 'engine-sockets'; readonly mic: string; readonly ear: string }
  /** The audio threads' ends. */
  | { readonly type: 'session-ports' }

interface Line {
  send(frame: Uint8Array<ArrayBuffer>): void
  onFrame(listener: (frame: Uint8Array<ArrayBuffer>) => void): void
  close(): void
}

/** Sound that has waited this long is worth less than silence: beyond it frames are dropped. In bytes. */
const MOST_WAITING = 16_384

const engine: { mic: Line | null; ear: Line | null } = { mic: null, ear: null }
const session: { mic: Line | null; ear: Line | null } = { mic: null, ear: null }

addEventListener('message', (event: MessageEvent<RelayOrder>) => {
  const order = event.data
  const [mic, ear] = event.ports
  if (order.type === 'engine-sockets') {
    join('engine', { mic: socketLine(order.mic), ear: socketLine(order.ear) })
  } else if (mic !== undefined && ear !== undefined) {
    join(order.type === 'engine-ports' ? 'engine' : 'session', { mic: portLine(mic), ear: portLine(ear) })
  }
})

function join(end: 'engine' | 'session', lines: { mic: Line; ear: Line }): void {
  const own = end === 'engine' ? engine : session
  own.mic?.close()
  own.ear?.close()
  own.mic = lines.mic
  own.ear = lines.ear
  if (end === 'session') lines.mic.onFrame(frame => engine.mic?.send(frame))
  else lines.ear.onFrame(frame => session.ear?.send(frame))
}

/** Frames are copied, not handed over: the engine's side of an Electron port loses what is handed over. */
function portLine(port: MessagePort): Line {
  return {
    send: frame => port.postMessage(frame),
    onFrame: listener => {
      port.onmessage = event => {
        if (event.data instanceof Uint8Array) listener(event.data as Uint8Array<ArrayBuffer>)
      }
    },
    close: () => port.close(),
  }
}

function socketLine(url: string): Line {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  return {
    send: frame => {
      if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_WAITING) socket.send(frame)
    },
    onFrame: listener => {
      socket.addEventListener('message', event => {
        if (event.data instanceof ArrayBuffer) listener(new Uint8Array(event.data))
      })
    },
    close: () => socket.close(),
  }
}
