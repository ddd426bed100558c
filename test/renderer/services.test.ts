import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CallEvent } from '../../bridge/call-api.ts'
import type { EngineAnswers, EngineApi } from '../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../bridge/problems.ts'
import { serviceKinds } from '../../bridge/services.ts'
import { defaultSettings } from '../../bridge/settings.ts'
import { type Download, MOST_VIEWS, type ViewEvent, type ViewRequest } from '../../bridge/shell-api.ts'
import { createStore } from '../../renderer/engine-link/store.ts'
import { shareableUrl } from '../../renderer/services/address.ts'
import { fitTools } from '../../renderer/services/bar-fit.ts'
import {
  type DeckAction,
  type DeckState,
  emptyDeck,
  homesAt,
  isAwake,
  type OpenRequest,
  reduceDeck,
  type Service,
  serviceOf,
  shownServices,
  viewIdOf,
} from '../../renderer/services/deck.ts'
import { createDeck, SLOW_AFTER } from '../../renderer/services/deck-store.ts'
import { newsOf, shareOf, withDownload } from '../../renderer/services/downloads.ts'
import type { ServiceEvent } from '../../renderer/services/service-event.ts'
import { CERTIFICATE, isOfCertificate, TOO_MANY, unreadOf } from '../../renderer/services/service-words.ts'
import { mayBeUnsaved, sleepers } from '../../renderer/services/sleep.ts'
import { shareAfterKey } from '../../renderer/services/split.tsx'

const padOrigin = 'https://pad.example'
const MINUTE = 60_000

const open = (id: string, request: Partial<OpenRequest> = {}): DeckAction => ({
  type: 'open',
  id,
  request: { url: `${padOrigin}/p/${id}`, kind: 'pad', ...request },
  at: 0,
})
const agreed: DeckAction = { type: 'preferences', origin: padOrigin, grants: [] }
/** Addresses lead to the public, unless a test is about where they lead. */
const led = (action: DeckAction): DeckAction[] =>
  action.type === 'open' ? [action, { type: 'leads', id: action.id, to: 'public' }] : [action]
const on = (state: DeckState, ...actions: DeckAction[]): DeckState =>
  actions.flatMap(led).reduce(reduceDeck, state)
const after = (...actions: DeckAction[]): DeckState => on(emptyDeck, ...actions)
const get = (state: DeckState, id: string): Service => {
  const service = serviceOf(state, id)
  if (service === undefined) throw new Error(`${id} is not open`)
  return service
}
const happen = (state: DeckState, id: string, event: ServiceEvent): DeckState =>
  reduceDeck(state, { type: 'event', viewId: viewIdOf(get(state, id)), event })
const loaded = { type: 'loaded', title: 'Pad' } as const

