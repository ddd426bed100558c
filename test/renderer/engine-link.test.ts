import { createBirpc } from 'birpc'
import { describe, expect, it, type Mock, vi } from 'vitest'
import { type EngineApi, idleConnection, type PageApi } from '../../bridge/engine-api.ts'
import { problem } from '../../bridge/problems.ts'
import type { Duplex } from '../../renderer/engine-link/duplex.ts'
import { createEngineLink } from '../../renderer/engine-link/engine-link.ts'
import { answers } from './doubles/answers.ts'

interface EngineLife {
  readonly line: Duplex
  readonly closed: Mock
  readonly page: PageApi
  die(): void
}

/** One life of an engine, at the other end of a line in memory. */
function engineLife(replaced: Partial<EngineApi> = {}): EngineLife {
  let toPage: (message: unknown) => void = () => {}
  let toEngine: (message: unknown) => void = () => {}
  let gone = () => {}
  const closed = vi.fn()
  const line: Duplex = {
    post: message => queueMicrotask(() => toEngine(structuredClone(message))),
    onMessage: listener => {
      toPage = listener
    },
    onClose: listener => {
      gone = listener
    },
    close: closed,
  }
  const engine = answers({ tell: say => say(life.page), replaced })
  const remote = createBirpc<PageApi, EngineApi>(engine, {
    post: message => toPage(structuredClone(message)),
    on: listener => {
      toEngine = listener
    },
  })
  const life: EngineLife = {
    line,
    closed,
    page: {
      room: events => void remote.room.asEvent(events),
      connection: state => void remote.connection.asEvent(state),
      self: state => void remote.self.asEvent(state),
      pad: url => void remote.pad.asEvent(url),
      notice: reason => void remote.notice.asEvent(reason),
    },
    die: () => gone(),
  }
  return life
}

const silent = (): Promise<never> => new Promise(() => {})
const settled = () => new Promise(resolve => setTimeout(resolve, 5))

