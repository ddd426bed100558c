import { describe, expect, it, vi } from 'vitest'
import { type Connection, idleConnection } from '../../../bridge/engine-api.ts'
import { failed, problem, succeeded } from '../../../bridge/problems.ts'
import type { RecordedPiece } from '../../../bridge/recording.ts'
import { emptyRoom, reduceRoomAll } from '../../../bridge/room.ts'
import { createStore } from '../../../renderer/engine-link/store.ts'
import { leaveMeeting } from '../../../renderer/meeting/leave-meeting.ts'
import { clock } from '../../../renderer/recording/clock.ts'
import {
  createRecording,
  type Recorder,
  type RecordingMakings,
} from '../../../renderer/recording/recording.ts'
import { whoRecords } from '../../../renderer/recording/who-records.ts'
import { room as roomEvents } from '../doubles/answers.ts'

/** A double of a browser's recorder: gives what the test has it say, and the rest when it is stopped. */
class RecorderDouble implements Recorder {
  ondataavailable: Recorder['ondataavailable'] = null
  onstop: Recorder['onstop'] = null
  onerror: Recorder['onerror'] = null
  state: Recorder['state'] = 'inactive'
  readonly #last: string

  constructor(last: string) {
    this.#last = last
  }

  start() {
    this.state = 'recording'
  }

  says(text: string) {
    this.ondataavailable?.({ data: new Blob([text]) })
  }

  stop() {
    this.state = 'inactive'
    queueMicrotask(() => {
      this.says(this.#last)
      this.onstop?.()
    })
  }

  /** In the order of the standard: the error, what it held, the end. */
  breaksOff() {
    this.state = 'inactive'
    this.onerror?.()
    this.stop()
  }
}

interface Surroundings {
  /** Makes the recorder, or throws as a browser may. */
  readonly make?: (number: number) => RecorderDouble
  readonly mixFails?: boolean
}

function surroundings({
  make = number => new RecorderDouble(`last of ${number}`),
  mixFails,
}: Surroundings = {}) {
  const told: string[] = []
  const connection = createStore<Connection>({ ...idleConnection, phase: 'joined' })
  const recorders: RecorderDouble[] = []
  let listener: ((stream: MediaStream | null) => void) | null = null
  const engine = {
    startRecording: vi.fn(async (title: string) => {
      told.push(`start ${title}`)
      return succeeded({ file: '/d/x.ogg' }) as
        | ReturnType<typeof failed>
        | { ok: true; value: { file: string } }
    }),
    keepRecording: vi.fn(async ({ data, first }: RecordedPiece) => {
      told.push(`${first ? 'first ' : ''}${atob(data)}`)
      return succeeded({ bytes: told.length, durationMs: 1000, paused: false }) as unknown
    }),
    stopRecording: vi.fn(async () => {
      told.push('stop')
      return succeeded({ file: '/d/x.ogg', bytes: 9, durationMs: 1000 })
    }),
    showRecording: vi.fn(async () => succeeded(null)),
  }
  const endMix = vi.fn()
  const recording = createRecording({
    link: { engine, connection } as unknown as RecordingMakings['link'],
    voice: {
      stats: () => ({}) as never,
      mix: next => {
        listener = next
        if (mixFails === true) throw new Error('closed')
        next({} as MediaStream)
        return endMix
      },
    },
    makeRecorder: () => {
      const made = make(recorders.length + 1)
      recorders.push(made)
      return made
    },
  })
  const openAnew = () => listener?.({} as MediaStream)
  return { told, connection, recorders, engine, endMix, recording, openAnew }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 5))

