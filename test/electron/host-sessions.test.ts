import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Grant } from '../../bridge/service-permissions.ts'
import type { ScreenWish, ViewRequest } from '../../bridge/shell-api.ts'
import { wipeHost } from '../../electron/host-data.ts'
import { createHostSessions, type HostSession } from '../../electron/host-sessions.ts'
import { appOrigin } from '../../electron/origin.ts'
import type { PageHandler } from '../../electron/scheme.ts'
import type { CaptureSource } from '../../electron/screen-share.ts'
import { quietSpelling, systemChecksSpelling } from '../../electron/spelling.ts'
import { plainUserAgent } from '../../electron/user-agent.ts'
import { partitionOf } from '../../electron/view-place.ts'
import { logDouble } from './doubles.ts'

const ROOM = 'https://meet.example/tea'
const PAD = 'https://pad.example/p/tea'
const screen: CaptureSource = {
  id: 'screen:0:0',
  name: 'Screen',
  thumbnail: { isEmpty: () => true, toDataURL: () => '' },
}

/** A session, with what was put on it. */
class SessionDouble extends EventEmitter implements HostSession<CaptureSource> {
  readonly done: string[] = []
  page: PageHandler | null = null
  check: Parameters<HostSession<CaptureSource>['setPermissionCheckHandler']>[0] = null
  capture: Parameters<HostSession<CaptureSource>['setDisplayMediaRequestHandler']>[0] | null = null
  request: ((url: string) => Promise<unknown>) | null = null
  readonly webRequest: HostSession<CaptureSource>['webRequest'] = {
    onBeforeRequest: (_filter, listener) => {
      this.done.push('requests')
      this.request = url => new Promise(resolve => listener({ url }, resolve))
    },
    onHeadersReceived: () => void this.done.push('headers'),
  }
  readonly protocol = {
    isProtocolHandled: () => this.page !== null,
    handle: (_scheme: string, handler: PageHandler) => {
      this.page = handler
    },
  }
  setPermissionCheckHandler(handler: typeof this.check) {
    this.check = handler
  }
  setPermissionRequestHandler() {
    this.done.push('permissions')
  }
  setDevicePermissionHandler() {}
  agent =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chatiere/0.1.0 Chrome/152.0.7700.12 Electron/45.4.1 Safari/537.36'
  getUserAgent() {
    return this.agent
  }
  setUserAgent(agent: string) {
    this.agent = agent
    this.done.push('agent')
  }
  setSpellCheckerEnabled(on: boolean) {
    this.done.push(`spelling ${on}`)
  }
  setSpellCheckerLanguages(languages: string[]) {
    this.done.push(`dictionaries ${languages.length}`)
  }
  async resolveHost() {
    return { endpoints: [{ address: '203.0.114.1' }] }
  }
  setDisplayMediaRequestHandler(
    handler: NonNullable<typeof this.capture>,
    options: { useSystemPicker: boolean },
  ) {
    this.capture = handler
    this.done.push(`capture ${options.useSystemPicker}`)
  }
}

function desk(picker: 'page' | 'portal' | 'system' = 'page', platform: NodeJS.Platform = 'linux') {
  const made = new Map<string, SessionDouble>()
  const watched: unknown[] = []
  const wishes: ScreenWish[] = []
  const consents: string[] = []
  const { log } = logDouble()
  const sessions = createHostSessions<CaptureSource, SessionDouble>({
    fromPartition: partition => {
      const session = made.get(partition) ?? new SessionDouble()
      made.set(partition, session)
      return session
    },
    origin: appOrigin(null),
    askSystem: null,
    downloads: { watch: session => watched.push(session), cancel: () => {}, show: () => {} },
    pages: '/nowhere',
    callPreload: '/out/preload/call-preload.cjs',
    getSources: async () => [screen],
    picker,
    wish: wish => wishes.push(wish),
    askConsent: viewId => consents.push(viewId),
    platform,
    log,
  })
  const open = (
    url: string,
    kind: ViewRequest['kind'],
    id = 'view',
    grants: Grant[] = [],
    nearby = false,
  ) => {
    const partition = partitionOf(url, kind === 'video' ? 'call' : 'pad')
    const prepared = sessions.prepare(
      { id, url, origin: new URL(url).origin, nearby, kind, grants, zoom: 1 },
      partition,
    )
    const session = made.get(partition)
    if (session === undefined) throw new Error('no session')
    return { prepared, session, partition }
  }
  return { sessions, open, watched, wishes, consents }
}

const settle = () => new Promise(resolve => setImmediate(resolve))

