import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFatal } from '../../electron/fatal.ts'
import { createLogFile } from '../../electron/log-file.ts'
import { contextMenu, menuBar } from '../../electron/menu.ts'
import { createRateLimit } from '../../electron/rate-limit.ts'
import {
  developmentServer,
  directoryAddress,
  directoryFile,
  userDataFolder,
} from '../../electron/start-options.ts'
import { wordsFor } from '../../electron/words.ts'
import { logDouble } from './doubles.ts'

describe('start options', () => {
  it('reads another directory of hosts only when it is told to', () => {
    expect(directoryFile(['electron', '.'], '/app/directory.json')).toBe('/app/directory.json')
    expect(directoryFile(['electron', '--chatiere-directory=/tmp/d.json'], '/app/directory.json')).toBe(
      path.resolve('/tmp/d.json'),
    )
  })

  it('asks nowhere for a newer directory unless it is told where', () => {
    expect(directoryAddress(['electron', '.', '--chatiere-directory=/tmp/d.json'])).toBeNull()
    expect(directoryAddress(['electron', '--chatiere-directory-address=https://hosts.example/d.json'])).toBe(
      'https://hosts.example/d.json',
    )
  })

  it('keeps everything in one folder, however the app was started', () => {
    const usual = path.join('/home/me/.config', 'Chatiere')
    expect(userDataFolder(['electron', '.'], '/home/me/.config')).toBe(usual)
    expect(userDataFolder(['electron', '--user-data-dir='], '/home/me/.config')).toBe(usual)
    expect(userDataFolder(['electron', '--user-data-dir=/tmp/a=b'], '/x')).toBe(path.resolve('/tmp/a=b'))
  })

  it.each([
    ['http://localhost:5173', false, 'http://localhost:5173/'],
    ['https://127.0.0.1:5173/', false, 'https://127.0.0.1:5173/'],
    ['http://[::1]:5173', false, 'http://[::1]:5173/'],
    ['http://localhost:5173', true, null],
    ['http://evil.example', false, null],
    ['http://localhost.evil.example', false, null],
    ['file:///tmp/page.html', false, null],
    ['nonsense', false, null],
    [undefined, false, null],
  ])('development server %s, packaged %s', (asked, packaged, expected) => {
    expect(developmentServer(asked, packaged)?.href ?? null).toBe(expected)
  })
})

describe('rate limit', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('gives as many as there are in the span, and again as they age', () => {
    const limit = createRateLimit(2, 1000)
    expect([limit.take(), limit.taken()]).toEqual([true, 1])
    vi.advanceTimersByTime(600)
    expect([limit.take(), limit.take(), limit.taken()]).toEqual([true, false, 2])
    vi.advanceTimersByTime(400)
    expect([limit.taken(), limit.take(), limit.take()]).toEqual([1, true, false])
  })
})

describe('the log', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'chatiere-log-'))
    vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 })
  })
  afterEach(() => {
    vi.useRealTimers()
    rmSync(folder, { recursive: true, force: true })
  })

  it('begins with its first line, and echoes', () => {
    const file = path.join(folder, 'log')
    const { log: echo, lines } = logDouble()
    const log = createLogFile({ file, echo })
    expect(existsSync(file)).toBe(false)
    log('hello')
    expect(readFileSync(file, 'utf8')).toBe('2023-11-14T22:13:20.000Z hello\n')
    expect(lines).toEqual(['2023-11-14T22:13:20.000Z hello'])
  })

  it('stays bounded: lines are cut, a full file becomes the old one, a flood is thinned', () => {
    const file = path.join(folder, 'log')
    const log = createLogFile({ file, echo: null, mostBytes: 5000 })
    for (let i = 0; i < 10; i += 1) log('x'.repeat(3000))
    expect(statSync(file).size + statSync(`${file}.old`).size).toBeLessThan(2 * (5000 + 2100))
    const before = statSync(file).size
    for (let i = 0; i < 1000; i += 1) log('y')
    const flood = statSync(file).size + statSync(`${file}.old`).size - before
    expect(flood).toBeLessThan(1000 * 27)
    vi.setSystemTime(1_700_000_001_000)
    log('a second later')
    expect(readFileSync(file, 'utf8')).toContain('a second later')
  })

  it('that cannot be written breaks nothing', () => {
    const { log: echo, lines } = logDouble()
    const log = createLogFile({ file: path.join(folder, 'nowhere', 'log'), echo })
    expect(() => log('hello')).not.toThrow()
    expect(lines[1]).toContain('cannot be written')
  })
})

