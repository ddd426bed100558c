import type { Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { appOrigin } from '../../electron/origin.ts'
import {
  type Asker,
  type GuardedSession,
  guardSession,
  mayHave,
  type Permission,
  permissions,
} from '../../electron/permissions.ts'

const origin = appOrigin(null)
const APP = 'chatiere://app/'
const HOST = 'https://pad.example/'

/** What the table must say, written a second time on purpose: who may have what. */
const granted: Readonly<Partial<Record<Permission, readonly Asker[]>>> = {
  media: ['app'],
  'speaker-selection': ['app'],
  notifications: ['app'],
  'screen-wake-lock': ['app'],
  'clipboard-sanitized-write': ['app', 'view'],
  fullscreen: ['view'],
}

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>

/** A session that remembers its handlers and can be asked. */
function sessionDouble(asker: Asker, askMicrophone: (() => Promise<boolean>) | null = null) {
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
  guardSession(session, asker, { origin, askMicrophone })
  return {
    check: (permission: Permission, from: string, details: object = {}) =>
      check(null, permission, from, { isMainFrame: true, ...details }),
    request: async (permission: Permission, from: string, details: object = {}) => {
      const answers: boolean[] = []
      request(null as never, permission, answer => answers.push(answer), {
        isMainFrame: true,
        requestingUrl: from,
        ...details,
      })
      await new Promise(resolve => setImmediate(resolve))
      return answers
    },
    device: () => device(),
  }
}

describe.each(Object.keys(permissions) as Permission[])('%s', permission => {
  const audio = { mediaType: 'audio', mediaTypes: ['audio'] }

  it.each(['app', 'view'] as const)('asked by the %s', async asker => {
    const expected = granted[permission]?.includes(asker) ?? false
    const session = sessionDouble(asker)
    const from = asker === 'app' ? APP : HOST
    expect(session.check(permission, from, audio)).toBe(expected)
    expect(await session.request(permission, from, audio)).toEqual([expected])
  })

  it('is refused to anybody else in the app’s session, and to nobody in a view’s', async () => {
    for (const stranger of [HOST, 'chatiere://other/', 'null', '', 'file:///etc/passwd']) {
      expect(sessionDouble('app').check(permission, stranger, audio)).toBe(false)
      expect(await sessionDouble('app').request(permission, stranger, audio)).toEqual([false])
    }
    expect(sessionDouble('view').check(permission, APP, audio)).toBe(false)
    expect(sessionDouble('view').check(permission, '', audio)).toBe(false)
  })

  it('says why', () => {
    expect(permissions[permission].why).not.toBe('')
  })
})

describe('media', () => {
  const app = sessionDouble('app')

  it('gives the microphone, never the camera, and nothing when nothing is named', async () => {
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
    const audio = { mediaTypes: ['audio'], securityOrigin: HOST }
    expect(await app.request('media', APP, audio)).toEqual([false])
    expect(app.check('media', APP, { mediaType: 'audio', requestingUrl: HOST })).toBe(false)
  })

  it.each([
    ['yes', () => Promise.resolve(true), true],
    ['no', () => Promise.resolve(false), false],
    ['nothing but an error', () => Promise.reject(new Error('no bundle')), false],
  ])('asks the system where it wants to be asked: %s', async (_what, askMicrophone, expected) => {
    const session = sessionDouble('app', askMicrophone)
    expect(await session.request('media', APP, { mediaTypes: ['audio'] })).toEqual([expected])
  })

  it('asks the system for nothing it refuses itself', async () => {
    let asked = 0
    const session = sessionDouble('view', async () => {
      asked += 1
      return true
    })
    expect(await session.request('media', HOST, { mediaTypes: ['audio'] })).toEqual([false])
    expect(asked).toBe(0)
  })
})

it('refuses what Electron may invent later, and every device', () => {
  const question = { permission: 'telepathy', askers: [APP], media: [] }
  expect(mayHave('app', question, origin)).toBe(false)
  expect(mayHave('app', { ...question, permission: 'toString' }, origin)).toBe(false)
  expect(sessionDouble('app').device()).toBe(false)
  expect(sessionDouble('view').device()).toBe(false)
})

it('takes the development server for the app when there is one', () => {
  const developing = appOrigin(new URL('http://localhost:5173/'))
  const question = { permission: 'notifications', media: [] }
  expect(mayHave('app', { ...question, askers: ['http://localhost:5173/'] }, developing)).toBe(true)
  expect(mayHave('app', { ...question, askers: ['http://localhost:5174/'] }, developing)).toBe(false)
  expect(mayHave('app', { ...question, askers: [APP] }, developing)).toBe(false)
})