describe('the deck', () => {
  it('opens a service in front, and loads it once it is known what was agreed to', () => {
    const waiting = after(open('a'))
    expect(get(waiting, 'a').phase).toBe('queued')
    const loading = on(waiting, agreed)
    expect(get(loading, 'a')).toMatchObject({ phase: 'loading', round: 1 })
    expect(get(happen(loading, 'a', loaded), 'a')).toMatchObject({ phase: 'loaded', pageTitle: 'Pad' })
    expect(loading.front).toBe('a')
  })

  it('does not put the pad of a meeting before what is in front', () => {
    expect(after(open('a'), open('b', { ofMeeting: true })).front).toBe('a')
    expect(after(open('b', { ofMeeting: true })).front).toBe('b')
  })

  it('keeps a failure when its error page loads, until it is loaded anew', () => {
    const failed = happen(after(open('a'), agreed), 'a', { type: 'failed', reason: 'ERR_FAILED' })
    expect(get(happen(failed, 'a', loaded), 'a')).toMatchObject({ phase: 'failed', reason: 'ERR_FAILED' })
    const again = on(failed, { type: 'again', id: 'a' })
    expect(get(again, 'a')).toMatchObject({ phase: 'loading', reason: null, round: 2 })
  })

  it('hears nothing from a view that is gone', () => {
    const first = after(open('a'), agreed)
    const again = on(first, { type: 'again', id: 'a' })
    const late = reduceDeck(again, { type: 'event', viewId: viewIdOf(get(first, 'a')), event: loaded })
    expect(late).toBe(again)
    const asleep = on(again, { type: 'sleep', ids: ['a'] })
    expect(happen(asleep, 'a', loaded)).toBe(asleep)
  })

  it('shows two beside each other whenever one of them is in front', () => {
    const shown = (state: DeckState) => shownServices(state).map(({ id }) => id)
    const three = after(open('a'), open('b'), open('c'), agreed)
    const pair = on(three, { type: 'show', id: 'a' }, { type: 'show-beside', id: 'b' })
    expect(shown(pair)).toEqual(['a', 'b'])
    expect(shown(on(pair, { type: 'show', id: 'c' }))).toEqual(['c'])
    expect(shown(on(pair, { type: 'show', id: 'c' }, { type: 'show', id: 'b' }))).toEqual(['a', 'b'])
    expect(shown(on(pair, { type: 'close', id: 'a' }))).toEqual(['b'])
    expect(shown(on(pair, { type: 'show-alone' }))).toEqual(['a'])
    expect(on(three, { type: 'show-beside', id: 'c' })).toEqual(three)
  })

  it('goes to a neighbour when the front one is closed', () => {
    const three = after(open('a'), open('b'), open('c'))
    expect(on(three, { type: 'close', id: 'c' }).front).toBe('b')
    expect(on(three, { type: 'close', id: 'c' }, { type: 'close', id: 'a' }).front).toBe('b')
    expect(after(open('a'), { type: 'close', id: 'a' })).toMatchObject({ services: [], front: null })
  })

  it('knows which one has the keyboard', () => {
    const two = after(open('a'), open('b'), agreed)
    const entered = happen(two, 'a', { type: 'entered' })
    expect(entered.entered).toBe('a')
    expect(happen(entered, 'a', { type: 'entered' })).toBe(entered)
    expect(on(entered, { type: 'entered', id: 'b' }).entered).toBe('b')
    expect(on(entered, { type: 'entered', id: null }).entered).toBeNull()
    expect(on(entered, { type: 'close', id: 'b' }).entered).toBe('a')
    expect(on(entered, { type: 'close', id: 'a' }).entered).toBeNull()
  })

  it('wakes one after the other', () => {
    const two = after(open('a'), open('b'), agreed, { type: 'sleep', ids: ['a', 'b'] })
    const waking = on(two, { type: 'show', id: 'a' }, { type: 'show-beside', id: 'b' })
    expect([get(waking, 'a').phase, get(waking, 'b').phase]).toEqual(['loading', 'queued'])
    expect(get(happen(waking, 'a', loaded), 'b').phase).toBe('loading')
    expect(get(happen(waking, 'a', { type: 'failed', reason: '' }), 'b').phase).toBe('loading')
    expect(get(on(waking, { type: 'slow', id: 'a' }), 'b').phase).toBe('loading')
    expect(get(on(waking, { type: 'close', id: 'a' }), 'b').phase).toBe('loading')
    expect(get(on(waking, { type: 'sleep', ids: ['a'] }), 'b').phase).toBe('loading')
  })

  it('never wakes two at once, whatever happens', () => {
    const ids = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      ids.map(id => ({ type: 'show', id }) as const),
      ids.map(id => ({ type: 'wake', id }) as const),
      ids.map(id => ({ type: 'sleep', ids: [id] }) as const),
      ids.map(id => ({ type: 'show-beside', id }) as const),
      ids.map(id => ({ type: 'event', viewId: `${id}-2`, event: loaded }) as const),
    )
    const start = after(open('a'), open('b'), open('c'), agreed, { type: 'sleep', ids: ['a', 'b', 'c'] })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const end = on(start, ...steps)
        expect(end.services.filter(({ phase }) => phase === 'loading').length).toBeLessThanOrEqual(1)
        expect(end.waking !== null).toBe(end.services.some(({ phase }) => phase === 'loading'))
      }),
    )
  })

  it('waits for the person’s word when an address leads into their network', () => {
    const opened = reduceDeck(reduceDeck(emptyDeck, open('a')), agreed)
    expect(get(opened, 'a').phase).toBe('queued')
    const held = reduceDeck(opened, { type: 'leads', id: 'a', to: 'private' })
    for (const state of [
      held,
      on(held, { type: 'again', id: 'a' }),
      on(held, { type: 'sleep', ids: ['a'] }, { type: 'wake', id: 'a' }),
      on(held, { type: 'show', id: 'a' }, agreed),
    ]) {
      expect(isAwake(get(state, 'a'))).toBe(false)
      expect(get(state, 'a').round).toBe(0)
    }
    expect(get(on(held, { type: 'leads', id: 'a', to: 'own' }), 'a').phase).toBe('loading')
  })

  it('keeps one zoom for a host, wherever it leads', () => {
    const led = happen(after(open('a'), agreed), 'a', {
      type: 'address',
      url: 'https://new.example/p/a',
      canGoBack: false,
    })
    expect(get(on(led, { type: 'preferences', origin: padOrigin, zoom: 2 }), 'a').zoom).toBe(2)
    expect(get(on(led, { type: 'preferences', origin: 'https://new.example', zoom: 2 }), 'a').zoom).toBe(1)
  })

  it('knows under which names a host keeps something', () => {
    const two = after(open('a'), open('b'), open('c', { url: 'https://new.example/x' }), agreed)
    const led = happen(two, 'a', { type: 'address', url: 'https://new.example/p/a', canGoBack: false })
    expect(homesAt(led, get(led, 'a'))).toEqual(['https://new.example', padOrigin])
    expect(homesAt(led, get(led, 'c'))).toEqual(['https://new.example', padOrigin])
    expect(homesAt(led, get(led, 'b'))).toEqual([padOrigin])
  })

  it('keeps one zoom for a host', () => {
    const state = after(open('a'), open('b'), open('c', { url: 'https://other.example/x' }), {
      type: 'preferences',
      origin: padOrigin,
      zoom: 1.5,
    })
    expect(state.services.map(({ zoom }) => zoom)).toEqual([1.5, 1.5, 1])
  })

  it('knows a call by what its page tells', () => {
    const joined = { type: 'joined', me: { id: '1', name: '' }, people: [] } as const
    const call = happen(after(open('a', { kind: 'video' }), agreed), 'a', { type: 'call', event: joined })
    expect(get(call, 'a').inCall).toBe(true)
    const over = happen(call, 'a', { type: 'call', event: { type: 'ended', why: 'hung-up' } })
    expect(get(over, 'a').inCall).toBe(false)
  })
})

