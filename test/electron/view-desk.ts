/** A window's desk with doubles of views on it, for the tests about views. */
import type { Bounds, ViewEvent, ViewRequest } from '../../bridge/shell-api.ts'
import { linkCall } from '../../electron/call-link.ts'
import { createFullscreen } from '../../electron/view-fullscreen.ts'
import { createViews } from '../../electron/views.ts'
import { logDouble, preventable, ViewDouble } from './doubles.ts'

export const PAD = 'https://pad.example/p/coffee'
export const ROOM = 'https://meet.example/tea'
export const place: Bounds = { x: 10, y: 20, width: 300, height: 200 }

export function desk() {
  const created: ViewDouble[] = []
  const inWindow = new Set<ViewDouble>()
  const prepared: { request: ViewRequest; partition: string }[] = []
  const notes: { host: string; shown: boolean }[] = []
  const events: ViewEvent[] = []
  const ended: string[] = []
  const { log, lines } = logDouble()
  const state = { zoom: 1, pageFocused: 0, loadError: null as Error | null, leaves: false, asked: 0, left: 0 }
  const fullscreen = createFullscreen<ViewDouble>({
    area: () => ({ x: 0, y: 0, width: 1280, height: 720 }),
    raise: () => {},
    restore: view => views.restore(view),
    showNote: host => {
      const note = { host, shown: true }
      notes.push(note)
      return {
        setBounds: () => {},
        close: () => {
          note.shown = false
        },
      }
    },
    leaveWindow: () => {
      state.left += 1
    },
  })
  const views = createViews<ViewDouble>({
    create: preferences => {
      const view = new ViewDouble(preferences)
      view.contents.loadError = state.loadError
      created.push(view)
      return view
    },
    prepareSession: (request, partition) => {
      prepared.push({ request, partition })
      return { partition, preload: request.kind === 'video' ? '/out/preload/call-preload.cjs' : null }
    },
    linkCall: (view, hear) =>
      linkCall(view.contents, { origin: new URL(ROOM).origin, grants: () => [] }, hear, log),
    fullscreen,
    askLeave: () => {
      state.asked += 1
      return state.leaves
    },
    platform: 'linux',
    spellcheck: false,
    attach: view => inWindow.add(view),
    detach: view => inWindow.delete(view),
    zoomFactor: () => state.zoom,
    focusPage: () => {
      state.pageFocused += 1
    },
    ended: id => ended.push(id),
    tell: event => events.push(event),
    log,
  })
  const open = (url: string, kind: ViewRequest['kind'] = 'pad', more: Partial<ViewRequest> = {}) =>
    views.open({
      id: 'pad',
      url,
      origin: URL.canParse(url) ? new URL(url).origin : 'null',
      nearby: false,
      kind,
      grants: [],
      zoom: 1,
      ...more,
    })
  const only = () => {
    const view = created.at(-1)
    if (view === undefined) throw new Error('no view')
    return view
  }
  return { views, open, created, inWindow, prepared, notes, fullscreen, events, ended, lines, state, only }
}

export type Desk = ReturnType<typeof desk>

/** Presses a key in the last view; tells whether the page was kept from it. */
export function press(d: Desk, key: object): boolean {
  const event = preventable({})
  const plain = { type: 'keyDown', key: '', code: '', control: false, alt: false, shift: false, meta: false }
  d.only().contents.emit('before-input-event', event, { ...plain, isComposing: false, ...key })
  return event.defaultPrevented
}
