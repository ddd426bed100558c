/** The app's side of a call: what is known of it, the meeting's microphone meanwhile, the window above the others. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { CallCommand, CallEvent } from '../../bridge/call-api.ts'
import { type Connection, type EngineApi, idleConnection } from '../../bridge/engine-api.ts'
import { succeeded } from '../../bridge/problems.ts'
import type { Grant } from '../../bridge/service-permissions.ts'
import { defaultSettings, type Settings } from '../../bridge/settings.ts'
import { createStore } from '../../renderer/engine-link/store.ts'
import { viewIdOf } from '../../renderer/services/deck.ts'
import { createDeck } from '../../renderer/services/deck-store.ts'
import { TOO_MANY } from '../../renderer/services/service-words.ts'
import type { NativeViews } from '../../renderer/shell/shell.ts'
import { handIsUp, newCall, reduceCall } from '../../renderer/video/call-state.ts'
import { type CallRequest, createCalls } from '../../renderer/video/calls.ts'

const url = 'https://visio.example.org/Gouter'
const request: CallRequest = {
  url,
  hostName: 'Ici',
  hostId: 'ici',
  title: 'Goûter',
  passedOver: [],
  displayName: 'Zoé',
  language: 'fr',
  startMuted: false,
  startWithoutCamera: true,
  pictureInPicture: false,
}

/** How long the engine looks at a host. */
const LOOKING_MS = 1000

/** The app around a call: a deck with a double of the desktop shell's views, a meeting, settings. */
function stage({
  grants = ['microphone'] as readonly Grant[],
  inMeeting = false,
  muted = false,
  native = true,
  trouble = null as 'certificate' | null,
} = {}) {
  const orders: CallCommand[] = []
  const asked: unknown[][] = []
  const views: NativeViews = {
    openView: async wanted => {
      asked.push(['open', wanted])
      return true
    },
    placeView: () => {},
    focusView: () => {},
    setGrants: () => {},
    closeView: id => void asked.push(['close', id]),
    commandView: (_id, command) => void (command.type === 'call' && orders.push(command.command)),
    onViewEvent: () => () => {},
  }
  const settings = createStore<Settings>(defaultSettings)
  const self = createStore({ muted, deafened: false, pending: false })
  const connection = createStore<Connection>({ ...idleConnection, phase: inMeeting ? 'joined' : 'idle' })
  const onTop: boolean[] = []
  const preferences = { origin: 'https://visio.example.org', grants, zoom: 1 }
  const mayFrame: EngineApi['mayFrame'] = async () => {
    await new Promise(resolve => setTimeout(resolve, LOOKING_MS))
    return succeeded({ allowed: null, trouble, url: null })
  }
  const deck = createDeck({
    views: native ? views : null,
    engine: {
      hostPreferences: async () => succeeded(preferences),
      setHostPreferences: async () => succeeded(preferences),
      whereLeads: async () => succeeded('public'),
      mayFrame,
    },
    origin: 'http://chatiere.localhost:4321',
    settings: { current: settings },
  })
  const calls = createCalls({
    deck,
    link: {
      self,
      connection,
      setSelf: sound => self.set({ ...sound, pending: false }),
      engine: { mayFrame },
    },
    shell: { keepOnTop: on => void onTop.push(on), nativeViews: native ? views : null },
    settings: { current: settings },
    origin: 'http://chatiere.localhost:4321',
  })
  const tell = (...events: CallEvent[]) => {
    const id = calls.current.get()?.serviceId
    const service = deck.state.get().services.find(each => each.id === id)
    if (service === undefined) throw new Error('no call is open')
    for (const event of events) deck.tell({ id: viewIdOf(service), type: 'call', event })
    vi.advanceTimersByTime(100)
  }
  const begin = async (changed: Partial<CallRequest> = {}) => {
    calls.begin({ ...request, ...changed })
    await vi.advanceTimersByTimeAsync(0)
  }
  const joined: CallEvent = { type: 'joined', me: { id: 'me', name: 'Zoé' }, people: [] }
  return { deck, calls, settings, self, connection, orders, asked, onTop, tell, begin, joined }
}
let all: ReturnType<typeof stage>
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
const state = () => all.calls.current.get()?.state