describe('the address', () => {
  const asked = 'https://pad.example/p/x'
  const opened = `${asked}?userName=Cam&lang=fr&userColor=%23ffeeff`
  const known = { asked, opened, shared: asked }

  it.each([
    [opened, asked],
    [`${opened}#L3`, `${asked}#L3`],
    ['https://pad.example/p/made?userName=Cam&lang=fr', 'https://pad.example/p/made'],
    ['https://pad.example/p/made?lang=de', 'https://pad.example/p/made?lang=de'],
    ['https://other.example/?a=b', 'https://other.example/?a=b'],
  ])('%s is handed out as %s', (now, handedOut) => {
    expect(shareableUrl(now, known)).toBe(handedOut)
  })

  it('that the person gave keeps what it said by itself', () => {
    const own = {
      asked: `${asked}?lang=de`,
      opened: `${asked}?lang=de&userName=Cam`,
      shared: `${asked}?lang=de`,
    }
    expect(shareableUrl(`${asked}/made?lang=de&userName=Cam`, own)).toBe(`${asked}/made?lang=de`)
  })

  it('follows the page, to nothing but pages', () => {
    const state = after(open('a'), agreed)
    const moved = happen(state, 'a', {
      type: 'address',
      url: 'https://pad.example/made#key',
      canGoBack: true,
    })
    expect(get(moved, 'a')).toMatchObject({ url: 'https://pad.example/made#key', canGoBack: true })
    const odd = happen(moved, 'a', { type: 'address', url: 'javascript:alert(1)', canGoBack: false })
    expect(get(odd, 'a')).toMatchObject({ url: 'https://pad.example/made#key', canGoBack: false })
  })
})

