import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Download } from '../../bridge/shell-api.ts'
import { freeName, isProgram, safeFileName } from '../../electron/download-name.ts'
import { createDownloads } from '../../electron/downloads.ts'
import { logDouble, preventable } from './doubles.ts'

describe('names of files', () => {
  it.each([
    ['notes.txt', 'notes.txt'],
    ['Compte rendu — été.odt', 'Compte rendu — été.odt'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\Windows\\win.ini', 'win.ini'],
    ['C:\\x\\y.txt', 'y.txt'],
    ['C:y.txt', 'C_y.txt'],
    ['/', 'file'],
    ['', 'file'],
    ['.', 'file'],
    ['..', 'file'],
    ['...', 'file'],
    ['.bashrc', 'bashrc'],
    ['--option.txt', 'option.txt'],
    ['a\u0000b\r\nc.txt', 'a b c.txt'],
    ['report\u202excod.exe', 'reportxcod.exe'],
    ['zero\u200bwidth.txt', 'zero_width.txt'],
    ['a<b>c:d"e|f?g*h.txt', 'a_b_c_d_e_f_g_h.txt'],
    ['name. . .', 'name'],
    ['x.txt ', 'x.txt'],
    ['CON', '_CON'],
    ['con.txt', '_con.txt'],
    ['Lpt1.tar.gz', '_Lpt1.tar.gz'],
    ['console.txt', 'console.txt'],
    ['.con', '_con'],
  ])('%j is %j', (said, name) => {
    expect(safeFileName(said)).toBe(name)
  })

  it('are cut by bytes, with the ending kept and no character halved', () => {
    const name = safeFileName(`${'é'.repeat(300)}.odt`)
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^é+\.odt$/)
    expect(safeFileName(`x.${'y'.repeat(300)}`)).toHaveLength(200)
  })

  it('are plain, whatever a host calls its file', () => {
    // Signs that mean something to one system or another, among plain ones.
    const signs = [
      '/',
      '\\',
      '.',
      '-',
      ':',
      '*',
      '"',
      ' ',
      '\u0000',
      '\n',
      '\u202e',
      '\u2067',
      '\u200b',
      '\ud800',
      'é',
      '😀',
      'a',
      'con',
      'exe',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...signs), { maxLength: 300 }), parts => {
        const name = safeFileName(parts.join(''))
        const plain =
          !/[/\\<>:"|?*\p{Cc}\p{Cf}]/u.test(name) &&
          !/^[.\s-]|[.\s]$/.test(name) &&
          name !== '' &&
          name.isWellFormed() &&
          Buffer.byteLength(name) <= 200
        expect(plain, name).toBe(true)
      }),
    )
  })

  it('replace nothing', () => {
    const taken =
      (...names: string[]) =>
      (name: string) =>
        names.includes(name)
    expect(freeName('a.txt', taken())).toBe('a.txt')
    expect(freeName('a.txt', taken('a.txt'))).toBe('a (2).txt')
    expect(freeName('a.txt', taken('a.txt', 'a (2).txt'))).toBe('a (3).txt')
    expect(freeName('a.tar.gz', taken('a.tar.gz'))).toBe('a (2).tar.gz')
    expect(freeName('a', taken('a'))).toBe('a (2)')
  })

  it.each(['x.exe', 'x.EXE', 'a.b.desktop', 'setup.msi', 'x.sh', 'x.command', 'x.lnk', 'x.jar'])(
    '%s is a program',
    name => {
      expect(isProgram(name)).toBe(true)
    },
  )
  it.each(['x.txt', 'x.pdf', 'exe', 'x.odt', 'sh.txt', 'x.tar.gz'])('%s is none', name => {
    expect(isProgram(name)).toBe(false)
  })
})

/** A `DownloadItem`. */
class ItemDouble extends EventEmitter {
  path = ''
  cancelled = 0
  received = 0
  readonly name: string
  readonly gesture: boolean
  readonly from: { url: string; initiator: string }

  constructor(
    name: string,
    gesture = true,
    from = { url: 'https://pad.example/x', initiator: 'https://pad.example' },
  ) {
    super()
    this.name = name
    this.gesture = gesture
    this.from = from
  }
  getFilename() {
    return this.name
  }
  getURL() {
    return this.from.url
  }
  getInitiatorOrigin() {
    return this.from.initiator
  }
  getReceivedBytes() {
    return this.received
  }
  getTotalBytes() {
    return 100
  }
  hasUserGesture() {
    return this.gesture
  }
  setSavePath(file: string) {
    this.path = file
  }
  cancel() {
    this.cancelled += 1
    this.emit('done', {}, 'cancelled')
  }
}

