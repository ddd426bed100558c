import { describe, expect, it } from 'vitest'
import type { CallCommand, CallEvent } from '../../bridge/call-api.ts'
import type { Grant } from '../../bridge/service-permissions.ts'
import { createCallBridge } from '../../electron/call-bridge.ts'
import { linkCall } from '../../electron/call-link.ts'
import type { Asker } from '../../electron/permissions.ts'
import { ContentsDouble, logDouble, RoomFrameDouble } from './doubles.ts'

const CALL_PAGE = 'chatiere://call/index.html'
const mute: CallCommand = { type: 'mute', on: true }
const ROOM = 'https://meet.example'

describe('what the call page says', () => {
  function linked() {
    const contents = new ContentsDouble()
    const heard: CallEvent[] = []
    const { log, lines } = logDouble()
    const link = linkCall(contents, { origin: ROOM, grants: () => [] }, event => heard.push(event), log)
    const say = (frame: object | null, ...args: unknown[]) =>
      contents.ipc.emit('call:event', { senderFrame: frame }, ...args)
    return { contents, heard, lines, link, say }
  }
  const page = { parent: null, url: CALL_PAGE }

  it('is heard, and only what the schema knows of it', () => {
    const { say, heard } = linked()
    say(page, { type: 'alive', more: 'x' })
    expect(heard).toEqual([{ type: 'alive' }])
  })

  it.each([
    ['the room in it', { parent: page, url: 'https://meet.example/tea' }],
    ['a frame of our own scheme in it', { parent: page, url: CALL_PAGE }],
    ['the room in its place', { parent: null, url: 'https://meet.example/tea' }],
    ['the app’s page', { parent: null, url: 'chatiere://app/' }],
    ['nobody any more', null],
  ])('is not heard from %s', (_who, frame) => {
    const { say, heard, lines } = linked()
    say(frame, { type: 'ready' })
    expect(heard).toEqual([])
    expect(lines).toEqual(['call:event refused: not from the call page'])
  })

  it.each([
    [[]],
    [[null]],
    [[{ type: 'explode' }]],
    [[{ type: 'ready' }, 'more']],
    [[{ type: 'person-joined', person: { id: 'x'.repeat(201), name: '' } }]],
    [[{ type: 'refused', why: 'weather', detail: '' }]],
  ])('is not heard when it is %j', args => {
    const { say, heard, lines } = linked()
    say(page, ...args)
    expect(heard).toEqual([])
    expect(lines).toEqual(['call:event refused: malformed'])
  })

  it('is told what fits, while it is there', () => {
    const { link, contents, lines } = linked()
    link.command(mute)
    link.command({ type: 'mute', on: 'yes' } as never)
    contents.destroyed = true
    link.command(mute)
    expect(contents.sent).toEqual([['call:command', mute]])
    expect(lines).toEqual(['call:command refused: malformed'])
  })
})

describe('the press that shows a screen', () => {
  const screenOn: CallCommand = { type: 'screen', on: true }

  function linked(asker: Asker, frames: RoomFrameDouble[]) {
    const contents = new ContentsDouble()
    contents.mainFrame.frames.push(...frames)
    const { log } = logDouble()
    /** What the room had been lent when the call page was told. */
    const lentBefore: number[] = []
    contents.send = (...args) => {
      contents.sent.push(args)
      lentBefore.push(frames.reduce((sum, frame) => sum + frame.ran.length, 0))
    }
    return { contents, lentBefore, link: linkCall(contents, asker, () => {}, log) }
  }
  const call = (...grants: Grant[]): Asker => ({ origin: ROOM, grants: () => grants })

  it('is lent to the room before the call page is told, and every time', () => {
    const room = new RoomFrameDouble(ROOM)
    const { link, lentBefore } = linked(call('screen'), [room])
    link.command(screenOn)
    link.command(screenOn)
    expect(room.ran).toEqual([
      ['0', true],
      ['0', true],
    ])
    expect(lentBefore).toEqual([1, 2])
  })

  it.each([
    'http://meet.example',
    'https://meet.example:8443',
    'https://evil.meet.example',
    'https://meet.example.evil.example',
    'chatiere://call',
    'null',
  ])('is not lent to %s, and the order goes on all the same', origin => {
    const other = new RoomFrameDouble(origin)
    const { link, contents } = linked(call('screen'), [other])
    link.command(screenOn)
    expect(other.ran).toEqual([])
    expect(contents.sent).toEqual([['call:command', screenOn]])
  })

  it('finds the room among other frames', () => {
    const frames = [new RoomFrameDouble('https://evil.example'), new RoomFrameDouble(ROOM)]
    linked(call('screen'), frames).link.command(screenOn)
    expect(frames.map(frame => frame.ran.length)).toEqual([0, 1])
  })

  it.each<CallCommand>([
    { type: 'screen', on: false },
    mute,
    { type: 'camera', on: true },
    { type: 'hang-up' },
  ])('is not lent for %j', command => {
    const room = new RoomFrameDouble(ROOM)
    linked(call('screen'), [room]).link.command(command)
    expect(room.ran).toEqual([])
  })

  it.each<[string, Asker]>([
    ['to a call without screens', call('microphone', 'camera')],
    ['to a page that is no call', 'view'],
    ['to the app’s own page', 'app'],
  ])('is not lent %s', (_who, asker) => {
    const room = new RoomFrameDouble(ROOM)
    linked(asker, [room]).link.command(screenOn)
    expect(room.ran).toEqual([])
  })

  it('goes by the grants as they are now', () => {
    const room = new RoomFrameDouble(ROOM)
    const grants: Grant[] = []
    const { link } = linked({ origin: ROOM, grants: () => grants }, [room])
    link.command(screenOn)
    grants.push('screen')
    link.command(screenOn)
    expect(room.ran).toHaveLength(1)
  })

  it('holds no order back when the frame is gone, or goes meanwhile', async () => {
    const gone = new RoomFrameDouble(ROOM)
    gone.gone = true
    const going = new RoomFrameDouble(ROOM)
    going.fails = true
    for (const frame of [gone, going]) {
      const { link, contents } = linked(call('screen'), [frame])
      link.command(screenOn)
      expect(contents.sent).toEqual([['call:command', screenOn]])
    }
    // A rejection that nobody hears would fail the run.
    await new Promise(resolve => setImmediate(resolve))
  })
})

describe('what its preload offers', () => {
  function bridge() {
    const sent: unknown[][] = []
    let hear: (event: unknown, command: CallCommand) => void = () => {}
    const api = createCallBridge({
      send: (...args) => void sent.push(args),
      on: (_channel, listener) => {
        hear = listener
      },
    })
    return { api, sent, hear: (command: CallCommand) => hear({ sender: 'secret' }, command) }
  }

  it('is two members and no more', () => {
    const { api, sent } = bridge()
    expect(Object.keys(api)).toEqual(['post', 'onCommand'])
    api.post({ type: 'ready' })
    expect(sent).toEqual([['call:event', { type: 'ready' }]])
  })

  it('keeps commands for the first listener, and never hands over the event of the IPC', () => {
    const { api, hear } = bridge()
    const got: unknown[][] = []
    hear(mute)
    const stop = api.onCommand((...args) => got.push(args))
    hear({ type: 'hang-up' })
    stop()
    hear({ type: 'tiles', on: true })
    expect(got).toEqual([[mute], [{ type: 'hang-up' }]])
  })
})