it('a fatal error is logged, shown once, and ends the app', () => {
  const { log, lines } = logDouble()
  const done: unknown[] = []
  const fatal = createFatal({
    log,
    logFile: '/data/chatiere.log',
    words: () => wordsFor('fr-FR'),
    showBox: (title, text) => {
      done.push(title, text.includes('/data/chatiere.log'))
      fatal(new Error('while the box is open'))
    },
    exit: code => done.push(code),
  })
  fatal(new Error('no disk'))
  expect(done).toEqual(['Chatière doit s’arrêter', true, 70])
  expect(lines).toHaveLength(2)
})

describe('words and menus', () => {
  it.each([
    ['fr', 'Copier'],
    ['fr-CA', 'Copier'],
    ['fr_FR.UTF-8', 'Copier'],
    ['en-GB', 'Copy'],
    ['frr', 'Copy'],
    ['', 'Copy'],
  ])('%s', (language, copy) => {
    expect(wordsFor(language).copy).toBe(copy)
  })

  const words = wordsFor('en')
  const roles = (platform: NodeJS.Platform, developing: boolean) =>
    menuBar(words, platform, developing)
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .map(item => item.role)

  it.each(['linux', 'win32', 'darwin'] as const)(
    '%s can zoom, copy and quit, and never reloads',
    platform => {
      expect(roles(platform, false)).toEqual(
        expect.arrayContaining(['zoomIn', 'zoomOut', 'copy', 'paste', 'quit']),
      )
      expect(roles(platform, false)).not.toContain('reload')
      expect(roles(platform, false)).not.toContain('toggleDevTools')
      expect(roles(platform, true)).toContain('toggleDevTools')
    },
  )

  it('a right click offers what can be done with text', () => {
    const editFlags = { canCut: false, canCopy: false, canPaste: true }
    const field = contextMenu(
      words,
      { isEditable: true, selectionText: '', dictionarySuggestions: [], editFlags },
      () => {},
    )
    expect(field.map(item => item.role)).toEqual(['cut', 'copy', 'paste', undefined, 'selectAll'])
    expect(field.find(item => item.role === 'paste')?.enabled).toBe(true)
    expect(field.find(item => item.role === 'cut')?.enabled).toBe(false)
    const text = contextMenu(
      words,
      { isEditable: false, selectionText: 'word', dictionarySuggestions: [], editFlags },
      () => {},
    )
    expect(text.map(item => item.role)).toEqual(['copy'])
    expect(
      contextMenu(
        words,
        { isEditable: false, selectionText: '', dictionarySuggestions: [], editFlags },
        () => {},
      ),
    ).toEqual([])
  })

  it('offers the system’s other spellings, five at most', () => {
    const editFlags = { canCut: false, canCopy: false, canPaste: true }
    const corrected: string[] = []
    const menu = contextMenu(
      wordsFor('fr'),
      {
        isEditable: true,
        selectionText: '',
        dictionarySuggestions: ['thé & café', 'b', 'c', 'd', 'e', 'f'],
        editFlags,
      },
      word => corrected.push(word),
    )
    expect(menu.slice(0, 6).map(item => item.label)).toEqual(['thé && café', 'b', 'c', 'd', 'e', undefined])
    menu[0]?.click?.(undefined as never, undefined, undefined as never)
    expect(corrected).toEqual(['thé & café'])
  })
})
