import { describe, expect, it } from 'vitest'
import { pageAsks, pageSends } from '../../electron/ipc.ts'
import { type AskHandlers, guardIpc, type PageIpc, type SendHandlers } from '../../electron/ipc-border.ts'
import { appOrigin } from '../../electron/origin.ts'
import { FrameDouble, logDouble } from './doubles.ts'

const place = { x: 1, y: 2, width: 3, height: 4 }

function border() {
  const heard: unknown[][] = []
  const { log, lines } = logDouble()
  const sendListeners = new Map<string, Parameters<PageIpc<FrameDouble>['on']>[1]>()
  const askListeners = new Map<string, Parameters<PageIpc<FrameDouble>['handle']>[1]>()
  const note =
    (channel: string) =>
    (frame: FrameDouble, ...args: unknown[]) => {
      if (args[0] === 'breaks') throw new Error('broken')
      heard.push([channel, frame.url, ...args])
    }
  const sends: SendHandlers<FrameDouble> = {
    'engine:connect': note('engine:connect'),
    'view:place': note('view:place'),
    'view:focus': note('view:focus'),
    'view:close': note('view:close'),
    'view:command': note('view:command'),
    'view:grants': note('view:grants'),
    'download:cancel': note('download:cancel'),
    'download:show': note('download:show'),
    'screen:choose': note('screen:choose'),
    'window:on-top': note('window:on-top'),
    'link:listen': note('link:listen'),
  }
  const asks: AskHandlers = {
    'view:open': request => {
      heard.push(['view:open', request])
      return true
    },
    'host:wipe': host => host === 'https://pad.example',
    'external:open': async url => {
      if (url === 'breaks') throw new Error('broken')
      return url === 'https://pad.example/'
    },
  }
  const ipc: PageIpc<FrameDouble> = {
    on: (channel, listener) => sendListeners.set(channel, listener),
    handle: (channel, listener) => void askListeners.set(channel, listener),
  }
  guardIpc(ipc, { origin: appOrigin(null), sends, asks, log })
  const send = (channel: string, frame: FrameDouble | null, ...args: unknown[]) =>
    sendListeners.get(channel)?.({ senderFrame: frame }, ...args)
  const ask = (channel: string, frame: FrameDouble | null, ...args: unknown[]) =>
    askListeners.get(channel)?.({ senderFrame: frame }, ...args)
  return { send, ask, heard, lines, channels: [...sendListeners.keys(), ...askListeners.keys()] }
}

const page = new FrameDouble()

it('registers every channel of the map', () => {
  expect(border().channels).toEqual([...Object.keys(pageSends), ...Object.keys(pageAsks)])
})

describe('who may speak', () => {
  it.each([
    ['a frame within the page', new FrameDouble('chatiere://app/', page)],
    ['a page of a host', new FrameDouble('https://pad.example/')],
    ['another host of our scheme', new FrameDouble('chatiere://other/')],
    ['a page that is being left', new FrameDouble('')],
    ['a frame that went away', null],
  ])('not %s', async (_who, frame) => {
    const { send, ask, heard, lines } = border()
    send('engine:connect', frame)
    expect(await ask('external:open', frame, 'https://pad.example/')).toBe(false)
    expect(heard).toEqual([])
    expect(lines).toHaveLength(2)
  })

  it('the app’s page, at whatever place in it', () => {
    const { send, heard } = border()
    send('engine:connect', new FrameDouble('chatiere://app/#/settings'))
    expect(heard).toEqual([['engine:connect', 'chatiere://app/#/settings']])
  })
})

