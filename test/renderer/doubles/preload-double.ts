/**
 * A double of Electron's preload, to run inside the page before it starts: its engine port is a line to
 * the engine double's server, its views are only written down.
 */
import type { Download, PortArrival, PreloadApi, ScreenWish, ViewEvent } from '../../../bridge/shell-api.ts'

declare global {
  interface Window {
    /** What the page asked of the preload, in order. */
    readonly asked: readonly (readonly [string, ...unknown[]])[]
    /** Tells the page that something happened in a view, that a link came from the system, and so on. */
    readonly happen: (
      what: { view: ViewEvent } | { link: string } | { download: Download } | { screenWish: ScreenWish },
    ) => void
  }
}

/** Runs in the page: may use nothing from outside. */
export function installPreloadDouble(): void {
  if (window !== window.top) return
  const asked: [string, ...unknown[]][] = []
  const views = new Set<(event: ViewEvent) => void>()
  const links = new Set<(link: string) => void>()
  const downloads = new Set<Parameters<PreloadApi['onDownload']>[0]>()
  const wishes = new Set<Parameters<PreloadApi['onScreenWish']>[0]>()
  let epoch = 0
  const arrive = (chatierePort: PortArrival['chatierePort']) => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage({ chatierePort, epoch } satisfies PortArrival, '*', [port2])
    return port1
  }
  const chatiere: PreloadApi = {
    connect: () => {
      epoch += 1
      arrive('mic')
      arrive('ear')
      const port = arrive('rpc')
      const socket = new WebSocket(`ws://${location.host}/rpc`)
      socket.onmessage = event => port.postMessage(JSON.parse(event.data))
      socket.onopen = () => {
        port.onmessage = event => socket.send(JSON.stringify(event.data))
      }
      socket.onclose = () => port.close()
    },
    openView: async request => {
      asked.push(['openView', request])
      return true
    },
    placeView: (id, bounds) => asked.push(['placeView', id, bounds]),
    focusView: id => asked.push(['focusView', id]),
    closeView: id => asked.push(['closeView', id]),
    commandView: (id, command) => asked.push(['commandView', id, command]),
    setGrants: (origin, grants) => asked.push(['setGrants', origin, grants]),
    wipeHost: async origin => {
      asked.push(['wipeHost', origin])
      return true
    },
    onDownload: listener => {
      downloads.add(listener)
      return () => downloads.delete(listener)
    },
    cancelDownload: id => asked.push(['cancelDownload', id]),
    showDownload: id => asked.push(['showDownload', id]),
    onScreenWish: listener => {
      wishes.add(listener)
      return () => wishes.delete(listener)
    },
    chooseScreen: (viewId, sourceId) => asked.push(['chooseScreen', viewId, sourceId]),
    staysOnTop: true,
    keepOnTop: on => asked.push(['keepOnTop', on]),
    openExternal: async url => {
      asked.push(['openExternal', url])
      return false
    },
    onViewEvent: listener => {
      views.add(listener)
      return () => views.delete(listener)
    },
    onLink: listener => {
      links.add(listener)
      return () => links.delete(listener)
    },
  }
  const happen: Window['happen'] = what => {
    if ('view' in what) for (const listener of views) listener(what.view)
    else if ('download' in what) for (const listener of downloads) listener(what.download)
    else if ('screenWish' in what) for (const listener of wishes) listener(what.screenWish)
    else for (const listener of links) listener(what.link)
  }
  Object.assign(window, { chatiere, asked, happen })
}
