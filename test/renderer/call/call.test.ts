/** One call between the app's orders and the host's events: every order given and every event heard. */

import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type CallEvent, callEventSchema } from '../../../bridge/call-api.ts'
import { createCall, GONE_AFTER_MS, HANG_UP_WITHIN_MS, LOST_AFTER_MS } from '../../../renderer/call/call.ts'
import { type HostEvent, readHostEvent } from '../../../renderer/call/host-messages.ts'

function begin(states: Record<string, unknown> = { 'is-audio-muted': false, 'is-video-muted': false }) {
  const told: CallEvent[] = []
  const orders: unknown[][] = []
  const call = createCall(
    { order: (...order) => void orders.push(order), ask: async name => states[name] ?? null },
    event => {
      // Whatever is told has to pass the app's own border.
      expect(v.safeParse(callEventSchema, event).success).toBe(true)
      told.push(event)
    },
  )
  const hear = (data: object) => {
    const event = readHostEvent(data)
    if (event === null) throw new Error(`not an event: ${JSON.stringify(data)}`)
    call.hear(event satisfies HostEvent)
  }
  const join = async () => {
    call.alive()
    hear({ name: 'video-conference-joined', roomName: 'x', id: 'me', displayName: 'Zoé' })
    await vi.advanceTimersByTimeAsync(0)
    told.length = 0
  }
  return { call, told, orders, hear, join, states }
}
const last = (events: readonly CallEvent[]) => events.at(-1)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('getting in', () => {
  test('alive, then joined with those who are there, then how we came in', async () => {
    const { call, told, hear } = begin({ 'is-audio-muted': true, 'is-video-muted': false })
    call.alive()
    hear({ name: 'browser-support', supported: true })
    hear({ name: 'ready' })
    hear({ name: 'prejoin-screen-loaded', id: 'local' })
    hear({ name: 'participant-joined', id: 'a', displayName: 'Anouk' })
    hear({ name: 'participant-joined', id: 'b', formattedDisplayName: 'Fellow' })
    hear({ name: 'participant-joined', id: 'c', displayName: 'Gone' })
    hear({ name: 'participant-left', id: 'c' })
    expect(told).toEqual([{ type: 'alive' }])
    hear({ name: 'video-conference-joined', id: 'me', displayName: 'Zoé', formattedDisplayName: 'Zoé (me)' })
    await vi.advanceTimersByTimeAsync(0)
    expect(told.slice(1)).toEqual([
      {
        type: 'joined',
        me: { id: 'me', name: 'Zoé' },
        people: [
          { id: 'a', name: 'Anouk' },
          { id: 'b', name: 'Fellow' },
        ],
      },
      { type: 'muted', on: true },
      { type: 'camera-off', on: false },
    ])
  })

  test('a page that never answers is gone, and may still come', () => {
    const { call, told } = begin()
    vi.advanceTimersByTime(GONE_AFTER_MS)
    expect(told).toEqual([{ type: 'refused', why: 'gone', detail: '' }])
    call.alive()
    expect(last(told)).toEqual({ type: 'alive' })
  })

  test.each([
    ['conference.authenticationRequired', 'login'],
    ['connection.passwordRequired', 'login'],
    ['conference.connectionError.notAllowed', 'login'],
    ['conference.connectionError.membersOnly', 'moderator'],
    ['connection.notLiveError', 'moderator'],
    ['conference.connectionError.accessDenied', 'denied'],
    ['conference.passwordRequired', 'password'],
    ['conference.max_users', 'other'],
  ])('%s means %s, and is not the end', async (name, why) => {
    const { call, told, hear } = begin()
    call.alive()
    hear({
      name: 'error-occurred',
      error: { name, message: 'Bitte warten', type: 'CONFERENCE', isFatal: false },
    })
    expect(last(told)).toEqual({ type: 'refused', why, detail: 'Bitte warten' })
    hear({ name: 'video-conference-joined', id: 'me', displayName: 'Zoé' })
    expect(last(told)?.type).toBe('joined')
  })

  test('an error nobody knows is told when it is fatal, and kept quiet when not', () => {
    const { told, hear } = begin()
    hear({ name: 'error-occurred', error: { name: 'conference.chatError', isFatal: false } })
    expect(told).toEqual([])
    hear({ name: 'error-occurred', error: { name: 'conference.ofTomorrow', isFatal: true } })
    expect(told).toEqual([{ type: 'refused', why: 'other', detail: 'conference.ofTomorrow' }])
  })

  test('a password, a device, a knock', () => {
    const { told, hear } = begin()
    hear({ name: 'password-required' })
    hear({ name: 'mic-error', type: 'gum.permission_denied', message: 'Permission denied' })
    hear({ name: 'camera-error', type: 'gum.not_found' })
    hear({ name: 'knocking-participant', participant: { id: 'k', name: 'Samir' } })
    expect(told).toEqual([
      { type: 'refused', why: 'password', detail: '' },
      { type: 'refused', why: 'device', detail: 'Permission denied' },
      { type: 'refused', why: 'device', detail: 'gum.not_found' },
      { type: 'knocking', name: 'Samir' },
    ])
  })
})

