import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { idleConnection } from '../../bridge/engine-api.ts'
import { emptyRoom, type RoomEvent, reduceRoomAll } from '../../bridge/room.ts'
import { attendanceOf, compareAttendance } from '../../renderer/meeting/comings-and-goings.ts'
import { connectionHealth } from '../../renderer/meeting/connection-health.ts'
import { faceColor, faceColors, initials } from '../../renderer/meeting/face.ts'
import { isLively, listRooms } from '../../renderer/meeting/room-list.ts'
import { toggleDeafen, toggleMute } from '../../renderer/meeting/self.ts'
import { createTalking } from '../../renderer/meeting/talking.ts'
import { room as roomEvents } from './doubles/answers.ts'

const room = reduceRoomAll(emptyRoom, roomEvents)

describe('comings and goings', () => {
  const compare = (...events: RoomEvent[]) =>
    compareAttendance(attendanceOf(room), attendanceOf(reduceRoomAll(room, events)))

  it('tells who came into our room and who left it, whichever way', () => {
    expect(
      compare(
        { type: 'user', session: 40, changed: { name: 'Nina', channelId: 1 } },
        { type: 'user', session: 30, changed: { channelId: 1 } },
        { type: 'user', session: 10, changed: { channelId: 2 } },
        { type: 'user-removed', session: 12 },
      ),
    ).toEqual({ joined: ['Zoé', 'Nina'], left: ['Anouk', 'José'] })
  })

  it('says nothing of other rooms, of new names, of ourselves', () => {
    expect(
      compare(
        { type: 'user', session: 41, changed: { name: 'Nina', channelId: 2 } },
        { type: 'user', session: 10, changed: { name: 'Anouk (pause)' } },
        { type: 'user', session: 11, changed: { name: 'Cam' } },
      ),
    ).toEqual({ joined: [], left: [] })
  })

  it('says nothing when it is us who went elsewhere', () => {
    expect(compare({ type: 'user', session: 11, changed: { channelId: 2 } })).toEqual({
      joined: [],
      left: [],
    })
  })

  it('knows nobody before the server said who we are', () => {
    expect(attendanceOf(emptyRoom)).toBeNull()
    expect(compareAttendance(null, attendanceOf(room))).toEqual({ joined: [], left: [] })
  })
})

describe('the list of rooms', () => {
  it('has all rooms but ours, parents first, with their people', () => {
    expect(listRooms(room, 1, 'fr').map(each => [each.channel.name, each.count, each.within])).toEqual([
      ['Root', 0, []],
      ['Bureau', 0, []],
      ['Salon café', 2, []],
      ['Balcon', 0, ['Salon café']],
    ])
  })

  it('shows unasked what is near or peopled', () => {
    expect(
      listRooms(room, 1, 'fr')
        .filter(isLively)
        .map(each => each.channel.name),
    ).toEqual(['Root', 'Bureau', 'Salon café'])
  })

  it('puts position before name', () => {
    const moved = reduceRoomAll(room, [{ type: 'channel', id: 3, changed: { position: 5 } }])
    expect(listRooms(moved, 1, 'fr').map(each => each.channel.name)).toEqual([
      'Root',
      'Salon café',
      'Balcon',
      'Bureau',
    ])
  })

  it('knows when a room is full', () => {
    const small = reduceRoomAll(room, [{ type: 'channel', id: 2, changed: { maxUsers: 2 } }])
    expect(
      listRooms(small, 1, 'fr')
        .filter(each => each.full)
        .map(each => each.channel.name),
    ).toEqual(['Salon café'])
  })

  it('ends on any tree, and lists each room at most once', () => {
    const channels = fc.array(fc.tuple(fc.nat(12), fc.option(fc.nat(12))), { maxLength: 20 })
    fc.assert(
      fc.property(channels, list => {
        const events = list.map(
          ([id, parentId]): RoomEvent => ({ type: 'channel', id, changed: { parentId } }),
        )
        const ids = listRooms(reduceRoomAll(emptyRoom, events), null, 'fr').map(each => each.channel.id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

describe('our own sound', () => {
  it('mutes and unmutes', () => {
    expect(toggleMute({ muted: false, deafened: false })).toEqual({ muted: true, deafened: false })
    expect(toggleMute({ muted: true, deafened: false })).toEqual({ muted: false, deafened: false })
  })

  it('opens the ears with the microphone', () => {
    expect(toggleMute({ muted: true, deafened: true })).toEqual({ muted: false, deafened: false })
  })

  it('closes the microphone with the ears, and brings it back as it was', () => {
    expect(toggleDeafen({ muted: false, deafened: false }, false)).toEqual({ muted: true, deafened: true })
    expect(toggleDeafen({ muted: true, deafened: true }, false)).toEqual({ muted: false, deafened: false })
    expect(toggleDeafen({ muted: true, deafened: true }, true)).toEqual({ muted: true, deafened: false })
  })
})

describe('the health of the connection', () => {
  const verdict = { level: 'poor', side: 'mine', reason: 'uplink-loss', session: null } as const
  it.each(['idle', 'connecting', 'ended'] as const)('is on its way while %s', phase => {
    expect(connectionHealth({ ...idleConnection, phase }, verdict)).toEqual({ state: 'connecting' })
  })
  it('is what the facts say while we are in, and not while we come back', () => {
    const joined = { ...idleConnection, phase: 'joined' } as const
    expect(connectionHealth(joined, verdict)).toEqual({ state: 'judged', verdict })
    expect(connectionHealth({ ...joined, phase: 'reconnecting' }, verdict)).toEqual({ state: 'reconnecting' })
  })
})

describe('a face', () => {
  it.each([
    ['Anouk', 'An'],
    ['marie curie', 'Mc'],
    ['Jean-Pierre Martin', 'JP'],
    ['É', 'É'],
    ['(Zoé)', 'Zo'],
    ['李雷', '李雷'],
    ['✨', '?'],
    ['', '?'],
  ])('of %j has the letters %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })

  it('has a colour of the set, always the same, and few share it', () => {
    fc.assert(fc.property(fc.string(), name => faceColors.includes(faceColor(name) as never)))
    const names = ['Anouk', 'Camille', 'José', 'Marguerite', 'Samir', 'Zoé', 'Yann', 'Nina', 'Ali', 'Bea']
    expect(new Set(names.map(faceColor)).size).toBeGreaterThanOrEqual(5)
  })
})

describe('who talks', () => {
  it('wakes only whoever watches that person, and only on a change', () => {
    const talking = createTalking()
    const [anouk, jose] = [vi.fn(), vi.fn()]
    const stop = talking.subscribe(10, anouk)
    talking.subscribe(12, jose)
    talking.set(10, true)
    talking.set(10, true)
    expect(talking.isTalking(10)).toBe(true)
    expect(anouk).toHaveBeenCalledTimes(1)
    expect(jose).not.toHaveBeenCalled()
    talking.clear()
    expect(anouk).toHaveBeenCalledTimes(2)
    stop()
    talking.set(10, true)
    expect(anouk).toHaveBeenCalledTimes(2)
  })
})
