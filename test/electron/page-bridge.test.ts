import { describe, expect, it } from 'vitest'
import type { PortArrival, ViewEvent } from '../../bridge/shell-api.ts'
import { createPageBridge } from '../../electron/page-bridge.ts'

/** The page's end of the IPC; `answer` is what main says to every question. */
function bridge(answer: unknown = true) {
  const said: unknown[][] = []
  const posted: { arrival: PortArrival; ports: MessagePort[] }[] = []
  const listeners = new Map<string, (event: { ports: readonly MessagePort[] }, payload: unknown) => void>()
  const api = createPageBridge(
    {
      send: (...args) => void said.push(args),
      invoke: async (...args) => {
        said.push(args)
        return answer
      },
      on: (channel, listener) => listeners.set(channel, listener),
    },
    (arrival, ports) => posted.push({ arrival, ports }),
    true,
  )
  const hear = (channel: string, payload: unknown, ports: readonly MessagePort[] = []) =>
    listeners.get(channel)?.({ ports }, payload)
  return { api, said, posted, hear }
}

describe('what the page says', () => {
  it('goes out on its channel, and nothing else of it', async () => {
    const { api, said } = bridge()
    const request = {
      id: 'pad',
      url: 'https://pad.example/',
      origin: 'https://pad.example',
      nearby: false,
      kind: 'pad',
      grants: ['camera'],
      zoom: 2,
      more: 'x',
    } as const
    const place = { x: 1, y: 2, width: 3, height: 4 }
    api.connect()
    await api.openView(request)
    api.placeView('pad', place)
    api.placeView('pad', null)
    api.focusView('pad')
    api.closeView('pad')
    await api.openExternal('https://pad.example/')
    api.commandView('pad', { type: 'reload' })
    api.setGrants('https://meet.example', ['screen'])
    await api.wipeHost('https://pad.example')
    api.cancelDownload('download-1')
    api.showDownload('download-2')
    api.chooseScreen('call', 'screen:0:0')
    api.keepOnTop(true)
    expect(said).toEqual([
      ['engine:connect'],
      [
        'view:open',
        {
          id: 'pad',
          url: 'https://pad.example/',
          origin: 'https://pad.example',
          nearby: false,
          kind: 'pad',
          grants: ['camera'],
          zoom: 2,
        },
      ],
      ['view:place', 'pad', place],
      ['view:place', 'pad', null],
      ['view:focus', 'pad'],
      ['view:close', 'pad'],
      ['external:open', 'https://pad.example/'],
      ['view:command', 'pad', { type: 'reload' }],
      ['view:grants', 'https://meet.example', ['screen']],
      ['host:wipe', 'https://pad.example'],
      ['download:cancel', 'download-1'],
      ['download:show', 'download-2'],
      ['screen:choose', 'call', 'screen:0:0'],
      ['window:on-top', true],
    ])
  })

  it('is answered by yes or no, whatever comes back', async () => {
    expect(await bridge(true).api.openExternal('x')).toBe(true)
    expect(await bridge('yes').api.openExternal('x')).toBe(false)
    expect(await bridge(null).api.openExternal('x')).toBe(false)
  })
})

describe('what the page hears', () => {
  it('a port, posted on to its window', () => {
    const { posted, hear } = bridge()
    const { port1, port2 } = new MessageChannel()
    const arrival: PortArrival = { chatierePort: 'rpc', epoch: 3 }
    hear('engine:port', arrival, [port1])
    expect(posted).toEqual([{ arrival, ports: [port1] }])
    expect(posted[0]?.ports[0]).toBe(port1)
    port1.close()
    port2.close()
  })

  it('events of views, until it stops listening', () => {
    const { api, hear } = bridge()
    const got: ViewEvent[] = []
    const stop = api.onViewEvent(event => got.push(event))
    hear('view:event', { id: 'pad', type: 'loading' })
    stop()
    hear('view:event', { id: 'pad', type: 'left' })
    expect(got).toEqual([{ id: 'pad', type: 'loading' }])
  })

  it('downloads and wishes for screens, in the same way', () => {
    const { api, said, hear } = bridge()
    const got: unknown[] = []
    const stops = [api.onDownload(download => got.push(download)), api.onScreenWish(wish => got.push(wish))]
    hear('download:news', { id: 'download-1' })
    hear('screen:wish', { viewId: 'call', sources: [] })
    expect(got).toEqual([{ id: 'download-1' }, { viewId: 'call', sources: [] }])
    expect(said).toEqual([])
    for (const stop of stops) stop()
    hear('download:news', { id: 'download-2' })
    hear('screen:wish', { viewId: 'call', sources: [] })
    // The end of a question is answered by nobody.
    hear('screen:wish', { viewId: 'call', sources: null })
    expect(got).toHaveLength(2)
    expect(said).toEqual([['screen:choose', 'call', null]])
  })

  it('links, asked for once and only when somebody listens', () => {
    const { api, said, hear } = bridge()
    expect(said).toEqual([])
    const got: string[] = []
    const stop = api.onLink(link => got.push(link))
    hear('link:arrived', 'mumble://a.example/')
    stop()
    hear('link:arrived', 'mumble://b.example/')
    api.onLink(link => got.push(link))
    hear('link:arrived', 'mumble://c.example/')
    expect(said).toEqual([['link:listen']])
    expect(got).toEqual(['mumble://a.example/', 'mumble://b.example/', 'mumble://c.example/'])
  })
})
