import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openAppWindow, type PreparedPage } from '../../electron/window.ts'
import { firstBounds, readWindowState, writeWindowState } from '../../electron/window-state.ts'
import { logDouble, WindowDouble } from './doubles.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const second = { x: 1920, y: -200, width: 1280, height: 1024 }
const kept = { x: 100, y: 50, width: 800, height: 600, maximized: false }

let folder: string
let stateFile: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chatiere-window-'))
  stateFile = path.join(folder, 'window.json')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true, force: true })
})

function open(before: ReturnType<PreparedPage['placeBefore']> = null) {
  const told: string[] = []
  const { log, lines } = logDouble()
  const window = openAppWindow<WindowDouble>({
    create: options => new WindowDouble(options),
    preload: '/out/preload/preload.cjs',
    url: 'chatiere://app/',
    dark: true,
    stateFile,
    screens: [screen],
    prepare: prepared => {
      told.push(prepared.webContents.loaded.length === 0 ? 'prepared' : 'prepared too late')
      return { gone: () => told.push('page gone'), placeBefore: () => before }
    },
    closed: () => told.push('closed'),
    pageBroken: () => told.push('broken'),
    log,
  })
  return { window, told, lines }
}

describe('the window', () => {
  it('is made shut in: sandbox, isolation, an absolute preload, no Node', () => {
    const { options, webContents } = open().window
    expect(options).toMatchObject({
      show: false,
      minWidth: 400,
      backgroundColor: '#1b1521',
      webPreferences: {
        preload: '/out/preload/preload.cjs',
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    })
    expect(webContents.loaded).toEqual(['chatiere://app/'])
  })

  it('is prepared before its page loads', () => {
    expect(open().told).toEqual(['prepared'])
  })

  it('shows at the first paint, once', () => {
    const { window } = open()
    expect(window.shown).toBe(0)
    window.emit('ready-to-show')
    window.emit('ready-to-show')
    vi.advanceTimersByTime(10_000)
    expect(window.shown).toBe(1)
  })

  it('shows after 5 s without a paint, unless it is gone', () => {
    const { window, lines } = open()
    const gone = open()
    gone.window.destroyed = true
    gone.window.emit('closed')
    vi.advanceTimersByTime(5000)
    expect(window.shown).toBe(1)
    expect(lines).toHaveLength(1)
    expect(gone.window.shown).toBe(0)
    expect(gone.lines).toHaveLength(0)
  })

  it('is where it was last time', () => {
    const first = open().window
    first.bounds = { x: 30, y: 40, width: 1000.4, height: 650 }
    first.maximized = true
    first.emit('close')
    const again = open().window
    expect(again.options).toMatchObject({ x: 30, y: 40, width: 1000, height: 650 })
    again.emit('ready-to-show')
    expect(again.maximized).toBe(true)
    expect(readdirSync(folder)).toEqual(['window.json'])
  })

  it('is where it was before it became small', () => {
    const small = open({ bounds: { x: 5, y: 6, width: 1200, height: 800 }, maximized: true }).window
    small.emit('close')
    const again = open().window
    expect(again.options).toMatchObject({ x: 5, y: 6, width: 1200, height: 800 })
    again.emit('ready-to-show')
    expect(again.maximized).toBe(true)
  })

  it('says when it is gone, and its page with it', () => {
    const { window, told } = open()
    window.emit('closed')
    expect(told).toEqual(['prepared', 'page gone', 'closed'])
  })
})

describe('the page', () => {
  const settle = () => new Promise(resolve => setImmediate(resolve))

  it('ends what belonged to it when it is loaded anew', () => {
    const { window, told } = open()
    window.webContents.emit('did-navigate')
    expect(told).toEqual(['prepared', 'page gone'])
  })

  it('is loaded again after a crash, three times a minute', async () => {
    const { window, told } = open()
    for (let i = 0; i < 4; i += 1) window.webContents.emit('render-process-gone', {}, { reason: 'crashed' })
    await settle()
    expect(window.webContents.reloads).toBe(3)
    expect(told.filter(word => word === 'page gone')).toHaveLength(4)
    expect(told.at(-1)).toBe('broken')
    vi.advanceTimersByTime(60_000)
    window.webContents.emit('render-process-gone', {}, { reason: 'oom' })
    await settle()
    expect(window.webContents.reloads).toBe(4)
  })

  it('is not loaded again after a clean exit, nor in a window that is gone', async () => {
    const clean = open()
    clean.window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' })
    const gone = open()
    gone.window.webContents.emit('render-process-gone', {}, { reason: 'killed' })
    gone.window.destroyed = true
    await settle()
    expect(clean.window.webContents.reloads + gone.window.webContents.reloads).toBe(0)
  })

  it('has its failures written down', () => {
    const { window, lines } = open()
    window.webContents.emit('preload-error', {}, '/out/preload/preload.cjs', new Error('no module'))
    window.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'chatiere://app/', true)
    window.webContents.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', 'chatiere://app/x', false)
    expect(lines[0]).toContain('no module')
    expect(lines[1]).toBe('the page chatiere://app/ did not load: ERR_FILE_NOT_FOUND (-6)')
    expect(lines).toHaveLength(2)
  })
})

describe('firstBounds', () => {
  it.each([
    ['at the first start', null, [screen], { width: 1100, height: 760, maximized: false }],
    ['where it was', kept, [screen], kept],
    ['on the second screen', { ...kept, x: 2000, y: 0 }, [screen, second], { ...kept, x: 2000, y: 0 }],
    [
      'when the second screen is gone',
      { ...kept, x: 2000, y: 0 },
      [screen],
      { width: 800, height: 600, maximized: false },
    ],
    ['above the top edge', { ...kept, y: -300 }, [screen], { width: 800, height: 600, maximized: false }],
    [
      'almost out to the right',
      { ...kept, x: 1900 },
      [screen],
      { width: 800, height: 600, maximized: false },
    ],
    [
      'on a smaller screen',
      { ...kept, x: 5000, width: 1900, maximized: true },
      [{ ...screen, width: 1024, height: 600 }],
      { width: 1024, height: 600, maximized: true },
    ],
    ['without any screen', null, [], { width: 1100, height: 760, maximized: false }],
  ])('%s', (_what, state, screens, expected) => {
    expect(firstBounds(state, screens)).toEqual(expected)
  })
})

describe('the kept state', () => {
  it('survives being written and read', () => {
    const { log, lines } = logDouble()
    writeWindowState(stateFile, kept, log)
    expect(readWindowState(stateFile)).toEqual(kept)
    expect(lines).toEqual([])
  })

  it('is forgotten when it is not what we wrote', () => {
    expect(readWindowState(stateFile)).toBeNull()
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        writeFileSync(stateFile, text)
        expect(readWindowState(stateFile)).toBeNull()
      }),
    )
    for (const wrong of [{ x: 0.5 }, { x: 1e9 }, { width: 3 }, { maximized: 'yes' }]) {
      writeFileSync(stateFile, JSON.stringify({ ...kept, ...wrong }))
      expect(readWindowState(stateFile)).toBeNull()
    }
  })

  it('that cannot be written is logged, no more', () => {
    const { log, lines } = logDouble()
    writeWindowState(path.join(folder, 'nowhere', 'window.json'), kept, log)
    expect(lines).toHaveLength(1)
    expect(() => readFileSync(stateFile)).toThrow()
  })
})