describe('the session of a host', () => {
  it('is set up once for its pages, without anything of a call', () => {
    const d = desk()
    const { prepared, session, partition } = d.open(PAD, 'pad')
    expect(prepared).toEqual({ partition, preload: null })
    d.open(PAD, 'sheet')
    expect(session.done).toEqual(['agent', 'spelling false', 'dictionaries 0', 'requests', 'permissions'])
    expect(session.page).toBeNull()
    expect(d.watched).toEqual([session])
    expect(d.sessions.askerOf(session)).toBe('view')
  })

  it('is set up once for its calls: call page, frame headers, screens, its own asker', async () => {
    const d = desk()
    const { prepared, session, partition } = d.open(ROOM, 'video')
    expect(prepared).toEqual({ partition, preload: '/out/preload/call-preload.cjs' })
    d.open(ROOM, 'video')
    expect(session.done).toEqual([
      'agent',
      'spelling false',
      'dictionaries 0',
      'requests',
      'headers',
      'capture false',
      'permissions',
    ])
    expect(d.sessions.askerOf(session)).toMatchObject({ origin: 'https://meet.example' })
    const page = await session.page?.({ url: 'chatiere://call/index.html', method: 'GET' })
    expect(page?.headers.get('content-security-policy')).toContain('frame-src https://meet.example;')
  })

  it.each([
    [PAD, 'pad'],
    [ROOM, 'video'],
  ] as const)('tells %s the browser, and not the app', (url, kind) => {
    const { session } = desk().open(url, kind)
    expect(session.agent).toBe(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.7700.12 Safari/537.36',
    )
  })

  it('keeps pages away from private networks', async () => {
    const { session } = desk().open(PAD, 'pad')
    expect(await session.request?.('http://192.168.1.1/')).toEqual({ cancel: true })
    expect(await session.request?.('https://cdn.example/')).toEqual({ cancel: false })
  })

  it('lets a page nearby be reached when the app’s page says that the person knows it, and not before', async () => {
    const NEAR = 'http://192.168.1.20:9001/p/tea'
    const d = desk()
    const { session } = d.open(NEAR, 'pad')
    expect(await session.request?.(NEAR)).toEqual({ cancel: true })
    // Opened again is not agreed to.
    d.open(NEAR, 'pad')
    expect(await session.request?.(NEAR)).toEqual({ cancel: true })
    d.open(NEAR, 'pad', 'view', [], true)
    expect(await session.request?.(NEAR)).toEqual({ cancel: false })
    expect(await session.request?.('http://192.168.1.1/')).toEqual({ cancel: true })
  })

  it('goes by the grants of the last opening', () => {
    const d = desk()
    const { session } = d.open(ROOM, 'video', 'view', ['camera'])
    const mayFilm = () =>
      session.check?.(null, 'media', ROOM, {
        isMainFrame: false,
        mediaType: 'video',
        embeddingOrigin: 'chatiere://call',
      })
    expect(mayFilm()).toBe(true)
    d.open(ROOM, 'video', 'view', [])
    expect(mayFilm()).toBe(false)
  })

  it('asks for screens by the view that was opened last, and takes the answer from it alone', async () => {
    const d = desk('system')
    d.open(ROOM, 'video', 'first', ['screen'])
    const { session } = d.open(ROOM, 'video', 'second', ['screen'])
    const answers: unknown[] = []
    const frame = { isDestroyed: () => false }
    session.capture?.({ frame, securityOrigin: 'https://meet.example/', videoRequested: true }, streams =>
      answers.push(streams),
    )
    await settle()
    expect(d.wishes.map(({ viewId }) => viewId)).toEqual(['second'])
    d.sessions.chooseScreen('first', screen.id)
    await settle()
    expect(answers).toEqual([])
    d.sessions.chooseScreen('second', screen.id)
    await settle()
    expect(answers).toEqual([{ video: screen }])
    expect(session.done).toContain('capture true')
  })

  it('has what the person agrees to meanwhile, and asks for what they never agreed to', async () => {
    const d = desk('portal')
    const { session } = d.open(ROOM, 'video', 'call', ['microphone'])
    const capture = async () => {
      const answers: unknown[] = []
      session.capture?.(
        {
          frame: { isDestroyed: () => false },
          securityOrigin: 'https://meet.example/',
          videoRequested: true,
        },
        streams => answers.push(streams),
      )
      await settle()
      return answers
    }
    expect(await capture()).toEqual([null])
    // Nobody pressed anything: nobody is asked.
    expect(d.consents).toEqual([])
    d.sessions.notePress(session)
    expect(await capture()).toEqual([null])
    expect(d.consents).toEqual(['call'])
    d.sessions.setGrants('https://else.example', ['screen'])
    expect(await capture()).toEqual([null])
    d.sessions.setGrants('https://meet.example', ['microphone', 'screen'])
    expect(await capture()).toEqual([{ video: screen }])
    d.sessions.setGrants('https://meet.example', [])
    expect(await capture()).toEqual([null])
  })

  it.each([
    ['the end of its view', (d: ReturnType<typeof desk>) => d.sessions.viewEnded('call')],
    [
      'the end of the person’s word',
      (d: ReturnType<typeof desk>) => d.sessions.setGrants('https://meet.example', []),
    ],
  ])('takes a question back at %s, and at nobody else’s', async (_what, end) => {
    const d = desk('system')
    const { session } = d.open(ROOM, 'video', 'call', ['screen'])
    const answers: unknown[] = []
    session.capture?.(
      { frame: { isDestroyed: () => false }, securityOrigin: 'https://meet.example/', videoRequested: true },
      streams => answers.push(streams),
    )
    await settle()
    d.sessions.viewEnded('another')
    await settle()
    expect(answers).toEqual([])
    end(d)
    await settle()
    expect(answers).toEqual([null])
    expect(d.wishes.at(-1)).toEqual({ viewId: 'call', sources: null })
  })

  it('lets a page copy just after a press in a page of its own session', () => {
    const d = desk()
    const { session } = d.open(PAD, 'pad')
    const { session: other } = d.open('https://other.example/', 'pad')
    const mayCopy = () =>
      session.check?.(null, 'clipboard-sanitized-write', PAD, { isMainFrame: true, requestingUrl: PAD })
    expect(mayCopy()).toBe(false)
    d.sessions.notePress(other)
    expect(mayCopy()).toBe(false)
    d.sessions.notePress(session)
    expect(mayCopy()).toBe(true)
  })

  it('ends open wishes with the page that would have answered', async () => {
    const d = desk('system')
    const { session } = d.open(ROOM, 'video', 'call', ['screen'])
    const answers: unknown[] = []
    session.capture?.(
      { frame: { isDestroyed: () => false }, securityOrigin: 'https://meet.example/', videoRequested: true },
      streams => answers.push(streams),
    )
    await settle()
    d.sessions.forgetWishes()
    await settle()
    expect(answers).toEqual([null])
  })
})

