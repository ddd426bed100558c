/** What the preload offers the page. Takes the few abilities it needs, so that it can be tested anywhere. */
import type { PortArrival, PreloadApi, ViewEvent } from '../bridge/shell-api.ts'
import type { PageAsk, PageAsks, PageHears, PageSend, PageSends } from './ipc.ts'

/** The members of `ipcRenderer` that are used here. */
export interface RendererIpc {
  send(channel: string, ...args: unknown[]): void
  invoke(channel: string, ...args: unknown[]): Promise<unknown>
  on(
    channel: string,
    listener: (event: { readonly ports: readonly MessagePort[] }, payload: unknown) => void,
  ): unknown
}

/** `postToPage`: posts a message with ports to the page's own window. */
export function createPageBridge(
  ipc: RendererIpc,
  postToPage: (arrival: PortArrival, ports: MessagePort[]) => void,
): PreloadApi {
  const send = <C extends PageSend>(channel: C, ...args: PageSends[C]) => ipc.send(channel, ...args)
  const ask = async <C extends PageAsk>(channel: C, ...args: PageAsks[C]) =>
    (await ipc.invoke(channel, ...args)) === true
  const hear = <C extends keyof PageHears>(
    channel: C,
    listener: (payload: PageHears[C], ports: readonly MessagePort[]) => void,
  ) => ipc.on(channel, (event, payload) => listener(payload as PageHears[C], event.ports))

  const viewListeners = new Set<(event: ViewEvent) => void>()
  const linkListeners = new Set<(link: string) => void>()
  let listening = false
  let waitingLink: string | null = null

  // Listened to from the start: a message that nobody waits for is lost, and its port with it.
  hear('engine:port', (arrival, ports) => postToPage(arrival, [...ports]))
  hear('view:event', event => {
    for (const listener of viewListeners) listener(event)
  })
  hear('link:arrived', link => {
    if (linkListeners.size === 0) waitingLink = link
    for (const listener of linkListeners) listener(link)
  })

  return {
    connect: () => send('engine:connect'),
    openView: ({ id, url, kind }) => ask('view:open', { id, url, kind }),
    placeView: (id, bounds) => send('view:place', id, bounds),
    focusView: id => send('view:focus', id),
    closeView: id => send('view:close', id),
    openExternal: url => ask('external:open', url),
    onViewEvent(listener) {
      viewListeners.add(listener)
      return () => {
        viewListeners.delete(listener)
      }
    },
    onLink(listener) {
      linkListeners.add(listener)
      if (!listening) {
        listening = true
        send('link:listen')
      }
      if (waitingLink !== null) {
        listener(waitingLink)
        waitingLink = null
      }
      return () => {
        linkListeners.delete(listener)
      }
    },
  }
}
