import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyRoom, ownUser, type RoomEvent, reduceRoom, reduceRoomAll, usersIn } from '../../bridge/room.ts'

const id = fc.integer({ min: 0, max: 5 })
const event: fc.Arbitrary<RoomEvent> = fc.oneof(
  fc.constant<RoomEvent>({ type: 'cleared' }),
  fc.record({ type: fc.constant('self' as const), session: id }),
  fc.record({
    type: fc.constant('channel' as const),
    id,
    changed: fc.record({ name: fc.string(), parentId: fc.option(id), maxUsers: id }, { requiredKeys: [] }),
  }),
  fc.record({ type: fc.constant('channel-removed' as const), id }),
  fc.record({
    type: fc.constant('user' as const),
    session: id,
    changed: fc.record({ name: fc.string(), channelId: id, selfMute: fc.boolean() }, { requiredKeys: [] }),
  }),
  fc.record({ type: fc.constant('user-removed' as const), session: id }),
)

describe('the room reducer', () => {
  test('a batch is the same as its events one by one', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), events => {
        expect(reduceRoomAll(emptyRoom, events)).toEqual(events.reduce(reduceRoom, emptyRoom))
      }),
    )
  })

  test('however a list is cut into batches, the room is the same', () => {
    fc.assert(
      fc.property(fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 8 }), batches => {
        expect(batches.reduce(reduceRoomAll, emptyRoom)).toEqual(reduceRoomAll(emptyRoom, batches.flat()))
      }),
    )
  })

  test('the state before is never touched', () => {
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (first, second) => {
        const before = reduceRoomAll(emptyRoom, first)
        const copy = structuredClone(before)
        reduceRoomAll(before, second)
        expect(before).toEqual(copy)
      }),
    )
  })

  test('fields that a change leaves out stay', () => {
    const events: RoomEvent[] = [
      { type: 'user', session: 1, changed: { name: 'Anna', selfMute: true } },
      { type: 'user', session: 1, changed: { channelId: 4 } },
    ]
    expect(reduceRoomAll(emptyRoom, events).users.get(1)).toMatchObject({
      name: 'Anna',
      selfMute: true,
      channelId: 4,
    })
  })

  test('people nobody touched keep their very object, so nothing of theirs is drawn again', () => {
    const before = reduceRoomAll(emptyRoom, [
      { type: 'user', session: 1, changed: { name: 'Anna' } },
      { type: 'user', session: 2, changed: { name: 'Basile' } },
    ])
    const after = reduceRoom(before, { type: 'user', session: 2, changed: { selfMute: true } })
    expect(after.users.get(1)).toBe(before.users.get(1))
    expect(after.channels).toBe(before.channels)
    expect(reduceRoom(after, { type: 'user-removed', session: 9 })).toBe(after)
  })

  test('people are listed by name as their language sorts it', () => {
    const room = reduceRoomAll(
      emptyRoom,
      ['Zoé', 'élodie', 'Eric', 'Anna10', 'Anna9'].map((name, session) => ({
        type: 'user',
        session,
        changed: { name },
      })),
    )
    expect(usersIn(room, 0, 'fr').map(user => user.name)).toEqual([
      'Anna9',
      'Anna10',
      'élodie',
      'Eric',
      'Zoé',
    ])
    expect(ownUser({ ...room, selfSession: 2 })?.name).toBe('Eric')
    expect(ownUser(room)).toBeUndefined()
  })
})
