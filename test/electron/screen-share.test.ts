import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ScreenSource } from '../../bridge/shell-api.ts'
import { type CaptureSource, createScreenShare, screenPicker } from '../../electron/screen-share.ts'
import { logDouble } from './doubles.ts'

const ORIGIN = 'https://meet.example'

function source(id: string, name = id, picture = 'data:image/png;base64,AAAA'): CaptureSource {
  return { id, name, thumbnail: { isEmpty: () => picture === '', toDataURL: () => picture } }
}

function desk(picker: 'page' | 'portal' | 'system' = 'page') {
  const wishes: (readonly ScreenSource[] | null)[] = []
  const asked: object[] = []
  const state = {
    granted: true,
    sources: [source('screen:0:0', 'Screen'), source('window:7:0', 'Letter')],
    fails: false,
    refused: 0,
  }
  const { log, lines } = logDouble()
  const share = createScreenShare<CaptureSource>({
    origin: ORIGIN,
    picker,
    granted: () => state.granted,
    getSources: async options => {
      asked.push(options)
      if (state.fails) throw new Error('no portal')
      return state.sources
    },
    wish: sources => wishes.push(sources),
    refused: () => {
      state.refused += 1
    },
    log,
  })
  const frame = { gone: false, isDestroyed: () => frame.gone }
  async function take(more: object = {}) {
    const answers: (string | null)[] = []
    await share.take({ frame, securityOrigin: `${ORIGIN}/`, videoRequested: true, ...more }, streams =>
      answers.push(streams === null ? null : streams.video.id),
    )
    return answers
  }
  return { share, wishes, asked, state, lines, frame, take }
}

const settle = () => new Promise(resolve => setImmediate(resolve))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('where our page asks', () => {
  it('the person chooses before anything is captured, and the host gets just that', async () => {
    const d = desk()
    const permitted = d.share.permit()
    await settle()
    expect(d.wishes).toEqual([
      [
        { id: 'screen:0:0', name: 'Screen', kind: 'screen', picture: 'data:image/png;base64,AAAA' },
        { id: 'window:7:0', name: 'Letter', kind: 'window', picture: 'data:image/png;base64,AAAA' },
      ],
    ])
    d.share.choose('window:7:0')
    expect(await permitted).toBe(true)
    expect(await d.take()).toEqual(['window:7:0'])
    expect(await d.take()).toEqual([null])
  })

  it.each([
    ['nothing', null],
    ['something that was not offered', 'screen:99:0'],
  ])('the person chooses %s', async (_what, id) => {
    const d = desk()
    const permitted = d.share.permit()
    await settle()
    d.share.choose(id)
    expect(await permitted).toBe(false)
    expect(await d.take()).toEqual([null])
  })

  it('no answer is a no, after two minutes; so is the end of the page', async () => {
    const d = desk()
    const late = d.share.permit()
    await settle()
    vi.advanceTimersByTime(120_000)
    expect(await late).toBe(false)
    const ended = d.share.permit()
    await settle()
    d.share.stop()
    expect(await ended).toBe(false)
    // Each question is taken back: nobody is left to choose for nothing.
    expect(d.wishes.map(sources => sources?.length ?? null)).toEqual([2, null, 2, null])
  })

  it('asks one thing at a time', async () => {
    const d = desk()
    const first = d.share.permit()
    expect(await d.share.permit()).toBe(false)
    await settle()
    d.share.choose('screen:0:0')
    expect(await first).toBe(true)
    expect(d.wishes).toHaveLength(1)
  })

  it('a choice does not wait for ever, and no answer without a question counts', async () => {
    const d = desk()
    d.share.choose('screen:0:0')
    expect(await d.take()).toEqual([null])
    const permitted = d.share.permit()
    await settle()
    d.share.choose('screen:0:0')
    await permitted
    vi.advanceTimersByTime(10_001)
    expect(await d.take()).toEqual([null])
  })

  it('has nothing to ask without sources, or when the system fails', async () => {
    const d = desk()
    d.state.sources = []
    expect(await d.share.permit()).toBe(false)
    d.state.fails = true
    expect(await d.share.permit()).toBe(false)
    expect(d.wishes).toEqual([])
    expect(d.lines).toHaveLength(1)
  })

  it('shows pictures that are small, and names on one line', async () => {
    const d = desk()
    d.state.sources = [
      source('window:1:0', 'a\nb', ''),
      source('window:2:0', 'b', `data:image/png;base64,${'A'.repeat(200_000)}`),
      source('window:3:0', 'c', 'https://evil.example/x.png'),
    ]
    const permitted = d.share.permit()
    await settle()
    expect(d.wishes[0]?.map(({ name, picture }) => [name, picture])).toEqual([
      ['a b', ''],
      ['b', ''],
      ['c', ''],
    ])
    d.share.stop()
    await permitted
  })
})