describe('in the call', () => {
  test('people come, are renamed and go', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'participant-joined', id: 'a', displayName: 'Anouk' })
    hear({ name: 'participant-joined', id: 'a', displayName: 'Anouk B.' })
    hear({ name: 'participant-joined', id: 'me', displayName: 'ourselves' })
    hear({ name: 'display-name-change', id: 'a', displayname: 'Anouk C.' })
    hear({ name: 'display-name-change', id: 'stranger', displayname: 'X' })
    hear({ name: 'participant-left', id: 'a' })
    hear({ name: 'participant-left', id: 'a' })
    expect(told).toEqual([
      { type: 'person-joined', person: { id: 'a', name: 'Anouk' } },
      { type: 'person-renamed', person: { id: 'a', name: 'Anouk B.' } },
      { type: 'person-renamed', person: { id: 'a', name: 'Anouk C.' } },
      { type: 'person-left', id: 'a' },
    ])
  })

  test('more people than can be are not counted', async () => {
    const { told, hear, join } = begin()
    await join()
    for (let index = 0; index < 700; index += 1) hear({ name: 'participant-joined', id: `p${index}` })
    expect(told).toHaveLength(500)
  })

  test('states are passed on', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'audio-mute-status-changed', muted: true })
    hear({ name: 'video-mute-status-changed', muted: true })
    hear({ name: 'screen-sharing-status-changed', on: true, details: { sourceType: 'window' } })
    hear({ name: 'raise-hand-updated', id: 'me', handRaised: 1_790_000_000_000 })
    hear({ name: 'raise-hand-updated', id: 'a', handRaised: true })
    hear({ name: 'raise-hand-updated', id: 'me', handRaised: 0 })
    hear({ name: 'tile-view-changed', enabled: true })
    expect(told).toEqual([
      { type: 'muted', on: true },
      { type: 'camera-off', on: true },
      { type: 'screen', on: true },
      { type: 'hand', id: 'me', on: true },
      { type: 'hand', id: 'a', on: true },
      { type: 'hand', id: 'me', on: false },
      { type: 'tiles', on: true },
    ])
  })

  test('microphone and camera are toggled only when they are not as wanted', async () => {
    const { call, orders, told, join, states } = begin({ 'is-audio-muted': true, 'is-video-muted': true })
    await join()
    call.obey({ type: 'mute', on: true })
    call.obey({ type: 'camera', on: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(orders).toEqual([['toggle-video']])
    // What was so already is told again: the button that was pressed stands right.
    expect(told).toEqual([{ type: 'muted', on: true }])
    Object.assign(states, { 'is-audio-muted': null })
    call.obey({ type: 'mute', on: false })
    await vi.advanceTimersByTimeAsync(0)
    expect(orders.at(-1)).toEqual(['toggle-audio'])
  })

  test('screen, hand and tiles', async () => {
    const { call, orders, hear, join } = begin()
    await join()
    call.obey({ type: 'screen', on: false })
    call.obey({ type: 'screen', on: true })
    hear({ name: 'screen-sharing-status-changed', on: true })
    call.obey({ type: 'screen', on: true })
    call.obey({ type: 'screen', on: false })
    call.obey({ type: 'hand', on: true })
    hear({ name: 'raise-hand-updated', id: 'me', handRaised: 1 })
    call.obey({ type: 'hand', on: true })
    call.obey({ type: 'hand', on: false })
    call.obey({ type: 'tiles', on: true })
    call.obey({ type: 'tiles', on: false })
    expect(orders).toEqual([
      ['toggle-share-screen', { enable: true }],
      ['toggle-share-screen', { enable: false }],
      ['toggle-raise-hand'],
      ['toggle-raise-hand'],
      ['set-tile-view', true],
      ['set-tile-view', false],
    ])
  })
})