describe('what may be said', () => {
  it.each([
    ['engine:connect', []],
    ['view:place', ['pad', place]],
    ['view:place', ['pad', null]],
    ['view:focus', ['pad-1']],
    ['view:close', ['pad']],
    ['view:command', ['pad', { type: 'zoom', factor: 1.5 }]],
    ['view:command', ['pad', { type: 'find', text: '', forward: false }]],
    ['view:command', ['call', { type: 'call', command: { type: 'mute', on: true } }]],
    ['view:grants', ['https://meet.example', ['microphone', 'screen']]],
    ['download:cancel', ['download-1']],
    ['download:show', ['download-12']],
    ['screen:choose', ['call', 'screen:0:0']],
    ['screen:choose', ['call', null]],
    ['window:on-top', [true]],
    ['link:listen', []],
  ])('%s %j', (channel, args) => {
    const { send, heard } = border()
    send(channel, page, ...args)
    expect(heard).toEqual([[channel, page.url, ...args]])
  })

  it.each([
    ['engine:connect', ['unasked']],
    ['view:place', ['pad']],
    ['view:place', ['PAD', place]],
    ['view:place', ['pad', { ...place, x: Number.NaN }]],
    ['view:place', ['pad', { ...place, width: Number.POSITIVE_INFINITY }]],
    ['view:place', ['pad', { ...place, height: -1 }]],
    ['view:place', ['pad', { x: '1', y: 2, width: 3, height: 4 }]],
    ['view:focus', ['']],
    ['view:focus', ['../../etc']],
    ['view:close', ['x'.repeat(41)]],
    ['view:command', ['pad', { type: 'zoom', factor: 0 }]],
    ['view:command', ['pad', { type: 'zoom', factor: 4 }]],
    ['view:command', ['pad', { type: 'script', code: 'x' }]],
    ['view:command', ['pad', { type: 'find', text: 'x'.repeat(1001), forward: true }]],
    ['view:command', ['call', { type: 'call', command: { type: 'mute' } }]],
    ['view:grants', ['https://meet.example', ['usb']]],
    ['view:grants', ['https://meet.example/room', []]],
    ['download:show', ['../../etc/passwd']],
    ['screen:choose', ['call']],
    ['window:on-top', ['yes']],
    ['view:close', [{ toString: () => 'pad' }]],
  ])('not %s %j', (channel, args) => {
    const { send, heard, lines } = border()
    send(channel, page, ...args)
    expect(heard).toEqual([])
    expect(lines).toEqual([`${channel} refused: malformed`])
  })

  it('only what the map knows of an object', () => {
    const { send, heard } = border()
    send('view:place', page, 'pad', { ...place, extra: 'x' })
    expect(heard).toEqual([['view:place', page.url, 'pad', place]])
  })
})

describe('answers', () => {
  const request = {
    id: 'pad',
    url: 'https://pad.example/',
    origin: 'https://pad.example',
    nearby: false,
    kind: 'pad',
    grants: ['camera'],
    zoom: 1,
  }

  it('are what the handler says', async () => {
    const { ask, heard } = border()
    expect(await ask('view:open', page, request)).toBe(true)
    expect(heard).toEqual([['view:open', request]])
    expect(await ask('external:open', page, 'https://pad.example/')).toBe(true)
    expect(await ask('external:open', page, 'https://else.example/')).toBe(false)
    expect(await ask('view:open', page, { ...request, kind: null })).toBe(true)
    expect(await ask('host:wipe', page, 'https://pad.example')).toBe(true)
  })

  it.each([
    [[]],
    [[{ ...request, kind: 'camera' }]],
    [[{ ...request, id: 'É' }]],
    [[{ ...request, grants: ['usb'] }]],
    [[{ ...request, zoom: 9 }]],
    [[{ ...request, origin: 'https://pad.example/p/x' }]],
    [[{ ...request, nearby: 'yes' }]],
    [[request, 'more']],
  ])('are no for %j', async args => {
    const { ask, heard } = border()
    expect(await ask('view:open', page, ...args)).toBe(false)
    expect(heard).toEqual([])
  })

  it.each(['https://pad.example/', 'pad.example', 'file://', 'https://a b', `https://${'a'.repeat(300)}`])(
    'are no for the host %s',
    async host => {
      expect(await border().ask('host:wipe', page, host)).toBe(false)
    },
  )

  it('are no when the handler breaks, and nothing breaks with it', async () => {
    const { ask, send, lines } = border()
    expect(await ask('external:open', page, 'breaks')).toBe(false)
    expect(() => send('view:focus', page, 'breaks')).not.toThrow()
    expect(lines).toHaveLength(2)
  })
})
