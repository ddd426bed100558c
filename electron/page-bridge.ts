/** What the preload offers the page. Takes the few abilities it needs, so that it can be tested anywhere. */
import type { PortArrival, PreloadApi } from '../bridge/shell-api.ts'
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

/**
 * `postToPage`: posts a message with ports to the page's own window. `staysOnTop`: does this desktop know windows that
 * stay above the others?
 */
export function createPageBridge(
  ipc: RendererIpc,
  postToPage: (arrival: PortArrival, ports: MessagePort[]) => void,
  staysOnTop: boolean,
): PreloadApi {
  const send = <C extends PageSend>(channel: C, ...args: PageSends[C]) => ipc.send(channel, ...args)
  const ask = async <C extends PageAsk>(channel: C, ...args: PageAsks[C]) =>
    (await ipc.invoke(channel, ...args)) === true
  const hear = <C extends keyof PageHears>(
    channel: C,
    listener: (payload: PageHears[C], ports: readonly MessagePort[]) => void,
  ) => ipc.on(channel, (event, payload) => listener(payload as PageHears[C], event.ports))

  const viewEvents = createListeners<PageHears['view:event']>()
  const downloads = createListeners<PageHears['download:news']>()
  const wishes = createListeners<PageHears['screen:wish']>()
  const links = createListeners<string>()
  let listening = false
  let waitingLink: string | null = null

  // Listened to from the start: a message that nobody waits for is lost, and its port with it.
  hear('engine:port', (arrival, ports) => postToPage(arrival, [...ports]))
  hear('view:event', viewEvents.tell)
  hear('download:news', downloads.tell)
  hear('screen:wish', wish => {
    // Nobody asks the person: the host must not wait for an answer that cannot come.
    if (!wishes.tell(wish) && wish.sources !== null) send('screen:choose', wish.viewId, null)
  })
  hear('link:arrived', link => {
    if (!links.tell(link)) waitingLink = link
  })

  return {
    connect: () => send('engine:connect'),
    openView: ({ id, url, origin, nearby, kind, grants, zoom }) =>
      ask('view:open', { id, url, origin, nearby, kind, grants: [...grants], zoom }),
    placeView: (id, bounds) => send('view:place', id, bounds),
    focusView: id => send('view:focus', id),
    closeView: id => send('view:close', id),
    commandView: (id, command) => send('view:command', id, command),
    setGrants: (origin, grants) => send('view:grants', origin, [...grants]),
    wipeHost: origin => ask('host:wipe', origin),
    onDownload: downloads.add,
    cancelDownload: id => send('download:cancel', id),
    showDownload: id => send('download:show', id),
    onScreenWish: wishes.add,
    chooseScreen: (viewId, sourceId) => send('screen:choose', viewId, sourceId),
    staysOnTop,
    keepOnTop: on => send('window:on-top', on),
    openExternal: url => ask('external:open', url),
    onViewEvent: viewEvents.add,
    onLink(listener) {
      const stop = links.add(listener)
      if (!listening) {
        listening = true
        send('link:listen')
      }
      if (waitingLink !== null) {
        listener(waitingLink)
        waitingLink = null
      }
      return stop
    },
  }
}

function createListeners<T>() {
  const listeners = new Set<(news: T) => void>()
  return {
    /** Gives the function that stops listening. */
    add(listener: (news: T) => void): () => void {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    /** False when nobody listens. */
    tell(news: T): boolean {
      for (const listener of listeners) listener(news)
      return listeners.size > 0
    },
  }
}
