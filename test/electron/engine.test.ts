import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEngineHost, engineEnvironment } from '../../electron/engine.ts'
import { ChildDouble, FrameDouble, logDouble, PortDouble } from './doubles.ts'

const options = {
  dataFolder: '/data',
  directoryFile: '/directory.json',
  version: '1.2.3',
  downloads: '/home/me/Downloads/Chatière',
  systemLanguage: 'fr',
}

function host() {
  const children: ChildDouble[] = []
  const { log, lines } = logDouble()
  const engine = createEngineHost<PortDouble>({
    fork: () => {
      const child = new ChildDouble()
      children.push(child)
      return child
    },
    createChannel: () => ({ port1: new PortDouble(), port2: new PortDouble() }),
    options,
    log,
  })
  const last = () => {
    const child = children.at(-1)
    if (child === undefined) throw new Error('no engine was started')
    return child
  }
  return { engine, children, last, lines }
}

const kinds = (frame: FrameDouble) => frame.arrivals.map(({ arrival }) => arrival.chatierePort)
const epochs = (frame: FrameDouble) => frame.arrivals.map(({ arrival }) => arrival.epoch)

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('introducing a page', () => {
  it('starts the engine with what it must know, then attaches three ports in one order', () => {
    const { engine, last } = host()
    const frame = new FrameDouble()
    engine.start()
    engine.connect(frame)
    expect(last().orders.map(({ order }) => order)).toEqual([
      { type: 'start', options },
      { type: 'attach', kinds: ['rpc', 'mic', 'ear'] },
    ])
    expect(kinds(frame)).toEqual(['rpc', 'mic', 'ear'])
    expect(epochs(frame)).toEqual([1, 1, 1])
    const engineEnds = last().orders[1]?.ports ?? []
    const pageEnds = frame.arrivals.map(({ port }) => port)
    expect(new Set([...engineEnds, ...pageEnds]).size).toBe(6)
  })

  it('gives a page that asks again a new set, unless the last one is still on its way', () => {
    const { engine } = host()
    const frame = new FrameDouble()
    engine.start()
    engine.connect(frame)
    engine.connect(frame)
    expect(frame.arrivals).toHaveLength(3)
    vi.advanceTimersByTime(3000)
    engine.connect(frame)
    expect(frame.arrivals).toHaveLength(6)
  })

  it('gives a page loaded anew its ports at once', () => {
    const { engine } = host()
    const frame = new FrameDouble()
    engine.start()
    engine.connect(frame)
    engine.pageGone()
    engine.connect(frame)
    expect(frame.arrivals).toHaveLength(6)
  })

  it('closes the ports that a vanished frame does not take', () => {
    const { engine, last, lines } = host()
    const frame = new FrameDouble()
    frame.refuses = true
    engine.start()
    expect(() => engine.connect(frame)).not.toThrow()
    expect(lines).toHaveLength(3)
    last().end(1)
    vi.advanceTimersByTime(1000)
    expect(last().orders.map(({ order }) => order.type)).toEqual(['start'])
  })
})