describe('sleep', () => {
  const awake = (...requests: Partial<OpenRequest>[]) =>
    after(...requests.map((request, index) => open(`s${index}`, request)), agreed)

  it('takes what is out of sight long enough', () => {
    const state = on(awake({}, {}), { type: 'in-sight', ids: ['s1'], at: 0 })
    expect(sleepers(state, 15 * MINUTE - 1, 15)).toEqual([])
    expect(sleepers(state, 15 * MINUTE, 15)).toEqual(['s0'])
    expect(sleepers(state, 900 * MINUTE, 0)).toEqual([])
    const hidden = on(state, { type: 'in-sight', ids: [], at: 10 * MINUTE })
    expect(sleepers(hidden, 20 * MINUTE, 15)).toEqual(['s0'])
    expect(sleepers(hidden, 25 * MINUTE, 15)).toEqual(['s0', 's1'])
  })

  it('spares what sounds, what is in a call, and what may hold something unsaved', () => {
    const joined = { type: 'joined', me: { id: '1', name: '' }, people: [] } as const
    const cases: readonly (readonly [Partial<OpenRequest>, ServiceEvent, boolean])[] = [
      [{}, { type: 'audible', on: true }, false],
      [{ kind: 'video' }, { type: 'call', event: joined }, false],
      [{ kind: 'poll' }, { type: 'edited' }, false],
      [{ kind: null }, { type: 'edited' }, false],
      [{ kind: 'pad' }, { type: 'edited' }, true],
      [{ kind: 'sheet' }, { type: 'edited' }, true],
      [{ kind: 'poll' }, { type: 'title', title: 'x' }, true],
    ]
    for (const [request, event, sleeps] of cases) {
      const state = happen(awake(request), 's0', event)
      expect(sleepers(state, 60 * MINUTE, 15).length === 1, `${request.kind} ${event.type}`).toBe(sleeps)
    }
  })

  it('takes a page that was loaded anew after it was edited', () => {
    const edited = happen(awake({ kind: 'poll' }), 's0', { type: 'edited' })
    expect(mayBeUnsaved(get(happen(edited, 's0', { type: 'loading' }), 's0'))).toBe(false)
  })

  it('lets go of those longest out of sight when too many are awake', () => {
    const many = Array.from({ length: 10 }, (_, index) => `s${index}`)
    const state = many.reduce(
      (current, id, index) =>
        on(current, { type: 'in-sight', ids: [id], at: index }, { type: 'in-sight', ids: [], at: index }),
      awake(...many.map(() => ({}))),
    )
    expect(sleepers(state, 20, 15)).toEqual(['s0', 's1'])
  })
})

describe('a call in the deck', () => {
  const inCall = (...events: CallEvent[]) =>
    get(
      events.reduce(
        (state, event) => happen(state, 'a', { type: 'call', event }),
        after(open('a', { kind: 'video' }), agreed),
      ),
      'a',
    ).inCall
  const joined: CallEvent = { type: 'joined', me: { id: 'me', name: '' }, people: [] }
  const refused = (why: Extract<CallEvent, { type: 'refused' }>['why']): CallEvent => ({
    type: 'refused',
    why,
    detail: '',
  })

  it.each(['device', 'password', 'certificate'] as const)('goes on when %s is in the way', why => {
    expect(inCall(joined, refused(why))).toBe(true)
    expect(inCall(refused(why))).toBe(false)
  })

  it.each(['login', 'moderator', 'denied', 'gone', 'other'] as const)('is over by %s', why => {
    expect(inCall(joined, refused(why))).toBe(false)
  })

  it('is over by its end', () => {
    expect(inCall(joined, { type: 'ended', why: 'host' })).toBe(false)
  })
})

