/** The desktop shell: ports come as window messages once the preload was asked for them. */
import type { PreloadApi } from '../../bridge/shell-api.ts'
import type { Duplex } from '../engine-link/duplex.ts'
import { createPortAssembly, readArrival } from './port-assembly.ts'
import type { Shell } from './shell.ts'
import type { VoiceRelay } from './voice-relay.ts'

/** A push that raced with the page's start is lost: ask again after this long, in ms. */
const ASK_AGAIN_AFTER = 3000

export function electronShell(preload: PreloadApi, relay: VoiceRelay): Shell {
  const assembly = createPortAssembly<MessagePort>(port => port.close())
  let onLine: ((line: Duplex) => void) | null = null
  let asking: number | undefined

  const ask = () => {
    preload.connect()
    asking ??= window.setInterval(() => preload.connect(), ASK_AGAIN_AFTER)
  }

  window.addEventListener('message', event => {
    const arrival = event.source === window ? readArrival(event.data) : null
    const port = event.ports[0]
    if (arrival === null || port === undefined || onLine === null) return
    const complete = assembly.take(arrival, port)
    if (complete === null) return
    window.clearInterval(asking)
    asking = undefined
    relay.joinPorts({ mic: complete.mic, ear: complete.ear })
    onLine(portDuplex(complete.rpc, ask))
  })

  return {
    name: 'electron',
    nativeViews: preload,
    downloads: preload,
    screenWishes: preload,
    wipeHost: origin => preload.wipeHost(origin),
    keepOnTop: preload.staysOnTop ? on => preload.keepOnTop(on) : null,
    openWindow: null,
    connect: listener => {
      onLine = listener
      ask()
    },
    // Nobody else can have this engine: it belongs to this window.
    disconnect: () => {},
    takeVoicePorts: relay.takePorts,
    openExternal: url => preload.openExternal(url),
    onLink: listener => preload.onLink(listener),
  }
}

/** A message port as a line. `onGone` is called when the engine's process ended, not when we close it. */
function portDuplex(port: MessagePort, onGone: () => void): Duplex {
  let onClose: (() => void) | null = null
  let closed = false
  port.addEventListener('close', () => {
    if (closed) return
    closed = true
    onClose?.()
    onGone()
  })
  return {
    post: message => port.postMessage(message),
    onMessage: listener => {
      port.addEventListener('message', event => listener(event.data))
      port.start()
    },
    onClose: listener => {
      onClose = listener
    },
    close: () => {
      closed = true
      port.close()
    },
  }
}
