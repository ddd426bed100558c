/**
 * The browser shell: the engine sits behind the address that served this page. Calls go over one
 * WebSocket, the voice over two more that the relay's worker holds. A cookie that scripts cannot read
 * lets us in.
 */

import { externalUrl } from '../../bridge/external-link.ts'
import { pageUrl } from '../../bridge/invitation.ts'
import { linkInFragment } from '../../bridge/outside-link.ts'
import type { Duplex } from '../engine-link/duplex.ts'
import { waitBefore } from './reconnect.ts'
import type { Shell } from './shell.ts'
import type { VoiceRelay } from './voice-relay.ts'

export function browserShell(relay: VoiceRelay): Shell {
  let onLine: ((line: Duplex) => void) | null = null
  let retry: number | undefined
  let failures = 0
  let link = takeLink()

  const open = () => {
    const socket = new WebSocket(socketUrl('/rpc'))
    socket.addEventListener('open', () => {
      if (onLine === null) return socket.close()
      failures = 0
      relay.joinSockets(socketUrl('/mic'), socketUrl('/ear'))
      onLine(socketDuplex(socket))
    })
    socket.addEventListener('close', () => {
      if (onLine === null) return
      retry = window.setTimeout(open, waitBefore(failures))
      failures += 1
    })
  }

  return {
    name: 'browser',
    nativeViews: null,
    downloads: null,
    screenWishes: null,
    wipeHost: null,
    keepOnTop: null,
    openWindow: text => {
      const url = pageUrl(text)
      if (url !== null) window.open(url, '_blank', 'noopener,noreferrer,popup')
    },
    connect: listener => {
      onLine = listener
      open()
    },
    disconnect: () => {
      onLine = null
      window.clearTimeout(retry)
    },
    takeVoicePorts: relay.takePorts,
    openExternal: async text => {
      const url = externalUrl(text)
      if (url === null) return false
      // With noopener the answer is always null: whether a window opened cannot be known.
      window.open(url, '_blank', 'noopener')
      return true
    },
    // The one that the app was started with; a browser hands none to a page that is already open.
    onLink: listener => {
      const given = link
      link = null
      if (given !== null) listener(given)
      return () => {}
    },
  }
}

/** The link that came in the page's own address. It goes from there: loaded anew, the page would follow it again. */
function takeLink(): string | null {
  const { hash, pathname, search } = window.location
  const link = linkInFragment(hash)
  if (link !== null) window.history.replaceState(null, '', `${pathname}${search}`)
  return link
}

function socketDuplex(socket: WebSocket): Duplex {
  let onClose: (() => void) | null = null
  socket.addEventListener('close', () => onClose?.())
  return {
    post: message => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    onMessage: listener => {
      socket.addEventListener('message', event => {
        if (typeof event.data === 'string') listener(JSON.parse(event.data))
      })
    },
    onClose: listener => {
      onClose = listener
    },
    close: () => {
      onClose = null
      socket.close()
    },
  }
}

function socketUrl(path: string): string {
  return `${window.location.protocol === 'https:' ? 'wss:' : 'ws:'}//${window.location.host}${path}`
}