function desk() {
  const told: Download[] = []
  const shown: string[] = []
  const files = new Set<string>()
  const state = { folderFails: false }
  const { log, lines } = logDouble()
  const downloads = createDownloads({
    folder: '/downloads',
    makeFolder: () => {
      if (state.folderFails) throw new Error('read-only')
    },
    exists: file => files.has(file),
    showInFolder: file => shown.push(file),
    tell: download => told.push(download),
    log,
  })
  const session = new EventEmitter()
  downloads.watch(session)
  const start = (item: ItemDouble) => {
    const event = preventable({})
    session.emit('will-download', event, item)
    return !event.defaultPrevented
  }
  return { downloads, told, shown, files, state, lines, start }
}

describe('downloads', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('go to the folder under a safe and free name, and say how far they are', () => {
    const d = desk()
    d.files.add('/downloads/passwd')
    const item = new ItemDouble('../passwd')
    expect(d.start(item)).toBe(true)
    expect(item.path).toBe('/downloads/passwd (2)')
    item.received = 100
    item.emit('done', {}, 'completed')
    const fact = { id: 'download-1', name: 'passwd (2)', host: 'pad.example', totalBytes: 100 }
    expect(d.told).toEqual([
      { ...fact, receivedBytes: 0, state: 'running' },
      { ...fact, receivedBytes: 100, state: 'done' },
    ])
  })

  it('do not take each other’s name while they run, whatever the case', () => {
    const d = desk()
    const [first, second] = [new ItemDouble('A.txt'), new ItemDouble('a.txt')]
    d.start(first)
    d.start(second)
    expect([first.path, second.path]).toEqual(['/downloads/A.txt', '/downloads/a (2).txt'])
  })

  it('report four times a second at most', () => {
    const d = desk()
    const item = new ItemDouble('a.txt')
    d.start(item)
    for (let i = 0; i < 1000; i += 1) {
      vi.setSystemTime(Date.now() + 1)
      item.emit('updated', {}, 'progressing')
    }
    expect(d.told).toHaveLength(1 + 4)
  })

  it('are cancelled by the person, and fail by themselves', () => {
    const d = desk()
    const [wanted, broken, hung] = [new ItemDouble('a'), new ItemDouble('b'), new ItemDouble('c')]
    for (const item of [wanted, broken, hung]) d.start(item)
    d.downloads.cancel('download-1')
    d.downloads.cancel('download-1')
    broken.emit('done', {}, 'interrupted')
    hung.emit('updated', {}, 'interrupted')
    expect([wanted.cancelled, broken.cancelled, hung.cancelled]).toEqual([1, 0, 1])
    expect(d.told.slice(3).map(({ id, state }) => [id, state])).toEqual([
      ['download-1', 'cancelled'],
      ['download-2', 'failed'],
      ['download-3', 'failed'],
    ])
  })

  it('are five at once', () => {
    const d = desk()
    const items = Array.from({ length: 6 }, (_, i) => new ItemDouble(`${i}.txt`))
    expect(items.map(d.start)).toEqual([true, true, true, true, true, false])
    expect(d.told.at(-1)).toMatchObject({ id: 'download-6', state: 'failed' })
    items[0]?.emit('done', {}, 'completed')
    expect(d.start(new ItemDouble('again.txt'))).toBe(true)
  })

  it('of programs need a click of the person', () => {
    const d = desk()
    expect(d.start(new ItemDouble('setup.exe', false))).toBe(false)
    expect(d.start(new ItemDouble('setup.exe', true))).toBe(true)
    expect(d.start(new ItemDouble('letter.pdf', false))).toBe(true)
  })

  it('fail, and say so, when the folder cannot be made', () => {
    const d = desk()
    d.state.folderFails = true
    expect(d.start(new ItemDouble('a.txt'))).toBe(false)
    expect(d.told).toHaveLength(1)
    expect(d.lines).toHaveLength(1)
  })

  it('are shown in their folder once they are there, and never opened', () => {
    const d = desk()
    const item = new ItemDouble('a.txt')
    d.start(item)
    d.downloads.show('download-1')
    item.emit('done', {}, 'completed')
    d.downloads.show('download-1')
    d.downloads.show('download-9')
    expect(d.shown).toEqual(['/downloads/a.txt'])
  })

  it.each([
    ['https://share.example:8443', 'https://cdn.example/x', 'share.example:8443'],
    ['null', 'https://cdn.example/x', 'cdn.example'],
    ['', 'blob:https://pad.example/1-2-3', 'pad.example'],
    ['', 'data:text/plain,x', ''],
  ])('from %j at %s name their host', (initiator, url, host) => {
    const d = desk()
    d.start(new ItemDouble('a.txt', true, { initiator, url }))
    expect(d.told[0]?.host).toBe(host)
  })
})