describe('when the engine ends', () => {
  it('starts it again and brings the page new ports of the next life unasked', () => {
    const { engine, children, last, lines } = host()
    const frame = new FrameDouble()
    engine.start()
    engine.connect(frame)
    last().end(70)
    expect(children).toHaveLength(1)
    vi.advanceTimersByTime(1000)
    expect(children).toHaveLength(2)
    expect(epochs(frame)).toEqual([1, 1, 1, 2, 2, 2])
    expect(lines).toContain('the engine ended with code 70')
  })

  it('brings nothing to a page that is gone', () => {
    const { engine, last } = host()
    const gone = new FrameDouble()
    engine.start()
    engine.connect(gone)
    engine.pageGone()
    last().end(70)
    vi.advanceTimersByTime(1000)
    expect(gone.arrivals).toHaveLength(3)
    const destroyed = new FrameDouble()
    engine.connect(destroyed)
    destroyed.destroyed = true
    last().end(70)
    vi.advanceTimersByTime(2000)
    expect(destroyed.arrivals).toHaveLength(3)
  })

  it('remembers a page that asks meanwhile', () => {
    const { engine, last } = host()
    const frame = new FrameDouble()
    engine.start()
    last().end(1)
    engine.connect(frame)
    engine.connect(frame)
    expect(frame.arrivals).toHaveLength(0)
    vi.advanceTimersByTime(1000)
    expect(epochs(frame)).toEqual([2, 2, 2])
  })

  it('waits 1, 2, then 5 s, stops after five restarts in five minutes, and says so once', () => {
    const { engine, children, last, lines } = host()
    engine.start()
    for (const wait of [1000, 2000, 5000, 5000, 5000]) {
      const before = children.length
      last().end(1)
      vi.advanceTimersByTime(wait - 1)
      expect(children).toHaveLength(before)
      vi.advanceTimersByTime(1)
      expect(children).toHaveLength(before + 1)
    }
    last().end(1)
    const frame = new FrameDouble()
    engine.connect(frame)
    engine.connect(frame)
    vi.advanceTimersByTime(60_000)
    expect(children).toHaveLength(6)
    expect(lines.filter(line => line.includes('not started again'))).toHaveLength(1)

    vi.advanceTimersByTime(5 * 60_000)
    engine.connect(frame)
    vi.advanceTimersByTime(1000)
    expect(children).toHaveLength(7)
    expect(frame.arrivals).toHaveLength(3)
  })

  it('logs what it prints, even what comes after the exit', async () => {
    const { engine, last, lines } = host()
    engine.start()
    const child = last()
    child.stdout.write('one\ntw')
    child.stdout.write('o\n')
    await vi.waitFor(() => expect(lines).toEqual(['engine: one', 'engine: two']))
    child.end(70)
    await Promise.resolve()
    child.stderr.write('the engine failed: TypeError\n')
    await vi.waitFor(() => expect(lines).toContain('engine: the engine failed: TypeError'))
    expect(lines.filter(line => line === 'engine: one')).toHaveLength(1)
  })

  it('cuts a line that never ends', async () => {
    const { engine, last, lines } = host()
    engine.start()
    last().stdout.write('x'.repeat(5000))
    await vi.waitFor(() => expect(lines).toHaveLength(1))
  })
})

describe('quitting', () => {
  it('asks the engine to leave and waits for it', async () => {
    const { engine, children, last } = host()
    engine.start()
    const done = engine.quit()
    expect(last().orders.at(-1)?.order).toEqual({ type: 'quit' })
    last().end(0)
    await done
    vi.advanceTimersByTime(60_000)
    expect(last().killed).toBe(false)
    expect(children).toHaveLength(1)
  })

  it('stops an engine that does not leave in time', async () => {
    const { engine, last, lines } = host()
    engine.start()
    const done = engine.quit()
    vi.advanceTimersByTime(1500)
    await done
    expect(last().killed).toBe(true)
    expect(lines).toContain('the engine did not end in time and was stopped')
  })

  it('starts nothing more while no engine runs', async () => {
    const { engine, children, last } = host()
    engine.start()
    last().end(1)
    await engine.quit()
    engine.connect(new FrameDouble())
    vi.advanceTimersByTime(60_000)
    expect(children).toHaveLength(1)
  })
})

it('gives the engine an environment that cannot change how it runs', () => {
  expect(
    engineEnvironment({
      PATH: '/bin',
      SystemRoot: 'C:\\Windows',
      NODE_OPTIONS: '--inspect',
      NODE_EXTRA_CA_CERTS: '/ca.pem',
      ELECTRON_RUN_AS_NODE: '1',
      SSLKEYLOGFILE: '/keys',
      npm_config_x: 'y',
      GONE: undefined,
    }),
  ).toEqual({ PATH: '/bin', SystemRoot: 'C:\\Windows', NODE_EXTRA_CA_CERTS: '/ca.pem' })
})
