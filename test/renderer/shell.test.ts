import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PortKind, PreloadApi } from '../../bridge/shell-api.ts'
import { browserShell } from '../../renderer/shell/browser.ts'
import { electronShell } from '../../renderer/shell/electron.ts'
import { createPortAssembly, readArrival } from '../../renderer/shell/port-assembly.ts'
import { waitBefore } from '../../renderer/shell/reconnect.ts'

const arrival = (chatierePort: PortKind, epoch: number) => ({ chatierePort, epoch })

describe('ports that arrive', () => {
  it('are handed on when all three of one life are there', () => {
    const refused = vi.fn()
    const assembly = createPortAssembly<string>(refused)
    expect(assembly.take(arrival('ear', 1), 'ear 1')).toBeNull()
    expect(assembly.take(arrival('rpc', 1), 'rpc 1')).toBeNull()
    expect(assembly.take(arrival('mic', 1), 'mic 1')).toEqual({ rpc: 'rpc 1', mic: 'mic 1', ear: 'ear 1' })
    expect(refused).not.toHaveBeenCalled()
  })

  it('are refused when they belong to a life before', () => {
    const refused = vi.fn()
    const assembly = createPortAssembly<string>(refused)
    assembly.take(arrival('rpc', 2), 'rpc 2')
    expect(assembly.take(arrival('mic', 1), 'mic 1')).toBeNull()
    expect(refused).toHaveBeenCalledExactlyOnceWith('mic 1')
  })

  it('make those of an older life stale', () => {
    const refused = vi.fn()
    const assembly = createPortAssembly<string>(refused)
    assembly.take(arrival('rpc', 1), 'rpc 1')
    assembly.take(arrival('mic', 1), 'mic 1')
    expect(assembly.take(arrival('ear', 2), 'ear 2')).toBeNull()
    expect(refused.mock.calls).toEqual([['rpc 1'], ['mic 1']])
    assembly.take(arrival('rpc', 2), 'rpc 2')
    expect(assembly.take(arrival('mic', 2), 'mic 2')).toEqual({ rpc: 'rpc 2', mic: 'mic 2', ear: 'ear 2' })
  })

  it('may come anew in the same life', () => {
    const refused = vi.fn()
    const assembly = createPortAssembly<string>(refused)
    assembly.take(arrival('rpc', 1), 'lost')
    assembly.take(arrival('rpc', 1), 'rpc')
    assembly.take(arrival('mic', 1), 'mic')
    expect(assembly.take(arrival('ear', 1), 'ear')).toEqual({ rpc: 'rpc', mic: 'mic', ear: 'ear' })
    expect(refused).toHaveBeenCalledExactlyOnceWith('lost')
  })

  it.each([
    null,
    'rpc',
    {},
    { chatierePort: 'rpc' },
    { chatierePort: 'x', epoch: 1 },
    { chatierePort: 'rpc', epoch: '1' },
  ])('are no arrival in %j', data => {
    expect(readArrival(data)).toBeNull()
  })

  it('are told by kind and epoch, and nothing more is taken over', () => {
    expect(readArrival({ chatierePort: 'ear', epoch: 3, more: true })).toEqual({
      chatierePort: 'ear',
      epoch: 3,
    })
  })
})

it('knocks less and less often at an engine that is away', () => {
  expect([0, 1, 2, 3, 4, 50].map(waitBefore)).toEqual([250, 500, 1000, 2000, 4000, 4000])
})

describe('the browser shell', () => {
  const opened = vi.fn()
  const shell = () => {
    vi.stubGlobal('window', { open: opened, location: { hash: '', pathname: '/', search: '' } })
    return browserShell({ joinPorts: vi.fn(), joinSockets: vi.fn(), takePorts: vi.fn() })
  }
  afterEach(() => {
    vi.unstubAllGlobals()
    opened.mockClear()
  })

  it.each(['https://pad.example/p/a', 'mailto:anouk@example.org'])('opens %s outside', async url => {
    expect(await shell().openExternal(url)).toBe(true)
    expect(opened).toHaveBeenCalledExactlyOnceWith(url, '_blank', 'noopener')
  })

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'ms-msdt:/id',
    'https://a:b@c.example/',
    '',
  ])('opens nothing for %s, and says so', async text => {
    expect(await shell().openExternal(text)).toBe(false)
    shell().openWindow?.(text)
    expect(opened).not.toHaveBeenCalled()
  })

  it('opens pages alone in a window of the app', () => {
    shell().openWindow?.('mailto:anouk@example.org')
    expect(opened).not.toHaveBeenCalled()
    shell().openWindow?.('https://pad.example/p/a')
    expect(opened).toHaveBeenCalledExactlyOnceWith(
      'https://pad.example/p/a',
      '_blank',
      'noopener,noreferrer,popup',
    )
  })
})

it.each([true, false])(
  'the desktop shell keeps its window above others where there is such a thing: %s',
  staysOnTop => {
    vi.stubGlobal('window', { addEventListener: vi.fn() })
    const relay = { joinPorts: vi.fn(), joinSockets: vi.fn(), takePorts: vi.fn() }
    const keepOnTop = vi.fn()
    const shell = electronShell({ staysOnTop, keepOnTop } as unknown as PreloadApi, relay)
    vi.unstubAllGlobals()
    shell.keepOnTop?.(true)
    expect(keepOnTop).toHaveBeenCalledTimes(staysOnTop ? 1 : 0)
    expect(shell.keepOnTop !== null).toBe(staysOnTop)
  },
)