describe('the deck at work', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 0 }))
  afterEach(() => void vi.useRealTimers())

  function setUp({
    native = true,
    framed = true,
    trouble = null,
    url = null,
    sleepAfterMinutes = 1,
    hostPreferences,
    leads = succeeded('public'),
  }: {
    native?: boolean
    framed?: boolean | null
    trouble?: 'certificate' | null
    url?: string | null
    sleepAfterMinutes?: number
    hostPreferences?: EngineApi['hostPreferences']
    leads?: EngineAnswers['whereLeads']
  } = {}) {
    const asked: unknown[][] = []
    const requests: ViewRequest[] = []
    const open = new Set<string>()
    let tell: (event: ViewEvent) => void = () => {}
    const views = {
      openView: async (request: ViewRequest) => {
        asked.push(['open', request.id, request.url, request.zoom])
        requests.push(request)
        if (request.kind === 'audio' || open.size >= MOST_VIEWS) return false
        open.add(request.id)
        return true
      },
      closeView: (id: string) => {
        asked.push(['close', id])
        open.delete(id)
      },
      commandView: (id: string, command: unknown) => asked.push(['command', id, command]),
      placeView: () => {},
      focusView: () => {},
      setGrants: (origin: string, grants: unknown) => asked.push(['grants', origin, grants]),
      onViewEvent: (listener: typeof tell) => {
        tell = listener
        return () => {}
      },
    }
    const setHostPreferences = vi.fn<EngineApi['setHostPreferences']>(async ({ origin }) =>
      succeeded({ origin, grants: null, zoom: 1 }),
    )
    const deck = createDeck({
      views: native ? views : null,
      engine: {
        hostPreferences: hostPreferences ?? (async origin => succeeded({ origin, grants: null, zoom: 1.2 })),
        setHostPreferences,
        whereLeads: async () => leads,
        mayFrame: async question => {
          asked.push(['may frame', question.url, question.origin])
          return succeeded({ allowed: framed, trouble, url })
        },
      },
      origin: 'http://chatiere.localhost:4321',
      settings: { current: createStore({ ...defaultSettings, sleepAfterMinutes }) },
    })
    const settle = () => vi.advanceTimersByTimeAsync(0)
    return { deck, asked, requests, settle, setHostPreferences, tell: (event: ViewEvent) => tell(event) }
  }
  const pad = { url: `${padOrigin}/p/a`, kind: 'pad' } as const
  const other = { url: `${padOrigin}/p/b`, kind: 'pad' } as const

  it('opens a view with what is kept for the host, once for an address', async () => {
    const { deck, asked, settle } = setUp()
    const id = deck.open(pad)
    expect(asked).toEqual([])
    await settle()
    expect(deck.open(pad)).toBe(id)
    await settle()
    expect(asked).toEqual([['open', `${id}-1`, pad.url, 1.2]])
  })

  it('opens it as for the first time when the engine does not answer well', async () => {
    const { deck, asked, settle } = setUp({ hostPreferences: async () => failed(problem('engine-stopped')) })
    deck.open(pad)
    await settle()
    expect(asked).toEqual([['open', 'service-1-1', pad.url, 1]])
  })

  it.each([
    [succeeded('public'), pad.url, false],
    [succeeded('own'), pad.url, true],
    // Without an engine to ask, a name that says it itself.
    [failed(problem('engine-stopped')), pad.url, false],
  ] as const)('tells the shell whether the person knows a host nearby: %j', async (leads, url, nearby) => {
    const { deck, requests, settle } = setUp({ leads })
    deck.open({ ...pad, url })
    await settle()
    expect(requests).toMatchObject([{ url, origin: padOrigin, nearby }])
  })

  it.each([
    ['shell', true],
    ['frame', false],
  ])('shows no page of the person’s own network in a %s before they said so', async (_what, native) => {
    for (const [leads, url] of [
      [succeeded('private'), 'https://192.168.1.1/p/x'],
      [failed(problem('engine-stopped')), 'http://router.lan/p/x'],
    ] as const) {
      const { deck, requests, settle } = setUp({ native, leads })
      const id = deck.open({ ...pad, url, ofMeeting: true })
      await settle()
      deck.reload(id)
      await settle()
      const service = () => serviceOf(deck.state.get(), id)!
      expect(isAwake(service())).toBe(false)
      expect(requests).toEqual([])
      deck.dispatch({ type: 'leads', id, to: 'own' })
      expect(isAwake(service())).toBe(true)
      expect(requests).toMatchObject(native ? [{ url, nearby: true }] : [])
    }
  })

  it('goes by the host that was asked for when that leads elsewhere', async () => {
    const { deck, requests, settle, tell, setHostPreferences } = setUp()
    const id = deck.open(pad)
    await settle()
    tell({ id: `${id}-1`, type: 'address', url: 'https://new.example/p/a', canGoBack: false })
    deck.dispatch({ type: 'sleep', ids: [id] })
    deck.dispatch({ type: 'wake', id })
    expect(requests.at(-1)).toMatchObject({ url: 'https://new.example/p/a', origin: padOrigin })
    deck.zoom(id, 1.5)
    expect(setHostPreferences).toHaveBeenLastCalledWith({ origin: padOrigin, zoom: 1.5 })
  })

  it('says so when the shell refuses a view', async () => {
    const { deck, settle } = setUp()
    const id = deck.open({ ...pad, kind: 'audio' })
    await settle()
    expect(serviceOf(deck.state.get(), id)).toMatchObject({ phase: 'failed', reason: null })
  })

  it('unloads a view that is out of sight, and loads it where it was when it is shown again', async () => {
    const { deck, asked, settle, tell } = setUp()
    const id = deck.open(pad)
    await settle()
    tell({ id: `${id}-1`, type: 'loaded', title: 'Pad' })
    tell({ id: `${id}-1`, type: 'address', url: `${pad.url}/3`, canGoBack: false })
    await vi.advanceTimersByTimeAsync(2 * MINUTE)
    expect(asked.at(-1)).toEqual(['close', `${id}-1`])
    deck.dispatch({ type: 'show', id })
    expect(asked.at(-1)).toEqual(['open', `${id}-2`, `${pad.url}/3`, 1.2])
  })

  it('goes on to the next one when one that wakes takes long', async () => {
    const { deck, settle } = setUp()
    const [one, two] = [deck.open(pad), deck.open(other)]
    await settle()
    deck.dispatch({ type: 'sleep', ids: [one, two] })
    deck.dispatch({ type: 'wake', id: one })
    deck.dispatch({ type: 'wake', id: two })
    expect(deck.state.get().services.map(isAwake)).toEqual([true, false])
    await vi.advanceTimersByTimeAsync(SLOW_AFTER)
    expect(deck.state.get().services.map(isAwake)).toEqual([true, true])
  })

  it('keeps the zoom for the host, within what views take', async () => {
    const { deck, asked, settle, setHostPreferences } = setUp()
    const [one, two] = [deck.open(pad), deck.open(other)]
    await settle()
    deck.zoom(one, 1.3000000000000003)
    expect(setHostPreferences).toHaveBeenLastCalledWith({ origin: padOrigin, zoom: 1.3 })
    expect(asked.slice(-2)).toEqual(
      [one, two].map(id => ['command', `${id}-1`, { type: 'zoom', factor: 1.3 }]),
    )
    deck.zoom(one, 9)
    expect(setHostPreferences).toHaveBeenLastCalledWith({ origin: padOrigin, zoom: 3 })
  })

  it('has what the person agrees to meanwhile, and tells the shell', async () => {
    const { deck, asked, settle } = setUp()
    const id = deck.open(pad)
    await settle()
    deck.setGrants(padOrigin, ['screen'])
    expect(serviceOf(deck.state.get(), id)?.grants).toEqual(['screen'])
    expect(asked.at(-1)).toEqual(['grants', padOrigin, ['screen']])
  })

  it('stays silent after a sleep when it was silenced', async () => {
    const { deck, asked, settle, tell } = setUp()
    const id = deck.open(pad)
    await settle()
    deck.silence(id, true)
    deck.dispatch({ type: 'again', id })
    tell({ id: `${id}-2`, type: 'loaded', title: '' })
    expect(asked.at(-1)).toEqual(['command', `${id}-2`, { type: 'silence', on: true }])
  })

  it('loads anew as the shell does it, but a page that failed in a view of its own', async () => {
    const { deck, asked, settle, tell } = setUp()
    const id = deck.open(pad)
    await settle()
    tell({ id: `${id}-1`, type: 'loaded', title: '' })
    deck.reload(id)
    expect(asked.at(-1)).toEqual(['command', `${id}-1`, { type: 'reload' }])
    tell({ id: `${id}-1`, type: 'failed', reason: 'ERR_FAILED' })
    deck.reload(id)
    expect(asked.slice(-2).map(([what, view]) => [what, view])).toEqual([
      ['close', `${id}-1`],
      ['open', `${id}-2`],
    ])
  })

  it.each([
    [false, true],
    [true, false],
    [null, false],
  ])('has no frame for a page that may be framed: %s', async (framed, unframed) => {
    const { deck, asked, settle } = setUp({ native: false, framed })
    const id = deck.open(pad)
    await settle()
    const service = () => serviceOf(deck.state.get(), id)!
    expect(asked).toEqual([['may frame', pad.url, 'http://chatiere.localhost:4321']])
    expect(service()).toMatchObject({ unframed, phase: unframed ? 'failed' : 'loading' })
    expect(isAwake(service())).toBe(!unframed)
    deck.dispatch({ type: 'sleep', ids: [id] })
    deck.dispatch({ type: 'wake', id })
    expect(isAwake(service())).toBe(!unframed)
    // Who wants to see for themselves does.
    deck.reload(id)
    await settle()
    expect(service()).toMatchObject({ unframed: false, phase: 'loading' })
    expect(isAwake(service())).toBe(true)
    expect(asked).toHaveLength(1)
  })

  it('says of a frame whose host nothing is proven of that it failed, and shows it to who wants to see', async () => {
    const { deck, settle } = setUp({ native: false, framed: null, trouble: 'certificate' })
    const id = deck.open(pad)
    await settle()
    // The error page of the browser loads well.
    deck.tell({ id: `${id}-1`, type: 'loaded', title: '' })
    expect(serviceOf(deck.state.get(), id)).toMatchObject({ phase: 'failed', reason: CERTIFICATE })
    deck.reload(id)
    await settle()
    deck.tell({ id: `${id}-2`, type: 'loaded', title: '' })
    expect(serviceOf(deck.state.get(), id)).toMatchObject({ phase: 'loaded', reason: null })
  })

  it('hands out and keeps the address where a frame was led, without what only we added', async () => {
    const end = `${padOrigin}/p/groupe$a`
    const { deck, asked, settle } = setUp({ native: false, url: `${end}?userName=Zo%C3%A9` })
    const id = deck.open({ ...pad, address: `${pad.url}?userName=Zo%C3%A9` })
    await settle()
    expect(asked[0]?.[1]).toBe(`${pad.url}?userName=Zo%C3%A9`)
    expect(serviceOf(deck.state.get(), id)).toMatchObject({ url: end, address: `${end}?userName=Zo%C3%A9` })
    expect(deck.open({ url: end, kind: 'pad' })).toBe(id)
  })

  it.each(['javascript:alert(1)', 'https://a:b@pad.example/p/a'])('takes no address like %s', async url => {
    const { deck, settle } = setUp({ native: false, url })
    const id = deck.open(pad)
    await settle()
    expect(serviceOf(deck.state.get(), id)).toMatchObject({ url: pad.url, address: pad.url })
  })

  describe('with as many views as the shell shows', () => {
    const fill = async (options: { sleepAfterMinutes?: number } = {}) => {
      const all = setUp(options)
      const ids: string[] = []
      for (let index = 0; index < MOST_VIEWS; index += 1) {
        ids.push(all.deck.open({ ...pad, url: `${padOrigin}/p/${index}` }))
        await all.settle()
        all.tell({ id: `${ids.at(-1)}-1`, type: 'loaded', title: '' })
        vi.setSystemTime(Date.now() + 100)
      }
      const phase = (id: string | undefined) => serviceOf(all.deck.state.get(), id ?? '')?.phase
      return { ...all, ids, phase }
    }

    it('the one longest out of sight sleeps for the next one', async () => {
      const { deck, asked, ids, phase, settle } = await fill()
      deck.dispatch({ type: 'in-sight', ids: [ids[0] ?? ''], at: Date.now() })
      const next = deck.open(pad)
      await settle()
      expect([phase(ids[0]), phase(ids[1]), phase(ids[2]), phase(next)]).toEqual([
        'loaded',
        'asleep',
        'loaded',
        'loading',
      ])
      expect(asked.slice(-2).map(([what, view]) => [what, view])).toEqual([
        ['close', `${ids[1]}-1`],
        ['open', `${next}-1`],
      ])
    })

    it('the next one says that there are too many when none may sleep, and comes when one is closed', async () => {
      const { deck, ids, phase, settle } = await fill({ sleepAfterMinutes: 0 })
      const next = deck.open(pad)
      await settle()
      expect(serviceOf(deck.state.get(), next)).toMatchObject({ phase: 'failed', reason: TOO_MANY })
      deck.dispatch({ type: 'close', id: ids[3] ?? '' })
      deck.reload(next)
      await settle()
      expect(phase(next)).toBe('loading')
      expect(phase(ids[0])).toBe('loaded')
    })
  })

  it('asks of no frame where the shell has views, or a page of ours is around the host’s', async () => {
    const [views, call] = [setUp({ framed: false }), setUp({ native: false, framed: false })]
    views.deck.open(pad)
    call.deck.open({ ...pad, kind: 'video' })
    await views.settle()
    await call.settle()
    expect([...views.asked, ...call.asked].filter(([what]) => what === 'may frame')).toEqual([])
  })

  it('hands commands to a frame and its events to who asked, where there are no views', async () => {
    const { deck, settle } = setUp({ native: false })
    const id = deck.open({ ...pad, kind: 'video' })
    await settle()
    const [command, event] = [vi.fn(), vi.fn()]
    const stop = deck.receive(`${id}-1`, command)
    deck.onEvent(id, event)
    deck.command(id, { type: 'call', command: { type: 'hang-up' } })
    expect(command).toHaveBeenCalledExactlyOnceWith({ type: 'call', command: { type: 'hang-up' } })
    deck.tell({ id: `${id}-1`, type: 'call', event: { type: 'ready' } })
    deck.tell({ id: `${id}-7`, type: 'call', event: { type: 'ready' } })
    expect(event).toHaveBeenCalledTimes(1)
    stop()
    deck.command(id, { type: 'call', command: { type: 'hang-up' } })
    expect(command).toHaveBeenCalledTimes(1)
  })
})