describe('the end', () => {
  test('by us: the host tells the others first', async () => {
    const { call, orders, told, hear, join } = begin()
    await join()
    call.obey({ type: 'hang-up' })
    expect(orders).toEqual([['video-hangup', false]])
    expect(told).toEqual([])
    hear({ name: 'video-conference-left', roomName: 'x' })
    expect(told).toEqual([{ type: 'ended', why: 'hung-up' }])
    hear({ name: 'video-ready-to-close' })
    hear({ name: 'audio-mute-status-changed', muted: true })
    vi.advanceTimersByTime(LOST_AFTER_MS)
    expect(told).toHaveLength(1)
  })

  test('by us, with a host that does not answer', async () => {
    const { call, told, join } = begin()
    await join()
    call.obey({ type: 'hang-up' })
    vi.advanceTimersByTime(HANG_UP_WITHIN_MS)
    expect(told).toEqual([{ type: 'ended', why: 'hung-up' }])
  })

  test('by us, at the host’s door: at once', () => {
    const { call, orders, told } = begin()
    call.alive()
    call.obey({ type: 'hang-up' })
    expect(orders).toEqual([])
    expect(last(told)).toEqual({ type: 'ended', why: 'hung-up' })
  })

  test('by us, with the host’s own button', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'video-conference-left' })
    hear({ name: 'video-ready-to-close' })
    expect(told).toEqual([{ type: 'ended', why: 'hung-up' }])
  })

  test.each([
    [{ name: 'participant-kicked-out', kicked: { id: 'me', local: true }, kicker: { id: 'a' } }],
    [{ name: 'error-occurred', error: { name: 'conference.destroyed', message: '', isFatal: false } }],
  ])('by the host: %j', async event => {
    const { told, hear, join } = begin()
    await join()
    hear(event)
    hear({ name: 'video-conference-left' })
    hear({ name: 'video-ready-to-close' })
    expect(told).toEqual([{ type: 'ended', why: 'host' }])
  })

  test('somebody else was put out: nothing ends', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'participant-kicked-out', kicked: { id: 'a', local: false }, kicker: { id: 'b' } })
    hear({ name: 'participant-left', id: 'a' })
    expect(told).toEqual([])
  })

  test('by the line: after a breakdown nobody came back', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'error-occurred', error: { name: 'connection.droppedError', isFatal: true } })
    expect(told).toEqual([])
    vi.advanceTimersByTime(LOST_AFTER_MS)
    expect(told).toEqual([{ type: 'ended', why: 'lost' }])
  })

  test('not by a breakdown that mends, nor by a side room', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'error-occurred', error: { name: 'connection.droppedError', isFatal: true } })
    hear({ name: 'video-conference-left' })
    hear({ name: 'participant-joined', id: 'a', displayName: 'Anouk' })
    hear({ name: 'video-conference-joined', id: 'me2', displayName: 'Zoé' })
    await vi.advanceTimersByTimeAsync(LOST_AFTER_MS)
    expect(told.map(each => each.type)).toEqual(['joined', 'muted', 'camera-off'])
    expect(told[0]).toMatchObject({ people: [{ id: 'a', name: 'Anouk' }] })
  })

  test('when the computer slept', async () => {
    const { told, hear, join } = begin()
    await join()
    hear({ name: 'suspend-detected' })
    expect(told).toEqual([{ type: 'ended', why: 'lost' }])
  })

  test('closed: nothing is told or ordered any more', async () => {
    const { call, told, orders, join } = begin()
    await join()
    call.close()
    call.obey({ type: 'hand', on: true })
    vi.advanceTimersByTime(GONE_AFTER_MS)
    expect([told, orders]).toEqual([[], []])
  })
})