describe('a call', () => {
  beforeEach(() => {
    all = stage()
  })

  test('is opened in the deck, and set up when its page is there', async () => {
    await all.begin()
    expect(all.asked[0]?.[1]).toMatchObject({ url, kind: 'video', grants: ['microphone'] })
    expect(all.orders).toEqual([])
    all.tell({ type: 'ready' })
    expect(all.orders).toEqual([
      {
        type: 'setup',
        setup: {
          url,
          displayName: 'Zoé',
          language: 'fr',
          startMuted: false,
          startWithoutCamera: true,
          pictureInPicture: false,
          grants: ['microphone', 'screen'],
        },
      },
    ])
    all.tell({ type: 'alive' }, all.joined, { type: 'muted', on: true })
    expect(state()).toMatchObject({ phase: 'joined', muted: true, refusal: null })
  })

  test('is set up anew when its page is loaded anew', async () => {
    await all.begin()
    all.tell({ type: 'ready' }, all.joined, { type: 'ready' })
    expect(all.orders.map(({ type }) => type)).toEqual(['setup', 'setup'])
  })

  test('a flood is drawn once in a while, and the last word stands', async () => {
    await all.begin()
    all.tell({ type: 'ready' }, all.joined)
    let drawn = 0
    all.calls.current.subscribe(() => {
      drawn += 1
    })
    all.tell(
      ...Array.from({ length: 1000 }, (_none, index): CallEvent => ({ type: 'tiles', on: index % 2 === 1 })),
    )
    expect(drawn).toBe(1)
    expect(state()?.tiles).toBe(true)
  })

  test('ends by its own word, and its page with it', async () => {
    await all.begin()
    all.tell({ type: 'ready' }, all.joined)
    all.calls.order({ type: 'hang-up' })
    expect(all.orders.at(-1)).toEqual({ type: 'hang-up' })
    all.tell({ type: 'ended', why: 'hung-up' })
    expect(state()).toMatchObject({ phase: 'ended', end: 'hung-up' })
    expect(all.calls.current.get()?.endedInFront).toBe(true)
    expect(all.deck.state.get().services).toEqual([])
    expect(all.asked.at(-1)?.[0]).toBe('close')
    all.calls.order({ type: 'mute', on: true })
    expect(all.orders.at(-1)).toEqual({ type: 'hang-up' })
    all.calls.dismiss('call')
    expect(all.calls.current.get()).toBeNull()
  })

  test('ends when its page is closed, or put to sleep', async () => {
    await all.begin()
    all.deck.dispatch({ type: 'close', id: all.calls.current.get()?.serviceId ?? '' })
    expect(state()?.end).toBe('hung-up')
    expect(all.calls.current.get()?.endedInFront).toBe(true)
    await all.begin()
    all.deck.dispatch({ type: 'sleep', ids: [all.calls.current.get()?.serviceId ?? ''] })
    expect(state()?.end).toBe('lost')
    expect(all.deck.state.get().services).toEqual([])
  })

  test('whose page does not load is told, and can be hung up', async () => {
    await all.begin()
    const id = `${all.calls.current.get()?.serviceId}-1`
    all.deck.tell({ id, type: 'failed', reason: 'ERR_NAME_NOT_RESOLVED' })
    expect(state()?.refusal).toEqual({ why: 'gone', detail: 'ERR_NAME_NOT_RESOLVED' })
    all.calls.order({ type: 'hang-up' })
    expect(state()?.end).toBe('hung-up')
  })

  test('ends when the person takes back what its host may use', async () => {
    await all.begin()
    expect(all.calls.revoke('https://else.example.org')).toBe(false)
    expect(state()?.phase).toBe('opening')
    expect(all.calls.revoke('https://visio.example.org')).toBe(true)
    expect(state()?.end).toBe('hung-up')
    expect(all.asked.at(-1)?.[0]).toBe('close')
    expect(all.calls.revoke('https://visio.example.org')).toBe(false)
  })

  test.each(['ERR_CERT_DATE_INVALID', 'ERR_SSL_PROTOCOL_ERROR'])(
    'whose host nothing is proven of says so: %s',
    async reason => {
      await all.begin()
      all.deck.tell({ id: `${all.calls.current.get()?.serviceId}-1`, type: 'failed', reason })
      expect(state()?.refusal).toEqual({ why: 'certificate', detail: reason })
    },
  )

  test('whose host nothing is proven of says so in a frame, as long as no page answers', async () => {
    all = stage({ native: false, trouble: 'certificate' })
    await all.begin()
    await vi.advanceTimersByTimeAsync(LOOKING_MS)
    expect(state()?.refusal).toEqual({ why: 'certificate', detail: '' })
    all.tell({ type: 'alive' })
    expect(state()?.refusal).toBeNull()

    all = stage({ native: false, trouble: 'certificate' })
    await all.begin()
    all.tell({ type: 'alive' })
    await vi.advanceTimersByTimeAsync(LOOKING_MS)
    expect(state()).toMatchObject({ phase: 'door', refusal: null })
  })

  test('that is one page too many is no fault of its host', async () => {
    await all.begin()
    all.deck.tell({ id: `${all.calls.current.get()?.serviceId}-1`, type: 'failed', reason: TOO_MANY })
    expect(state()?.refusal).toBeNull()
  })

  test('a note about a device can be closed, and the call goes on; one that keeps us out cannot', async () => {
    await all.begin()
    all.tell({ type: 'ready' }, all.joined, { type: 'refused', why: 'device', detail: 'no microphone' })
    expect(state()).toMatchObject({ phase: 'joined', refusal: { why: 'device' } })
    expect(all.deck.state.get().services[0]?.inCall).toBe(true)
    all.calls.dismiss('device')
    expect(state()).toMatchObject({ phase: 'joined', refusal: null })
    all.tell({ type: 'refused', why: 'login', detail: '' })
    all.calls.dismiss('device')
    expect(state()?.refusal?.why).toBe('login')
  })

  test('takes the place of another one, and is the same one when asked for twice', async () => {
    await all.begin()
    const first = all.calls.current.get()?.serviceId
    await all.begin()
    expect(all.calls.current.get()?.serviceId).toBe(first)
    await all.begin({ url: 'https://visio.example.org/Autre' })
    expect(all.calls.current.get()?.serviceId).not.toBe(first)
    expect(all.deck.state.get().services.map(service => service.url)).toEqual([
      'https://visio.example.org/Autre',
    ])
  })

  test('keeps the window above the others only as long as it lasts and one wants it', async () => {
    await all.begin()
    all.tell({ type: 'ready' }, all.joined)
    expect(all.onTop).toEqual([])
    all.settings.set({ ...defaultSettings, callOnTop: true })
    expect(all.onTop).toEqual([true])
    all.settings.set({ ...defaultSettings, callOnTop: true, userName: 'Zoé' })
    expect(all.onTop).toEqual([true])
    all.tell({ type: 'ended', why: 'host' })
    expect(all.onTop).toEqual([true, false])
  })
})