describe('where the system asks', () => {
  it('the portal is opened once, and gives one source', async () => {
    const d = desk('portal')
    expect(await d.share.permit()).toBe(true)
    expect(d.asked).toEqual([])
    expect(await d.take()).toEqual(['screen:0:0'])
    expect(d.asked).toHaveLength(1)
    expect(d.wishes).toEqual([])
  })

  it('a portal that is closed is a no', async () => {
    const d = desk('portal')
    d.state.sources = []
    expect(await d.take()).toEqual([null])
    d.state.fails = true
    expect(await d.take()).toEqual([null])
  })

  it('an older macOS leaves it to our page', async () => {
    const d = desk('system')
    expect(await d.share.permit()).toBe(true)
    const taken = d.take()
    await settle()
    d.share.choose('screen:0:0')
    expect(await taken).toEqual(['screen:0:0'])
  })
})

describe('the person’s word', () => {
  it('is missed by the room alone', async () => {
    const d = desk('portal')
    d.state.granted = false
    expect(await d.take()).toEqual([null])
    expect(d.state.refused).toBe(1)
    expect(await d.take({ securityOrigin: 'https://evil.example/' })).toEqual([null])
    expect(d.state.refused).toBe(1)
  })

  it('that is taken back while the system asks counts', async () => {
    const d = desk('portal')
    const taken = d.take()
    d.state.granted = false
    expect(await taken).toEqual([null])
  })

  it('shows no question to a view that went while screens were listed', async () => {
    const d = desk()
    const permitted = d.share.permit()
    d.share.stop()
    expect(await permitted).toBe(false)
    expect(d.wishes).toEqual([])
  })
})

describe('nobody gets a screen', () => {
  it.each([
    [
      'who did not get the person’s word',
      (d: ReturnType<typeof desk>) => Object.assign(d.state, { granted: false }),
      {},
    ],
    ['who is another host', () => {}, { securityOrigin: 'https://evil.example/' }],
    ['who is our own call page', () => {}, { securityOrigin: 'chatiere://call' }],
    ['whose frame is gone', () => {}, { frame: null }],
    ['who wants sound alone', () => {}, { videoRequested: false }],
  ])('%s', async (_who, change, more) => {
    const d = desk('portal')
    change(d)
    expect(await d.take(more)).toEqual([null])
    expect(d.asked).toEqual([])
  })

  it('without the grant, and is not even asked', async () => {
    const d = desk()
    d.state.granted = false
    expect(await d.share.permit()).toBe(false)
    expect(d.asked).toEqual([])
  })

  it('whose frame goes while the system asks; a throwing callback breaks nothing', async () => {
    const d = desk('portal')
    d.frame.gone = true
    expect(await d.take()).toEqual([null])
    d.frame.gone = false
    let calls = 0
    await d.share.take({ frame: d.frame, securityOrigin: ORIGIN, videoRequested: true }, () => {
      calls += 1
      throw new TypeError('frame was disposed')
    })
    expect(calls).toBe(1)
    expect(d.lines).toHaveLength(1)
  })
})

describe('who asks', () => {
  it.each([
    ['linux', { XDG_SESSION_TYPE: 'wayland', WAYLAND_DISPLAY: 'wayland-0' }, 'portal'],
    ['linux', { XDG_SESSION_TYPE: 'wayland' }, 'page'],
    ['linux', { XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: 'wayland-0' }, 'page'],
    ['linux', {}, 'page'],
    ['win32', {}, 'page'],
    ['darwin', {}, 'system'],
  ] as const)('%s %j', (platform, env, picker) => {
    expect(screenPicker(platform, env)).toBe(picker)
  })
})