describe('the link to the engine', () => {
  it('tells of each call that may have changed the places, once the engine answered it', async () => {
    const link = createEngineLink()
    const { line } = engineLife()
    await link.engine.placeOpened('cafe')
    expect(link.placesRound.get()).toBe(0)
    link.attach(line)
    await link.engine.listPlaces('')
    expect(link.placesRound.get()).toBe(0)
    await link.engine.placeOpened('cafe')
    await link.engine.planService({ kind: 'pad', title: 'Courses', hostId: 'moustaches' })
    expect(link.placesRound.get()).toBe(2)
  })

  it('waits for an engine, then starts', async () => {
    const link = createEngineLink()
    expect(link.link.get()).toEqual({ phase: 'waiting', epoch: 0 })
    const start = link.start()
    link.attach(engineLife().line)
    expect((await start)?.version).toBe('0.1.0')
    expect(link.link.get()).toEqual({ phase: 'up', epoch: 1 })
  })

  it('answers engine-stopped without an engine, and null where nothing can fail', async () => {
    const link = createEngineLink()
    expect(await link.engine.readLink('x')).toEqual({ ok: false, problem: problem('engine-stopped') })
    expect(await link.engine.leave()).toBeNull()
  })

  it('answers engine-stopped to calls that were under way when the engine died', async () => {
    const link = createEngineLink()
    const life = engineLife({ readLink: silent })
    link.attach(life.line)
    const call = link.engine.readLink('x')
    await settled()
    life.die()
    expect(await call).toEqual({ ok: false, problem: problem('engine-stopped') })
    expect(link.link.get()).toEqual({ phase: 'lost', epoch: 1 })
  })

  it('answers internal when the engine throws', async () => {
    const broken = () => Promise.reject(new Error('broken'))
    const link = createEngineLink()
    link.attach(engineLife({ readLink: broken, leave: broken }).line)
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    expect(await link.engine.readLink('x')).toEqual({ ok: false, problem: problem('internal') })
    expect(await link.engine.leave()).toBeNull()
    warn.mockRestore()
  })

  it('gives up a start whose engine died, so that the next one is asked', async () => {
    const link = createEngineLink()
    const first = engineLife({ start: silent })
    link.attach(first.line)
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const start = link.start()
    await settled()
    first.die()
    expect(await start).toBeNull()
    warn.mockRestore()
    const second = link.start()
    link.attach(engineLife().line)
    expect((await second)?.version).toBe('0.1.0')
  })

  it('lets go of the older line, and is deaf to what it still says', async () => {
    const link = createEngineLink()
    const older = engineLife()
    const newer = engineLife()
    link.attach(older.line)
    link.attach(newer.line)
    expect(older.closed).toHaveBeenCalled()
    older.page.room([{ type: 'self', session: 7 }])
    older.page.notice(problem('kicked'))
    older.die()
    newer.page.room([{ type: 'self', session: 9 }])
    await settled()
    expect(link.room.get().selfSession).toBe(9)
    expect(link.notices.get()).toEqual([])
    expect(link.link.get()).toEqual({ phase: 'up', epoch: 2 })
  })

  it('forgets the meeting of a lost engine, and closes the microphone', async () => {
    const link = createEngineLink()
    const life = engineLife()
    link.attach(life.line)
    await link.join({
      invitation: { host: 'voix.example', port: 64738, path: [], title: null, padUrl: null },
      userName: 'Camille',
      muted: false,
      password: null,
    })
    await settled()
    expect(link.connection.get().phase).toBe('joined')
    expect(link.self.get()).toEqual({ muted: false, deafened: false, pending: false })
    life.die()
    expect(link.connection.get()).toEqual(idleConnection)
    expect(link.room.get().users.size).toBe(0)
    expect(link.self.get().muted).toBe(true)
  })

  it('is taken when another window has the engine, and lets go', async () => {
    const link = createEngineLink()
    const life = engineLife()
    link.attach(life.line)
    life.page.notice(problem('opened-elsewhere'))
    await settled()
    expect(link.link.get().phase).toBe('taken')
    expect(life.closed).toHaveBeenCalled()
  })

  it('mutes at once, and waits for the server', async () => {
    const link = createEngineLink()
    const setSelf = vi.fn(async () => null)
    link.attach(engineLife({ setSelf }).line)
    link.setSelf({ muted: true, deafened: true })
    expect(link.self.get()).toEqual({ muted: true, deafened: true, pending: true })
    await settled()
    expect(setSelf).toHaveBeenCalledWith({ muted: true, deafened: true })
  })

  it('keeps the last three notices, each until it is dismissed', async () => {
    const link = createEngineLink()
    const life = engineLife()
    link.attach(life.line)
    for (const code of ['room-full', 'text-too-long', 'speaking-refused', 'rooms-too-many'] as const) {
      life.page.notice(problem(code))
    }
    await settled()
    const [first, ...rest] = link.notices.get()
    expect([first, ...rest].map(notice => notice?.problem.code)).toEqual([
      'text-too-long',
      'speaking-refused',
      'rooms-too-many',
    ])
    link.dismissNotice(first?.id ?? 0)
    expect(link.notices.get()).toEqual(rest)
  })

  it('keeps what concerns the app through meetings and engines, once each, beside what a meeting tells', async () => {
    const link = createEngineLink()
    const life = engineLife()
    link.attach(life.line)
    const codes = () => link.notices.get().map(notice => notice.problem.code)
    life.page.notice(problem('kept-set-aside', { file: 'places.json' }))
    life.page.notice(problem('places-full'))
    for (const code of ['room-full', 'text-too-long', 'speaking-refused', 'rooms-too-many'] as const) {
      life.page.notice(problem(code))
    }
    life.page.notice(problem('kept-set-aside', { file: 'places.json' }))
    await settled()
    expect(codes()).toEqual([
      'places-full',
      'text-too-long',
      'speaking-refused',
      'rooms-too-many',
      'kept-set-aside',
    ])
    link.clearMeeting(false)
    expect(codes()).toEqual(['places-full', 'kept-set-aside'])
    life.die()
    link.attach(engineLife().line)
    link.addNotice(problem('kept-set-aside', { file: 'settings.json' }))
    expect(codes()).toEqual(['places-full', 'kept-set-aside', 'kept-set-aside'])
    link.dismissNotice(link.notices.get()[0]?.id ?? 0)
    expect(codes()).toEqual(['kept-set-aside', 'kept-set-aside'])
  })
})