describe('the bar', () => {
  const tools = [44, 44, 150, 44].map(width => ({ width }))
  const widths = (room: number, menuNeeded = false) =>
    fitTools(tools, { room, menuWidth: 44, menuNeeded }).shown.length

  it('shows what finds room, and the menu only when it is needed', () => {
    expect(widths(282)).toBe(4)
    expect(widths(282, true)).toBe(3)
    expect(widths(281)).toBe(2)
    expect(widths(87)).toBe(0)
    expect(widths(-50)).toBe(0)
  })

  it('loses no tool', () => {
    fc.assert(
      fc.property(fc.integer({ min: -100, max: 2000 }), fc.boolean(), (room, menuNeeded) => {
        const { shown, inMenu } = fitTools(tools, { room, menuWidth: 44, menuNeeded })
        expect([...shown, ...inMenu]).toEqual(tools)
      }),
    )
  })

  it('moves the border by keyboard', () => {
    expect(shareAfterKey('ArrowLeft', false, 0.5)).toBeCloseTo(0.48)
    expect(shareAfterKey('ArrowRight', true, 0.5)).toBeCloseTo(0.6)
    expect(shareAfterKey('Home', false, 0.5)).toBe(0.2)
    expect(shareAfterKey('End', false, 0.5)).toBe(0.8)
    expect(shareAfterKey('a', false, 0.5)).toBeNull()
  })
})

