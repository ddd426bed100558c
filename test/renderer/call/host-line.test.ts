/** The line to the host's page: who is listened to, what is held back, what a flood does. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHostLine, type HostLine } from '../../../renderer/call/host-line.ts'
import { type HostEvent, LONGEST_MESSAGE } from '../../../renderer/call/host-messages.ts'

const origin = 'https://visio.example.org'
const scope = 'jitsi_meet_external_api_7'

/** The few members of a window that the line takes, and the frame's end of it. */
function stage() {
  const listeners = new Set<(event: MessageEvent) => void>()
  const sent: { method: string; params: unknown; origin: string }[] = []
  const frame = {
    postMessage: (message: string, to: string) => {
      const { postis, scope: named, method, params } = JSON.parse(message)
      expect([postis, named]).toEqual([true, scope])
      sent.push({ method, params, origin: to })
    },
  }
  const events: HostEvent[] = []
  let alive = 0
  const line = createHostLine({
    window: {
      addEventListener: (_type: string, listener: never) => void listeners.add(listener),
      removeEventListener: (_type: string, listener: never) => void listeners.delete(listener),
    } as never,
    frame,
    origin,
    apiId: 7,
    onAlive: () => {
      alive += 1
    },
    onEvent: event => events.push(event),
  })
  const raw = (data: unknown, from: { source?: unknown; origin?: string } = {}) => {
    const event = { source: frame, origin, ...from, data } as unknown as MessageEvent
    for (const listener of listeners) listener(event)
  }
  const say = (method: string, params: unknown, from = {}) =>
    raw(JSON.stringify({ postis: true, scope, method, params }), from)
  const tell = (data: unknown, from = {}) => say('message', { type: 'event', data }, from)
  const greet = () => say('__ready__', sent.find(each => each.method === '__ready__')?.params)
  return { line, sent, events, raw, say, tell, greet, alive: () => alive, listeners }
}

const muted = { name: 'audio-mute-status-changed', muted: true }
let open: HostLine | null = null
function begin() {
  const all = stage()
  open = all.line
  return all
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  open?.close()
  vi.useRealTimers()
})

describe('readiness', () => {
  test('knocks until its own token comes back, then sends what was held, in order', () => {
    const { line, sent, greet, alive } = begin()
    line.order('toggle-audio')
    line.order('set-tile-view', true)
    vi.advanceTimersByTime(1000)
    expect(sent.every(each => each.method === '__ready__')).toBe(true)
    expect(sent.length).toBeGreaterThan(3)
    expect(alive()).toBe(0)
    greet()
    expect(alive()).toBe(1)
    expect(sent.slice(-2).map(each => each.params)).toEqual([
      { type: 'event', data: { name: 'toggle-audio', data: [] } },
      { type: 'event', data: { name: 'set-tile-view', data: [true] } },
    ])
    const before = sent.length
    vi.advanceTimersByTime(1000)
    expect(sent.length).toBe(before)
  })

  test('gives the page its own token back, every time', () => {
    const { say, sent, alive } = begin()
    say('__ready__', 'theirs')
    expect(sent.at(-1)).toEqual({ method: '__ready__', params: 'theirs', origin })
    say('__ready__', { not: 'a token' })
    say('__ready__', 'x'.repeat(101))
    expect(sent.filter(each => each.params !== sent[0]?.params)).toHaveLength(1)
    expect(alive()).toBe(0)
  })

  test('knocks anew when the frame has another page', () => {
    const { line, sent, greet, alive } = begin()
    greet()
    line.renewed()
    line.order('toggle-video')
    expect(sent.at(-1)?.method).toBe('__ready__')
    greet()
    expect(alive()).toBe(2)
    expect(sent.at(-1)?.params).toEqual({ type: 'event', data: { name: 'toggle-video', data: [] } })
  })

  test('everything goes to the one origin', () => {
    const { line, sent, greet } = begin()
    greet()
    line.order('video-hangup', false)
    expect(new Set(sent.map(each => each.origin))).toEqual(new Set([origin]))
  })
})

