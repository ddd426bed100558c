import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { type EngineOrder, obeyOrders } from '../../electron/engine-orders.ts'
import { portChannel } from '../../electron/engine-port.ts'
import { logDouble, PortDouble } from './doubles.ts'

const options = {
  dataFolder: '/data',
  directoryFile: '/directory.json',
  version: '1.2.3',
  downloads: '/home/me/Downloads/Chatière',
  systemLanguage: 'fr',
}

function engineProcess(close: () => Promise<void> = async () => {}) {
  const parentPort = new EventEmitter()
  const done: unknown[][] = []
  const { log, lines } = logDouble()
  obeyOrders<PortDouble, string>({
    parentPort,
    createEngine: given => {
      done.push(['created', given])
      return {
        attachPage: channel => void done.push(['page', channel]),
        attachMic: channel => void done.push(['mic', channel]),
        attachEar: channel => void done.push(['ear', channel]),
        close,
      }
    },
    channelOf: (_port, kind) => `channel of ${kind}`,
    exit: code => void done.push(['exit', code]),
    log,
  })
  const order = (data: EngineOrder, ports: PortDouble[] = []) => parentPort.emit('message', { data, ports })
  return { order, done, lines }
}

const three = () => [new PortDouble(), new PortDouble(), new PortDouble()]

describe('obeyOrders', () => {
  it('creates one engine and attaches each port by its kind', () => {
    const { order, done } = engineProcess()
    order({ type: 'start', options })
    order({ type: 'attach', kinds: ['rpc', 'mic', 'ear'] }, three())
    expect(done).toEqual([
      ['created', options],
      ['page', 'channel of rpc'],
      ['mic', 'channel of mic'],
      ['ear', 'channel of ear'],
    ])
  })

  it('closes the engine before it exits', async () => {
    const { order, done } = engineProcess()
    order({ type: 'start', options })
    order({ type: 'quit' })
    expect(done).toHaveLength(1)
    await Promise.resolve()
    expect(done.at(-1)).toEqual(['exit', 0])
  })

  it('exits when it was never started, and when the engine cannot close', async () => {
    const idle = engineProcess()
    idle.order({ type: 'quit' })
    const broken = engineProcess(() => Promise.reject(new Error('socket stuck')))
    broken.order({ type: 'start', options })
    broken.order({ type: 'quit' })
    await new Promise(resolve => setImmediate(resolve))
    expect(idle.done).toEqual([['exit', 0]])
    expect(broken.done.at(-1)).toEqual(['exit', 1])
    expect(broken.lines.join()).toContain('socket stuck')
  })

  it('fails loudly on what cannot be', () => {
    const { order } = engineProcess()
    expect(() => order({ type: 'attach', kinds: ['rpc'] }, three())).toThrow('before the engine')
    order({ type: 'start', options })
    expect(() => order({ type: 'attach', kinds: ['rpc', 'mic'] }, [new PortDouble()])).toThrow('mic port')
  })
})

describe('portChannel', () => {
  it('starts the port once somebody listens, and passes plain objects on', () => {
    const port = new PortDouble()
    const channel = portChannel(port, 'rpc', () => {})
    expect(port.started).toBe(false)
    const got: unknown[] = []
    channel.onMessage(data => got.push(data))
    expect(port.started).toBe(true)
    port.emit('message', { data: { m: 'start' } })
    port.emit('message', { data: null })
    channel.post({ r: 1 })
    expect(got).toEqual([{ m: 'start' }])
    expect(port.sent).toEqual([{ r: 1 }])
  })

  it.each(['mic', 'ear'] as const)('takes nothing but bytes on the %s port, and counts the rest', kind => {
    const port = new PortDouble()
    const { log, lines } = logDouble()
    const got: unknown[] = []
    portChannel(port, kind, log).onMessage(data => got.push(data))
    const bytes = new Uint8Array([1, 2, 3])
    for (const data of [null, 'text', { length: 3 }, new ArrayBuffer(3), [1], bytes]) {
      port.emit('message', { data })
    }
    for (let i = 0; i < 10; i += 1) port.emit('message', { data: null })
    expect(got).toEqual([bytes])
    expect(lines).toEqual([
      `${kind} port: 1 malformed message(s) dropped`,
      `${kind} port: 10 malformed message(s) dropped`,
    ])
  })

  it('sends no byte but those of the view', () => {
    const port = new PortDouble()
    const channel = portChannel(port, 'ear', () => {})
    const pool = new Uint8Array([9, 9, 1, 2, 9])
    const whole = new Uint8Array([7])
    channel.post(pool.subarray(2, 4))
    channel.post(Buffer.from('ab'))
    channel.post(whole)
    const sent = port.sent as Uint8Array[]
    expect(sent.map(bytes => [...bytes])).toEqual([[1, 2], [97, 98], [7]])
    expect(sent.map(bytes => bytes.buffer.byteLength)).toEqual([2, 2, 1])
    expect(sent[2]).toBe(whole)
  })

  it('tells when the page’s end goes, and posts nothing after', () => {
    const port = new PortDouble()
    const channel = portChannel(port, 'rpc', () => {})
    let closed = 0
    channel.onClose(() => {
      closed += 1
    })
    port.emit('close')
    channel.post('late')
    channel.close()
    expect([closed, port.sent, port.closed]).toEqual([1, [], false])
  })

  it('says nothing of its own closing', () => {
    const port = new PortDouble()
    const channel = portChannel(port, 'rpc', () => {})
    let closed = 0
    channel.onClose(() => {
      closed += 1
    })
    channel.close()
    channel.post('late')
    expect([closed, port.sent, port.closed]).toEqual([0, [], true])
  })
})