it.each([
  ['(3) Salon', 3],
  ['[12] Salon', 12],
  ['(99+) Salon', 99],
  ['Salon (3)', 0],
  ['(a) Salon', 0],
  ['', 0],
])('reads in %j %i things new', (pageTitle, count) => {
  expect(unreadOf({ ...get(after(open('a')), 'a'), pageTitle })).toBe(count)
})

describe('downloads', () => {
  const file: Download = {
    id: '1',
    name: 'notes.odt',
    host: 'pad.example',
    receivedBytes: 50,
    totalBytes: 200,
    state: 'running',
  }

  it('are told when they begin and end', () => {
    expect(newsOf([], file)).toBe('began')
    expect(newsOf([], { ...file, state: 'done' })).toBe('done')
    expect(newsOf([file], { ...file, receivedBytes: 60 })).toBeNull()
    expect(newsOf([file], { ...file, state: 'failed' })).toBe('failed')
  })

  it('are listed once each, the newest first, and not for ever', () => {
    const two = withDownload(withDownload([], file), { ...file, id: '2' })
    expect(two.map(({ id }) => id)).toEqual(['2', '1'])
    expect(withDownload(two, { ...file, state: 'done' }).map(({ state }) => state)).toEqual([
      'running',
      'done',
    ])
    const many = Array.from({ length: 50 }, (_, index) => ({ ...file, id: String(index) }))
    expect(many.reduce(withDownload, [] as readonly Download[])).toHaveLength(30)
  })

  it('tell how far they are, when the host says how much there is', () => {
    expect([
      shareOf(file),
      shareOf({ ...file, totalBytes: 0 }),
      shareOf({ ...file, totalBytes: 10 }),
    ]).toEqual([0.25, null, 1])
  })
})

it('knows of every kind whether it saves by itself', () => {
  const edited = (kind: (typeof serviceKinds)[number]) => ({
    ...get(after(open('a', { kind })), 'a'),
    edited: true,
  })
  expect(serviceKinds.filter(kind => !mayBeUnsaved(edited(kind)))).toEqual(['pad', 'sheet', 'notes'])
})

it.each([
  ['ERR_CERT_DATE_INVALID', true],
  ['ERR_SSL_PROTOCOL_ERROR', true],
  [CERTIFICATE, true],
  ['ERR_NAME_NOT_RESOLVED', false],
  [TOO_MANY, false],
  [null, false],
])('knows by %s whether nothing proves who answers: %s', (reason, expected) => {
  expect(isOfCertificate(reason)).toBe(expected)
})
