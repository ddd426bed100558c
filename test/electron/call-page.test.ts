import { describe, expect, it } from 'vitest'
import type { CallCommand, CallEvent } from '../../bridge/call-api.ts'
import { createCallBridge } from '../../electron/call-bridge.ts'
import { linkCall } from '../../electron/call-link.ts'
import { ContentsDouble, logDouble } from './doubles.ts'

const CALL_PAGE = 'chatiere://call/index.html'
const mute: CallCommand = { type: 'mute', on: true }

describe('what the call page says', () => {
  function linked() {
    const contents = new ContentsDouble()
    const heard: CallEvent[] = []
    const { log, lines } = logDouble()
    const link = linkCall(contents, event => heard.push(event), log)
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