describe('a recording, as the page runs it', () => {
  it('listens only when everybody was told, and ends with the last sound', async () => {
    const { told, recorders, engine, endMix, recording } = surroundings()
    let answer = () => {}
    engine.startRecording.mockImplementation(async title => {
      told.push(`start ${title}`)
      await new Promise<void>(resolve => {
        answer = resolve
      })
      return succeeded({ file: '/d/x.ogg' })
    })
    const started = recording.start('Café')
    expect(recording.state.get().phase).toBe('starting')
    expect(recorders).toEqual([])
    answer()
    await started
    recorders[0]?.says('one')
    recorders[0]?.says('two')
    await settled()
    expect(recording.state.get()).toMatchObject({ phase: 'on', durationMs: 1000 })
    await recording.stop()
    expect(told).toEqual(['start Café', 'first one', 'two', 'last of 1', 'stop'])
    expect(endMix).toHaveBeenCalledOnce()
    expect(recording.state.get()).toMatchObject({ phase: 'off', ended: { file: '/d/x.ogg' }, problem: null })
    recording.dismiss()
    expect(recording.state.get().ended).toBeNull()
  })

  it('goes on with another recorder when the sound is opened anew', async () => {
    const { told, recorders, recording, openAnew } = surroundings()
    await recording.start('x')
    recorders[0]?.says('one')
    openAnew()
    await settled()
    recorders[1]?.says('two')
    await recording.stop()
    expect(told).toEqual(['start x', 'first one', 'last of 1', 'first two', 'last of 2', 'stop'])
  })

  it('stops listening when the engine can keep no more, and says why', async () => {
    const { recorders, engine, endMix, recording } = surroundings()
    await recording.start('x')
    engine.keepRecording.mockResolvedValue(failed(problem('disk-refused')))
    recorders[0]?.says('one')
    await settled()
    expect(recording.state.get()).toMatchObject({
      phase: 'off',
      problem: { code: 'disk-refused' },
      ended: { file: '/d/x.ogg' },
    })
    expect(recorders[0]?.state).toBe('inactive')
    expect(endMix).toHaveBeenCalledOnce()
  })

  it.each(['idle', 'ended'] as const)('stops listening when the meeting is %s', async phase => {
    const { told, connection, recorders, recording, endMix } = surroundings()
    await recording.start('x')
    recorders[0]?.says('one')
    await settled()
    connection.set({ ...idleConnection, phase })
    await settled()
    expect(recording.state.get()).toMatchObject({ phase: 'off', ended: { durationMs: 1000 }, problem: null })
    expect(endMix).toHaveBeenCalledOnce()
    // What the recorder still held comes too late, and goes nowhere.
    expect(told).toEqual(['start x', 'first one'])
  })

  it('goes on while the connection is being found again', async () => {
    const { connection, recording } = surroundings()
    await recording.start('x')
    connection.set({ ...idleConnection, phase: 'reconnecting' })
    expect(recording.state.get().phase).toBe('on')
  })

  it('that is left keeps its last second, and the meeting is left after it', async () => {
    const { told, recorders, recording } = surroundings()
    await recording.start('x')
    recorders[0]?.says('one')
    const leaving = leaveMeeting({
      link: {
        engine: {
          leave: async () => {
            told.push('leave')
            return null
          },
        },
      },
      voice: { setMuted: muted => told.push(`muted ${muted}`) },
      recording,
    })
    expect(told).toContain('muted true')
    await leaving
    expect(told.filter(line => line !== 'muted true')).toEqual([
      'start x',
      'first one',
      'last of 1',
      'stop',
      'leave',
    ])
    expect(recording.state.get()).toMatchObject({ phase: 'off', ended: { bytes: 9 }, problem: null })
  })

  it('holds nobody back who leaves, even when its end never comes', async () => {
    vi.useFakeTimers()
    const leave = vi.fn(async () => null)
    const never = new Promise<void>(() => {})
    void leaveMeeting({
      link: { engine: { leave } },
      voice: { setMuted: () => {} },
      recording: { stop: () => never },
    })
    await vi.advanceTimersByTimeAsync(2000)
    expect(leave).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(2000)
    vi.useRealTimers()
    expect(leave).toHaveBeenCalledOnce()
  })

  it('ends once, however often it is told to', async () => {
    const { told, recording } = surroundings()
    await recording.start('x')
    await Promise.all([recording.stop(), recording.stop()])
    expect(told.filter(line => line === 'stop')).toHaveLength(1)
    expect(recording.state.get().phase).toBe('off')
  })

  it('that breaks off keeps what it held, lowers the flag and says so', async () => {
    const { told, recorders, recording, endMix } = surroundings()
    await recording.start('x')
    recorders[0]?.says('one')
    recorders[0]?.breaksOff()
    await settled()
    expect(told).toEqual(['start x', 'first one', 'last of 1', 'stop'])
    expect(endMix).toHaveBeenCalledOnce()
    expect(recording.state.get()).toMatchObject({
      phase: 'off',
      ended: { bytes: 9 },
      problem: { code: 'recording-broke' },
    })
  })

  it.each<[string, Surroundings]>([
    [
      'no recorder can be made',
      {
        make: () => {
          throw new Error('no')
        },
      },
    ],
    [
      'the recorder does not start',
      {
        make: () =>
          Object.assign(new RecorderDouble(''), {
            start: () => {
              throw new Error('no')
            },
          }),
      },
    ],
    ['the sound cannot be joined', { mixFails: true }],
  ])('does not stay on where %s', async (_, makings) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const { told, recorders, recording, openAnew } = surroundings(makings)
    await recording.start('x')
    expect(told).toEqual(['start x', 'stop'])
    expect(recording.state.get()).toMatchObject({ phase: 'off', problem: { code: 'recording-impossible' } })
    const made = recorders.length
    openAnew()
    expect(recorders).toHaveLength(made)
    warn.mockRestore()
  })

  it('does not begin when it is refused, and can be asked again', async () => {
    const { engine, recorders, recording } = surroundings()
    engine.startRecording.mockResolvedValueOnce(failed(problem('recording-refused')))
    await recording.start('x')
    expect(recording.state.get()).toMatchObject({
      phase: 'off',
      problem: { code: 'recording-refused' },
      ended: null,
    })
    expect(recorders).toEqual([])
    await recording.start('x')
    expect(recording.state.get()).toMatchObject({ phase: 'on', problem: null })
  })
})

describe('who records', () => {
  const room = reduceRoomAll(emptyRoom, roomEvents)
  const with_ = (...sessions: number[]) =>
    whoRecords(
      reduceRoomAll(
        room,
        sessions.map(session => ({ type: 'user', session, changed: { recording: true } })),
      ),
    )

  it('is told of those in our own room', () => {
    expect(with_()).toEqual({ self: false, others: [] })
    expect(with_(10, 12, 30)).toEqual({ self: false, others: ['Anouk', 'José'] })
    expect(with_(11)).toEqual({ self: true, others: [] })
    expect(whoRecords(emptyRoom)).toEqual({ self: false, others: [] })
  })
})

it.each([
  [0, '0:00'],
  [9999, '0:09'],
  [725_000, '12:05'],
  [3_727_000, '1:02:07'],
])('%i ms are shown as %s', (ms, shown) => {
  expect(clock(ms)).toBe(shown)
})
