import type { Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { type Grant, grantNames } from '../../bridge/service-permissions.ts'
import { appOrigin } from '../../electron/origin.ts'
import {
  type Asker,
  type GuardedSession,
  guardSession,
  mayHave,
  type Permission,
  type PermissionParts,
  permissions,
} from '../../electron/permissions.ts'

const origin = appOrigin(null)
const APP = 'chatiere://app/'
const CALL_PAGE = 'chatiere://call/index.html'
const HOST = 'https://pad.example/'
const ROOM = 'https://meet.example/'

/** What the table must say, written a second time on purpose: who may have what. `agreed`: in a call, if agreed to. */
const granted: Readonly<Partial<Record<Permission, readonly ('app' | 'view' | 'call' | 'agreed')[]>>> = {
  media: ['app', 'agreed'],
  'display-capture': ['agreed'],
  'speaker-selection': ['app', 'call'],
  notifications: ['app'],
  'screen-wake-lock': ['app', 'call'],
  'clipboard-sanitized-write': ['app', 'view', 'call'],
  fullscreen: ['view', 'call'],
}

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>

function call(...grants: Grant[]): Asker {
  return { origin: 'https://meet.example', grants: () => grants }
}

/** A session that remembers its handlers and can be asked; `page`: what its contents show. */
function sessionDouble(asker: Asker, parts: Partial<PermissionParts> = {}, page: string | null = null) {
  let check: CheckHandler = () => true
  let request: RequestHandler = (_contents, _permission, callback) => callback(true)
  let device: () => boolean = () => true
  const session: GuardedSession = {
    setPermissionCheckHandler: handler => {
      if (handler) check = handler
    },
    setPermissionRequestHandler: handler => {
      if (handler) request = handler
    },
    setDevicePermissionHandler: handler => {
      if (handler) device = handler as () => boolean
    },
  }
  guardSession(session, asker, {
    origin,
    askSystem: null,
    askScreen: async () => true,
    askConsent: null,
    pressed: () => true,
    ...parts,
  })
  const contents = page === null ? null : { getURL: () => page }
  return {
    check: (permission: Permission, from: string, details: object = {}) =>
      check(contents as never, permission, from, { isMainFrame: contents === null, ...details }),
    request: async (permission: Permission, from: string, details: object = {}) => {
      const answers: boolean[] = []
      request(contents as never, permission, answer => answers.push(answer), {
        isMainFrame: contents === null,
        requestingUrl: from,
        ...details,
      })
      await new Promise(resolve => setImmediate(resolve))
      return answers
    },
    device: () => device(),
  }
}

const sound = { mediaType: 'audio', mediaTypes: ['audio'] }

describe.each(Object.keys(permissions) as Permission[])('%s', permission => {
  const who = granted[permission] ?? []

  it.each(['app', 'view'] as const)('asked by the %s', async asker => {
    const expected = who.includes(asker)
    const session = sessionDouble(asker)
    const from = asker === 'app' ? APP : HOST
    expect(session.check(permission, from, sound)).toBe(expected)
    expect(await session.request(permission, from, sound)).toEqual([expected])
  })

  it('asked by the room of a call, before and after the person agreed', async () => {
    const before = sessionDouble(call(), {}, CALL_PAGE)
    expect(before.check(permission, ROOM, sound)).toBe(who.includes('call'))
    expect(await before.request(permission, ROOM, sound)).toEqual([who.includes('call')])
    const after = sessionDouble(call(...grantNames), {}, CALL_PAGE)
    const expected = who.includes('call') || who.includes('agreed')
    expect(after.check(permission, ROOM, sound)).toBe(expected)
    expect(await after.request(permission, ROOM, sound)).toEqual([expected])
  })

  it('is refused to anybody else in the app’s session and in a call, and to nobody in a view’s', async () => {
    for (const stranger of [HOST, 'chatiere://other/', 'null', '', 'file:///etc/passwd']) {
      expect(sessionDouble('app').check(permission, stranger, sound)).toBe(false)
      expect(await sessionDouble('app').request(permission, stranger, sound)).toEqual([false])
      const inCall = sessionDouble(call(...grantNames), {}, CALL_PAGE)
      expect(inCall.check(permission, stranger, sound)).toBe(false)
      expect(await inCall.request(permission, stranger, sound)).toEqual([false])
    }
    expect(sessionDouble('view').check(permission, APP, sound)).toBe(false)
    expect(sessionDouble('view').check(permission, '', sound)).toBe(false)
  })

  it('says why', () => {
    expect(permissions[permission].why).not.toBe('')
  })
})

describe('media in the app', () => {
  const app = sessionDouble('app')

  it('is the microphone, never the camera, and nothing when nothing is named', async () => {
    expect(await app.request('media', APP, { mediaTypes: ['audio'] })).toEqual([true])
    expect(await app.request('media', APP, { mediaTypes: ['video'] })).toEqual([false])
    expect(await app.request('media', APP, { mediaTypes: ['audio', 'video'] })).toEqual([false])
    expect(await app.request('media', APP, { mediaTypes: [] })).toEqual([false])
    expect(await app.request('media', APP)).toEqual([false])
    expect(app.check('media', APP, { mediaType: 'video' })).toBe(false)
    expect(app.check('media', APP, { mediaType: 'unknown' })).toBe(false)
    expect(app.check('media', APP)).toBe(false)
  })

  it('looks at every address the question names', async () => {
    const details = { mediaTypes: ['audio'], securityOrigin: HOST }
    expect(await app.request('media', APP, details)).toEqual([false])
    expect(app.check('media', APP, { mediaType: 'audio', requestingUrl: HOST })).toBe(false)
  })
})

describe('media in a call', () => {
  const both = ['audio', 'video']

  it.each([
    [[], ['audio'], false],
    [['microphone'], ['audio'], true],
    [['microphone'], ['video'], false],
    [['microphone'], both, false],
    [['camera'], ['video'], true],
    [['microphone', 'camera'], both, true],
    [['microphone', 'camera'], [], false],
    [['microphone', 'camera', 'screen'], ['screen'], false],
  ] as [Grant[], string[], boolean][])('agreed to %j, asked for %j', async (grants, mediaTypes, expected) => {
    const session = sessionDouble(call(...grants), {}, CALL_PAGE)
    expect(await session.request('media', ROOM, { mediaTypes, securityOrigin: ROOM })).toEqual([expected])
  })

  it.each([
    // the room's frame, as Electron names it today and as it named it before
    ['the room in the call page', ROOM, { embeddingOrigin: 'chatiere://call' }, null, true],
    ['the page around the room, for the room', CALL_PAGE, { securityOrigin: ROOM }, null, true],
    ['the room, with nobody around it', ROOM, {}, null, false],
    ['the room on its own', ROOM, {}, ROOM, false],
    ['the room in somebody else’s page', ROOM, { embeddingOrigin: HOST }, CALL_PAGE, false],
    ['the call page for itself', CALL_PAGE, {}, CALL_PAGE, false],
    ['another host', HOST, {}, CALL_PAGE, false],
    ['another port of the host', 'https://meet.example:8443/', {}, CALL_PAGE, false],
    ['the host without https', 'http://meet.example/', {}, CALL_PAGE, false],
    ['a part of the host', 'https://x.meet.example/', {}, CALL_PAGE, false],
    ['the app’s page', APP, { securityOrigin: ROOM }, CALL_PAGE, false],
    ['another frame in the room', ROOM, { securityOrigin: HOST }, CALL_PAGE, false],
  ])('%s', (_who, from, details, page, expected) => {
    const session = sessionDouble(call('camera'), {}, page)
    expect(session.check('media', from, { mediaType: 'video', isMainFrame: false, ...details })).toBe(
      expected,
    )
  })

  it('ends when the person takes it back', () => {
    let grants: Grant[] = ['camera']
    const session = sessionDouble({ origin: 'https://meet.example', grants: () => grants }, {}, CALL_PAGE)
    expect(session.check('media', ROOM, { mediaType: 'video' })).toBe(true)
    grants = []
    expect(session.check('media', ROOM, { mediaType: 'video' })).toBe(false)
  })
})

describe('whom else the answer depends on', () => {
  it.each([
    ['yes', async () => true, true],
    ['no', async () => false, false],
    ['nothing but an error', () => Promise.reject(new Error('no bundle')), false],
  ])('the system, where it wants to be asked: %s', async (_what, askSystem, expected) => {
    const session = sessionDouble('app', { askSystem })
    expect(await session.request('media', APP, { mediaTypes: ['audio'] })).toEqual([expected])
  })

  it('the system for each device, and for nothing that we refuse', async () => {
    const asked: string[] = []
    const askSystem = async (device: string) => {
      asked.push(device)
      return true
    }
    const session = sessionDouble(call('microphone', 'camera'), { askSystem }, CALL_PAGE)
    expect(await session.request('media', ROOM, { mediaTypes: ['audio', 'video'] })).toEqual([true])
    expect(asked).toEqual(['microphone', 'camera'])
    expect(await sessionDouble('view', { askSystem }).request('media', HOST, sound)).toEqual([false])
    expect(asked).toHaveLength(2)
  })

  it.each([
    ['chooses', async () => true, true],
    ['does not choose', async () => false, false],
    ['cannot be asked', () => Promise.reject(new Error('gone')), false],
  ])('the person for a screen: %s', async (_what, askScreen, expected) => {
    const session = sessionDouble(call('screen'), { askScreen }, CALL_PAGE)
    expect(await session.request('display-capture', ROOM, { mediaTypes: ['video'] })).toEqual([expected])
  })

  it('is nobody where nobody captures screens', async () => {
    const session = sessionDouble(call('screen'), { askScreen: null }, CALL_PAGE)
    expect(await session.request('display-capture', ROOM)).toEqual([false])
  })
})

describe('a press', () => {
  const copies = 'clipboard-sanitized-write'

  it.each([
    ['a pad', 'view', HOST, null],
    ['the room of a call', call(), ROOM, CALL_PAGE],
  ] as const)('is needed before %s puts something on the clipboard', async (_who, asker, from, page) => {
    let pressed = false
    const session = sessionDouble(asker, { pressed: () => pressed }, page)
    expect(session.check(copies, from)).toBe(false)
    expect(await session.request(copies, from)).toEqual([false])
    pressed = true
    expect(session.check(copies, from)).toBe(true)
    expect(await session.request(copies, from)).toEqual([true])
  })

  it('is not asked of the app’s own page', async () => {
    const session = sessionDouble('app', { pressed: () => false })
    expect(session.check(copies, APP)).toBe(true)
    expect(await session.request(copies, APP)).toEqual([true])
  })
})

describe('the person’s word for screens', () => {
  const asking = (asker: Parameters<typeof sessionDouble>[0], page: string | null = CALL_PAGE) => {
    const state = { asked: 0 }
    const askConsent = () => {
      state.asked += 1
    }
    return { ...sessionDouble(asker, { askConsent }, page), state }
  }

  it('is asked for when it is all that the room lacks, and the room is refused meanwhile', async () => {
    const session = asking(call('camera'))
    expect(await session.request('display-capture', ROOM)).toEqual([false])
    expect(session.state.asked).toBe(1)
    expect(await session.request('media', ROOM, { mediaTypes: ['audio'] })).toEqual([false])
    expect(session.state.asked).toBe(1)
  })

  it.each([
    ['another host in the call', call(), HOST, CALL_PAGE],
    ['the room outside its call page', call(), ROOM, ROOM],
    ['a pad', 'view', HOST, null],
  ] as const)('is not asked for by %s', async (_who, asker, from, page) => {
    const session = asking(asker, page)
    expect(await session.request('display-capture', from)).toEqual([false])
    expect(session.state.asked).toBe(0)
  })
})

it('refuses what Electron may invent later, and every device', () => {
  const question = { permission: 'telepathy', askers: [APP], embedders: [], media: [], pressed: true }
  expect(mayHave('app', question, origin)).toBe(false)
  expect(mayHave('app', { ...question, permission: 'toString' }, origin)).toBe(false)
  for (const asker of ['app', 'view', call(...grantNames)] as const) {
    expect(sessionDouble(asker).device()).toBe(false)
  }
})

it('takes the development server for the app when there is one', () => {
  const developing = appOrigin(new URL('http://localhost:5173/'))
  const question = { permission: 'notifications', embedders: [], media: [], pressed: true }
  expect(mayHave('app', { ...question, askers: ['http://localhost:5173/'] }, developing)).toBe(true)
  expect(mayHave('app', { ...question, askers: ['http://localhost:5174/'] }, developing)).toBe(false)
  expect(mayHave('app', { ...question, askers: [APP] }, developing)).toBe(false)
})
