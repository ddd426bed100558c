/** Doubles of the few members of Electron's objects that the shell's parts take as parameters. */
import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron'
import type { PortArrival } from '../../bridge/shell-api.ts'
import type { EngineOrder } from '../../electron/engine-orders.ts'
import type { Rectangle } from '../../electron/view-place.ts'

/** An event that can be prevented, with whatever else it carries. */
export function preventable<T extends object>(carried: T) {
  const event = {
    ...carried,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}

/** Collects log lines. */
export function logDouble() {
  const lines: string[] = []
  return { lines, log: (line: string) => void lines.push(line) }
}

interface WindowOpening {
  url: string
  referrer: { url: string; policy: 'default' }
  postBody?: unknown
}

/** A `WebFrameMain` of a host's page; like the real one it says nothing more once it is gone. */
export class RoomFrameDouble {
  readonly ran: [string, boolean][] = []
  gone = false
  fails = false
  readonly #origin: string

  constructor(origin: string) {
    this.#origin = origin
  }
  get origin() {
    if (this.gone) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    return this.#origin
  }
  async executeJavaScript(code: string, userGesture: boolean) {
    this.ran.push([code, userGesture])
    if (this.fails) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
  }
}

/** A page's contents, for a window or a view. */
export class ContentsDouble extends EventEmitter {
  windowOpen: ((details: WindowOpening) => { action: 'deny' }) | null = null
  url = ''
  /** Everything that was done to the page, in order. */
  readonly done: unknown[][] = []
  history = 0
  readonly navigationHistory = {
    canGoBack: () => this.history > 0,
    goBack: () => void this.done.push(['back']),
  }
  /** What the main process sent to the page. */
  readonly sent: unknown[][] = []
  readonly ipc = new EventEmitter()
  readonly mainFrame: { frames: RoomFrameDouble[] } = { frames: [] }
  loaded: string[] = []
  webRtcPolicy = ''
  loadError: Error | null = null
  title = ''
  focused = false
  destroyed = false
  reloads = 0

  setWindowOpenHandler(handler: (details: WindowOpening) => { action: 'deny' }) {
    this.windowOpen = handler
  }
  getURL() {
    return this.url
  }
  setZoomFactor(factor: number) {
    this.done.push(['zoom', factor])
  }
  findInPage(text: string, options: { forward: boolean; findNext: boolean }) {
    if (text === '') throw new Error('Must provide a non-empty search content')
    this.done.push(['find', text, options])
  }
  stopFindInPage(action: string) {
    this.done.push(['stop-find', action])
  }
  print() {
    this.done.push(['print'])
  }
  setWebRTCIPHandlingPolicy(policy: string) {
    this.webRtcPolicy = policy
  }
  setAudioMuted(muted: boolean) {
    this.done.push(['muted', muted])
  }
  async executeJavaScriptInIsolatedWorld(world: number, scripts: { code: string }[]) {
    this.done.push(['script', world, ...scripts.map(({ code }) => code)])
  }
  send(...args: unknown[]) {
    this.sent.push(args)
  }
  async loadURL(url: string) {
    this.loaded.push(url)
    if (this.loadError) throw this.loadError
  }
  reload() {
    this.reloads += 1
  }
  getTitle() {
    return this.title
  }
  isFocused() {
    return this.focused
  }
  focus() {
    this.focused = true
  }
  isDestroyed() {
    return this.destroyed
  }
  close() {
    this.destroyed = true
    this.emit('destroyed')
  }
}

/** A `WebContentsView`. */
export class ViewDouble {
  readonly contents = new ContentsDouble()
  readonly preferences: WebPreferences
  bounds: Rectangle | null = null
  visible = true

  constructor(preferences: WebPreferences) {
    this.preferences = preferences
  }
  get webContents(): ContentsDouble | undefined {
    return this.contents.destroyed ? undefined : this.contents
  }
  setBackgroundColor() {}
  setBounds(bounds: Rectangle) {
    this.bounds = bounds
  }
  setVisible(visible: boolean) {
    this.visible = visible
  }
}

/** A `BrowserWindow`. */
export class WindowDouble extends EventEmitter {
  readonly webContents = new ContentsDouble()
  readonly options: BrowserWindowConstructorOptions
  bounds: Rectangle = { x: 10, y: 20, width: 900, height: 700 }
  shown = 0
  maximized = false
  destroyed = false

  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  loadURL(url: string) {
    return this.webContents.loadURL(url)
  }
  show() {
    this.shown += 1
  }
  maximize() {
    this.maximized = true
  }
  isMaximized() {
    return this.maximized
  }
  isDestroyed() {
    return this.destroyed
  }
  getNormalBounds() {
    return this.bounds
  }
}

/** A `MessagePortMain`; two of them make a channel. */
export class PortDouble extends EventEmitter {
  readonly sent: unknown[] = []
  started = false
  closed = false

  postMessage(message: unknown) {
    this.sent.push(message)
  }
  start() {
    this.started = true
  }
  close() {
    this.closed = true
  }
}

/** A child of `utilityProcess.fork`. Like the real one, it takes all listeners off its pipes at the exit. */
export class ChildDouble extends EventEmitter {
  readonly stdout = new PassThrough()
  readonly stderr = new PassThrough()
  readonly orders: { order: EngineOrder; ports: PortDouble[] }[] = []
  killed = false

  postMessage(order: EngineOrder, ports: PortDouble[] = []) {
    this.orders.push({ order, ports })
  }
  kill() {
    this.killed = true
    return true
  }
  end(code: number) {
    this.emit('exit', code)
    this.stdout.removeAllListeners()
    this.stderr.removeAllListeners()
  }
}

/** A `WebFrameMain`. */
export class FrameDouble {
  readonly arrivals: { arrival: PortArrival; port: PortDouble | undefined }[] = []
  readonly parent: unknown
  readonly url: string
  destroyed = false
  refuses = false

  constructor(url = 'chatiere://app/', parent: unknown = null) {
    this.url = url
    this.parent = parent
  }
  isDestroyed() {
    return this.destroyed
  }
  postMessage(_channel: string, arrival: PortArrival, ports: PortDouble[]) {
    if (this.refuses) throw new Error('Render frame was disposed')
    this.arrivals.push({ arrival, port: ports[0] })
  }
}