describe('the meeting’s microphone', () => {
  test('is closed during a call and open again after', async () => {
    all = stage({ inMeeting: true })
    await all.begin()
    expect(all.self.get().muted).toBe(true)
    expect(all.calls.current.get()?.closedMicrophone).toBe(true)
    all.tell({ type: 'ended', why: 'lost' })
    expect(all.self.get().muted).toBe(false)
  })

  test('that was closed stays closed', async () => {
    all = stage({ inMeeting: true, muted: true })
    await all.begin()
    expect(all.calls.current.get()?.closedMicrophone).toBe(false)
    all.tell({ type: 'ended', why: 'hung-up' })
    expect(all.self.get().muted).toBe(true)
  })

  test('stays closed when the meeting is over by then, or the sound was cut by hand', async () => {
    all = stage({ inMeeting: true })
    await all.begin()
    all.self.set({ muted: true, deafened: true, pending: false })
    all.tell({ type: 'ended', why: 'hung-up' })
    expect(all.self.get()).toMatchObject({ muted: true, deafened: true })

    all = stage({ inMeeting: true })
    await all.begin()
    all.connection.set(idleConnection)
    all.tell({ type: 'ended', why: 'hung-up' })
    expect(all.self.get().muted).toBe(true)
  })

  test('of a meeting that begins during a call is closed, and open again after', async () => {
    all = stage()
    await all.begin()
    all.connection.set({ ...idleConnection, phase: 'connecting' })
    expect(all.self.get().muted).toBe(false)
    all.connection.set({ ...idleConnection, phase: 'joined' })
    expect(all.self.get().muted).toBe(true)
    expect(all.calls.current.get()?.closedMicrophone).toBe(true)
    all.tell({ type: 'ended', why: 'hung-up' })
    expect(all.self.get().muted).toBe(false)
  })

  test('that was opened by hand during a call stays open when the line comes back', async () => {
    all = stage({ inMeeting: true })
    await all.begin()
    all.self.set({ muted: false, deafened: false, pending: false })
    all.connection.set({ ...idleConnection, phase: 'reconnecting' })
    all.connection.set({ ...idleConnection, phase: 'joined', pingMs: 20 })
    expect(all.self.get().muted).toBe(false)
  })

  test('of another meeting, entered muted, is not opened for the sake of the one before', async () => {
    all = stage({ inMeeting: true })
    await all.begin()
    all.connection.set(idleConnection)
    all.connection.set({ ...idleConnection, phase: 'joined' })
    expect(all.calls.current.get()?.closedMicrophone).toBe(false)
    all.tell({ type: 'ended', why: 'hung-up' })
    expect(all.self.get().muted).toBe(true)
  })

  test('of a meeting that begins after a call is left alone', async () => {
    all = stage()
    await all.begin()
    all.tell({ type: 'ended', why: 'hung-up' })
    all.connection.set({ ...idleConnection, phase: 'joined' })
    expect(all.self.get().muted).toBe(false)
  })

  test('is left alone without a meeting', async () => {
    all = stage()
    await all.begin()
    expect(all.self.get().muted).toBe(false)
  })
})