describe('the browser that hosts are told of', () => {
  const around = (product: string) =>
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) ${product} Safari/537.36`
  it.each([
    ['Chatiere/1.2.3-beta.1+a Chrome/152.0.0.0 Electron/45.4.1'],
    ['Chrome/152.0.0.0 Electron/46.0.0-nightly.20261101'],
    ['Chatière/1 Other/2 Chrome/152.0.0.0 Electron/45.4.1'],
    ['Chrome/152.0.0.0'],
  ])('%s', product => {
    expect(plainUserAgent(around(product))).toBe(around('Chrome/152.0.0.0'))
  })

  it('leaves what it does not know as it is', () => {
    expect(plainUserAgent('Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0')).toBe(
      'Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0',
    )
  })
})

describe('spelling', () => {
  it.each([
    ['darwin', true],
    ['win32', false],
    ['linux', false],
  ] as const)('on %s is checked by the system: %s', (platform, own) => {
    expect(systemChecksSpelling(platform)).toBe(own)
    const session = new SessionDouble()
    quietSpelling(session, platform)
    expect(session.done).toEqual(own ? [] : ['spelling false', 'dictionaries 0'])
  })
})

describe('what a host keeps', () => {
  function wiping(fails: string | null = null) {
    const done: string[] = []
    const { log, lines } = logDouble()
    const sessionOf = (partition: string) => {
      const step = (name: string) => async () => {
        done.push(`${partition} ${name}`)
        if (fails === name) throw new Error('disk')
      }
      return {
        closeAllConnections: step('connections'),
        clearData: step('data'),
        clearStorageData: step('storage'),
        clearAuthCache: step('passwords'),
        clearCodeCaches: step('code'),
      }
    }
    const views = {
      renew: async (origin: string, between: () => Promise<void>) => {
        done.push(`ended ${origin}`)
        await between()
        done.push(`opened ${origin}`)
      },
    }
    return { done, lines, wipe: () => wipeHost('https://pad.example', { views, sessionOf, log }) }
  }

  it('is deleted from both partitions, connections first', async () => {
    const { done, wipe } = wiping()
    expect(await wipe()).toBe(true)
    for (const use of ['pad', 'call'] as const) {
      const partition = partitionOf('https://pad.example', use)
      expect(done.filter(line => line.startsWith(partition)).map(line => line.split(' ')[1])).toEqual([
        'connections',
        'data',
        'storage',
        'passwords',
        'code',
      ])
    }
  })

  it('is deleted while its views are ended, and not before', async () => {
    const { done, wipe } = wiping()
    await wipe()
    expect(done[0]).toBe('ended https://pad.example')
    expect(done.at(-1)).toBe('opened https://pad.example')
    expect(done).toHaveLength(12)
  })

  it('is reported when some of it stays', async () => {
    const { lines, wipe } = wiping('storage')
    expect(await wipe()).toBe(false)
    expect(lines).toHaveLength(2)
  })
})