describe('who is listened to', () => {
  test('this frame with this origin', () => {
    const { tell, events } = begin()
    tell(muted)
    expect(events).toEqual([muted])
  })

  test.each([
    ['another window', { source: {} }],
    ['no window', { source: null }],
    ['another origin', { origin: 'https://evil.example.org' }],
    ['the same host without TLS', { origin: 'http://visio.example.org' }],
    ['another port', { origin: 'https://visio.example.org:8443' }],
    ['a sandboxed page', { origin: 'null' }],
  ])('not %s', (_who, from) => {
    const { tell, say, events, alive, sent } = begin()
    tell(muted, from)
    say('__ready__', sent[0]?.params, from)
    say('__ready__', 'theirs', from)
    expect(events).toEqual([])
    expect(alive()).toBe(0)
    expect(sent).toHaveLength(1)
  })

  test.each([
    ['an object', { postis: true, scope, method: 'message', params: { type: 'event', data: muted } }],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '7'],
    [
      'another scope',
      JSON.stringify({
        postis: true,
        scope: 'jitsi_meet_external_api_8',
        method: 'message',
        params: { type: 'event', data: muted },
      }),
    ],
    [
      'another method',
      JSON.stringify({ postis: true, scope, method: 'constructor', params: { type: 'event', data: muted } }),
    ],
    ['no envelope', JSON.stringify({ type: 'event', data: muted })],
    [
      'another type',
      JSON.stringify({ postis: true, scope, method: 'message', params: { type: '__proto__', data: muted } }),
    ],
    [
      'too long',
      JSON.stringify({
        postis: true,
        scope,
        method: 'message',
        params: { type: 'event', data: { ...muted, more: 'x'.repeat(LONGEST_MESSAGE) } },
      }),
    ],
  ])('not %s', (_what, data) => {
    const { raw, events } = begin()
    raw(data)
    expect(events).toEqual([])
  })

  test.each([
    [{ name: 'audio-mute-status-changed', muted: 'yes' }],
    [{ name: 'participant-joined', id: '' }],
    [{ name: 'participant-joined', id: 'x'.repeat(201), displayName: 'X' }],
    [{ name: 'participant-left', id: { toString: 'x' } }],
    [{ name: 'raise-hand-updated', id: 'a', handRaised: 'up' }],
    [{ name: 'error-occurred', error: 'conference.destroyed' }],
    [{ name: 'an-event-of-tomorrow' }],
    [null],
    [[]],
  ])('not the malformed event %j', data => {
    const { tell, events } = begin()
    tell(data)
    expect(events).toEqual([])
  })

  test('names become one short line', () => {
    const { tell, events } = begin()
    tell({
      name: 'participant-joined',
      id: 'a',
      displayName: ' An\u202e\nna\u0000 ',
      formattedDisplayName: 7,
    })
    tell({ name: 'participant-joined', id: 'b', displayName: 'x'.repeat(5000) })
    expect(events[0]).toMatchObject({ displayName: 'An na', formattedDisplayName: '' })
    expect(events[1]).toMatchObject({ displayName: 'x'.repeat(200) })
  })

  test('a flood is cut off, and speech comes back when it ends', () => {
    const { tell, events } = begin()
    for (let count = 0; count < 5000; count += 1) tell(muted)
    expect(events.length).toBeGreaterThan(500)
    expect(events.length).toBeLessThan(1000)
    const heard = events.length
    vi.advanceTimersByTime(1000)
    tell(muted)
    expect(events.length).toBe(heard + 1)
  })

  test('nobody any more once it is closed', () => {
    const { line, tell, events, listeners } = begin()
    line.close()
    tell(muted)
    expect(events).toEqual([])
    expect(listeners.size).toBe(0)
  })
})

describe('questions', () => {
  test('the answer with their number counts, and no other', async () => {
    const { line, sent, greet, say } = begin()
    greet()
    const first = line.ask('is-audio-muted')
    const second = line.ask('is-video-muted')
    expect(sent.slice(-2).map(each => each.params)).toEqual([
      { type: 'request', id: 1, data: { name: 'is-audio-muted' } },
      { type: 'request', id: 2, data: { name: 'is-video-muted' } },
    ])
    say('message', { type: 'response', id: 9, result: 'nobody asked' })
    say('message', { type: 'response', id: 2, result: false })
    say('message', { type: 'response', id: 1, result: true })
    say('message', { type: 'response', id: 1, result: 'too late' })
    expect(await Promise.all([first, second])).toEqual([true, false])
  })

  test('without an answer there is null, in time and at the end', async () => {
    const { line, greet } = begin()
    greet()
    const late = line.ask('is-audio-muted')
    vi.advanceTimersByTime(2000)
    expect(await late).toBeNull()
    const open = line.ask('is-audio-muted')
    line.close()
    expect(await open).toBeNull()
  })

  test('those of the page are answered: not offered', () => {
    const { sent, greet, say } = begin()
    greet()
    say('message', { type: 'request', id: 3, data: { name: '_request-desktop-sources' } })
    expect(sent.at(-1)?.params).toEqual({ type: 'response', id: 3, error: 'not offered' })
  })
})