describe('what is known of a call', () => {
  const joined: CallEvent = {
    type: 'joined',
    me: { id: 'me', name: 'Zoé' },
    people: [{ id: 'a', name: 'Anouk' }],
  }
  const after = (...events: CallEvent[]) => events.reduce(reduceCall, newCall)

  test('people and hands', () => {
    const call = after(
      joined,
      { type: 'person-joined', person: { id: 'b', name: 'Samir' } },
      { type: 'person-renamed', person: { id: 'a', name: 'Anouk B.' } },
      { type: 'person-renamed', person: { id: 'me', name: 'Zoé C.' } },
      { type: 'hand', id: 'b', on: true },
      { type: 'hand', id: 'me', on: true },
    )
    expect(call.people.map(({ name }) => name)).toEqual(['Anouk B.', 'Samir'])
    expect(call.me?.name).toBe('Zoé C.')
    expect(handIsUp(call)).toBe(true)
    const gone = reduceCall(call, { type: 'person-left', id: 'b' })
    expect([...gone.hands]).toEqual(['me'])
  })

  test('never more people than there can be', () => {
    const crowd = Array.from({ length: 900 }, (_none, index) => ({ id: `p${index}`, name: '' }))
    const call = crowd.reduce(
      (now, person) => reduceCall(now, { type: 'person-joined', person }),
      after(joined),
    )
    expect(call.people).toHaveLength(500)
  })

  test('a refusal goes when one is let in; silence goes when somebody answers; the end is the end', () => {
    const refused = after({ type: 'alive' }, { type: 'refused', why: 'login', detail: 'x' })
    expect(refused).toMatchObject({ phase: 'door', refusal: { why: 'login' } })
    expect(reduceCall(refused, { type: 'alive' }).refusal).not.toBeNull()
    expect(reduceCall(refused, joined)).toMatchObject({ phase: 'joined', refusal: null })
    expect(after({ type: 'refused', why: 'gone', detail: '' }, { type: 'alive' }).refusal).toBeNull()
    expect(after(joined, { type: 'ended', why: 'host' }, joined)).toMatchObject({
      phase: 'ended',
      end: 'host',
    })
  })
})
