/** Backups from servers that are not what they should be, and from a double of EtherCalc; a real Etherpad is in test/servers. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PlaceAddress } from '../../../bridge/places.ts'
import { type BackupOptions, backUp } from '../../../engine/places/backup.ts'
import { formsOf } from '../../../engine/places/export-forms.ts'
import { type HttpDouble, httpDouble } from './http-double.ts'
import { padAddress, placeOf } from './sample.ts'

let folder: string
const doubles: HttpDouble[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await Promise.all(doubles.splice(0).map(double => double.stop()))
})

async function double(...how: Parameters<typeof httpDouble>): Promise<HttpDouble> {
  const started = await httpDouble(...how)
  doubles.push(started)
  return started
}

const now = new Date(2020, 3, 6, 12)

function save(addresses: PlaceAddress[], title = 'Café', more: Partial<BackupOptions> = {}) {
  return backUp(placeOf(addresses, title), { folder, now, language: 'fr', ...more })
}

/** Everything under the test's folder, as paths in it. */
function written(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

function sheetAddress(url: string): PlaceAddress {
  return padAddress('', { kind: 'sheet', url, software: 'EtherCalc', exports: ['csv', 'xlsx'] })
}

const textFile = { 'content-type': 'text/plain; charset=utf-8', 'content-disposition': 'attachment' }
const XLSX = Buffer.from('PK\u0003\u0004 a spreadsheet, as its zip begins')

/** EtherCalc: `/name.csv` and `/name.xlsx`, 404 with an empty text for a sheet that is not there. */
function etherCalcDouble() {
  return double((request, response) => {
    if (request.url === '/budget.csv')
      response.setHeader('content-type', 'text/csv; charset=utf-8').end('pommes,3\n')
    else if (request.url === '/budget.xlsx')
      response
        .setHeader('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .end(XLSX)
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('')
  })
}

describe('a sheet', () => {
  test('is saved in both forms, with a page of addresses', async () => {
    const calc = await etherCalcDouble()
    const backup = await save([sheetAddress(`${calc.url}/budget?auth=0#B2`)])
    expect(backup.failed).toEqual([])
    expect(backup.folder).toBe(join(folder, '2020-04-06 Café'))
    expect(backup.files.map(file => basename(file))).toEqual(['budget.csv', 'budget.xlsx', 'liens.html'])
    expect(readFileSync(backup.files[0]!, 'utf8')).toBe('pommes,3\n')
    expect(readFileSync(backup.files[1]!)).toEqual(XLSX)
    expect(readFileSync(backup.files[2]!, 'utf8')).toContain(`${calc.url}/budget?auth=0#B2`)
  })

  test('in which nobody has written yet is told so once, and leaves no file', async () => {
    const calc = await etherCalcDouble()
    const url = `${calc.url}/rien`
    const backup = await save([sheetAddress(url)])
    expect(backup).toMatchObject({ failed: [], empty: [url] })
    expect(calc.asked).toEqual(['/rien.csv'])
    expect(written()).toEqual(['2020-04-06 Café/liens.html'])
  })

  test.each(['view', 'edit', 'app'])('is saved by the address that it has for who may %s', async view => {
    const calc = await etherCalcDouble()
    const { failed, empty } = await save([sheetAddress(`${calc.url}/budget/${view}`)])
    expect([failed, empty]).toEqual([[], []])
    expect(calc.asked).toEqual(['/budget.csv', '/budget.xlsx'])
  })

  test.each(['=classeur', '%3Dclasseur', '=classeur/edit', 'calc/=classeur'])(
    'of several sheets, %s, is never asked for: its server could end',
    async name => {
      const calc = await etherCalcDouble()
      const address = sheetAddress(`${calc.url}/${name}`)
      const { failed, files } = await save([address])
      expect(failed.map(({ form, status }) => [form, status])).toEqual([
        ['csv', 'unknown-form'],
        ['xlsx', 'unknown-form'],
      ])
      expect(files.map(file => basename(file))).toEqual(['liens.html'])
      expect(calc.asked).toEqual([])
      expect(formsOf(address, ['csv', 'xlsx'])).toEqual([])
    },
  )
})

test('forms are offered for a sheet and a pad, and none for what has none', () => {
  expect(formsOf({ kind: 'sheet', url: 'https://calc.example/a=b' }, ['csv', 'xlsx'])).toEqual([
    'csv',
    'xlsx',
  ])
  expect(formsOf({ kind: 'pad', url: 'https://pad.example/p/=a' }, ['txt', 'exe'])).toEqual(['txt'])
  expect(formsOf({ kind: 'poll', url: 'https://dates.example/a' }, ['txt'])).toEqual([])
})

test("all of a meeting's are saved at once: what one host fails does not touch the others", async () => {
  const calc = await etherCalcDouble()
  const pads = await double((_, response) => response.writeHead(200, textFile).end('texte\n'))
  const room = padAddress('', { kind: 'audio', url: 'mumble://salon.example/Caf%C3%A9', exports: [] })
  const gone = padAddress('', { url: 'http://127.0.0.1:9/p/gone', exports: ['txt'] })
  const backup = await save([
    room,
    padAddress('', { url: `${pads.url}/p/notes`, exports: ['txt'] }),
    gone,
    sheetAddress(`${calc.url}/budget`),
    padAddress('', { url: `${pads.url}/p/Notes/timeslider`, exports: ['txt'] }),
  ])
  expect(backup.failed).toEqual([
    { url: gone.url, form: 'txt', status: expect.stringMatching(/refused|broken/) },
  ])
  expect(written().map(file => basename(file))).toEqual([
    'budget.csv',
    'budget.xlsx',
    'liens.html',
    'notes.txt',
    'timeslider.txt',
  ])
  expect(pads.asked.sort()).toEqual(['/p/Notes/export/txt', '/p/notes/export/txt'])
})

test('two of the same name on one day get folders and files of their own', async () => {
  const pads = await double((_, response) => response.writeHead(200, textFile).end('texte\n'))
  const addresses = ['a', 'A'].map(name => padAddress('', { url: `${pads.url}/p/${name}`, exports: ['txt'] }))
  await save(addresses)
  await save(addresses)
  expect(written()).toEqual(
    ['2020-04-06 Café 2', '2020-04-06 Café'].flatMap(name =>
      ['A 2.txt', 'a.txt', 'liens.html'].map(file => `${name}/${file}`),
    ),
  )
})

describe('a hostile name', () => {
  test.each([
    ['../../evil', '..%2F..%2Fevil'],
    ['..\\..\\evil', '%5C..%5Cevil'],
    ['CON', 'NUL'],
    ['/etc/passwd', '%00%2Fetc'],
    ['x'.repeat(200), 'y'.repeat(1000)],
    ['liens.html', 'liens'],
    ['', '%FF%'],
  ])('%j with a pad %j stays in its folder', async (title, pad) => {
    const pads = await double((_, response) => response.writeHead(200, textFile).end('texte\n'))
    const url = `${pads.url}/p/${pad}`
    const backup = await save([padAddress('', { url, exports: ['txt'] })], title)
    expect(backup.failed).toEqual([])
    expect(dirname(backup.folder)).toBe(folder)
    expect(written()).toHaveLength(2)
    for (const file of backup.files) {
      expect(dirname(file)).toBe(backup.folder)
      expect(existsSync(file)).toBe(true)
      expect(basename(file)).not.toMatch(reservedOnWindows)
    }
    expect(readdirSync(folder)).toEqual([basename(backup.folder)])
  })
})

const reservedOnWindows = /^(?:con|prn|aux|nul)(?:\.|$)/i

describe('a hostile or broken server', () => {
  async function outcome(
    form: string,
    answer: (response: ServerResponse, path: string) => void,
    more: Partial<BackupOptions> = {},
  ): Promise<string> {
    const server = await double((request, response) => answer(response, request.url ?? ''))
    const address = padAddress('', { url: `${server.url}/p/x`, exports: [form] })
    const { failed } = await save([address], 'Café', more)
    const files = written()
    expect(files).toEqual(
      failed.length === 0
        ? ['2020-04-06 Café/liens.html', `2020-04-06 Café/x.${form}`]
        : ['2020-04-06 Café/liens.html'],
    )
    return failed[0]?.status ?? 'saved'
  }

  test('a file that says it is too large is not begun', async () => {
    const large = { ...textFile, 'content-length': '1000001' }
    const status = await outcome('txt', response => response.writeHead(200, large).write('x'), {
      largestFileBytes: 1_000_000,
    })
    expect(status).toBe('too-large')
  })

  test('one that goes on and on is stopped and thrown away', async () => {
    const part = Buffer.alloc(65_536, 'x')
    const forever = (response: ServerResponse) => {
      response.writeHead(200, textFile)
      const more = () => {
        while (!response.destroyed && response.write(part));
      }
      response.on('drain', more)
      more()
    }
    expect(await outcome('txt', forever, { largestFileBytes: 1_000_000 })).toBe('too-large')
  })

  test('one that is exactly as large as allowed is saved', async () => {
    const whole = (response: ServerResponse) => response.writeHead(200, textFile).end('x'.repeat(1000))
    expect(await outcome('txt', whole, { largestFileBytes: 1000 })).toBe('saved')
  })

  test.each([
    ['never answers', () => undefined],
    ['stops half-way', (response: ServerResponse) => void response.writeHead(200, textFile).write('half')],
  ])('one that %s is given up', async (_, answer) => {
    expect(await outcome('txt', answer, { timeoutMs: 300 })).toBe('silent')
  })

  test('one that hangs up half-way leaves nothing', async () => {
    const cut = (response: ServerResponse) => {
      response.writeHead(200, { ...textFile, 'content-length': '1000' }).write('half')
      setTimeout(() => response.destroy(), 50)
    }
    expect(await outcome('txt', cut)).toBe('broken')
  })

  test.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/x',
    'data:text/plain,x',
    'http://anna:secret@127.0.0.1/',
    'http://',
  ])('a redirect to %s is not followed', async location => {
    expect(await outcome('txt', response => response.writeHead(302, { location }).end())).toBe(
      'unsafe-address',
    )
  })

  test('a redirect in circles ends', async () => {
    const circle = (response: ServerResponse, path: string) =>
      response.writeHead(302, { location: `${path}x` }).end()
    expect(await outcome('txt', circle)).toBe('redirects')
  })

  test.each(['http://192.168.1.1/', 'http://[fe80::1]/', 'http://routeur.lan/'])(
    'a redirect into the network around us, to %s, is not followed',
    async location => {
      const away = (response: ServerResponse) => response.writeHead(302, { location }).end()
      expect(await outcome('txt', away)).toBe('private-address')
    },
  )

  test('where one may not ask, nobody is asked', async () => {
    const inside = await double((_, response) => response.writeHead(200, textFile).end('routeur'))
    const address = padAddress('', { url: `${inside.url}/p/x`, exports: ['txt'] })
    const { failed } = await save([address], 'Café', { reach: 'public' })
    expect(failed.map(({ status }) => status)).toEqual(['private-address'])
    expect(inside.asked).toEqual([])
  })

  test('a redirect to the same file elsewhere is followed', async () => {
    const moved = (response: ServerResponse, path: string) =>
      path.startsWith('/new')
        ? response.writeHead(200, textFile).end('texte\n')
        : response.writeHead(301, { location: '/new' }).end()
    expect(await outcome('txt', moved)).toBe('saved')
  })

  const page = { 'content-type': 'text/html; charset=utf-8' }
  const converter = 'This export is not enabled at this Etherpad instance. Set the path to Abiword or soffice'
  test.each([
    ['a sign-in page for a text', 'txt', page, '<!doctype html><form>', 'wrong-content'],
    ['a sign-in page for a pad with its history', 'etherpad', page, '<!doctype html><form>', 'wrong-content'],
    ['a sign-in page for a page', 'html', page, '<!doctype html><form>', 'wrong-content'],
    ['a page, handed out as a file', 'html', { ...page, ...textFile, ...page }, '<p>texte', 'saved'],
    ['a sentence for a document', 'pdf', page, converter, 'wrong-content'],
    ['a sentence as plain text for a document', 'odt', textFile, converter, 'wrong-content'],
    ['a document', 'pdf', { 'content-type': 'application/pdf' }, '%PDF-1.7', 'saved'],
    ['an empty pad with its history', 'etherpad', textFile, '', 'wrong-content'],
    ['an empty text', 'txt', textFile, '', 'saved'],
    [
      'a packed text that nobody asked for',
      'txt',
      { ...textFile, 'content-encoding': 'gzip' },
      'x',
      'broken',
    ],
    ['too many requests', 'txt', null, 'later', 'too-often'],
    ['a form that nobody knows', 'exe', textFile, 'MZ', 'unknown-form'],
  ] as const)('%s', async (_, form, headers, body, status) => {
    const answer = (response: ServerResponse) =>
      headers === null ? response.writeHead(429).end(body) : response.writeHead(200, headers).end(body)
    expect(await outcome(form, answer)).toBe(status)
  })

  test('a disk that refuses is told', async () => {
    const inTheWay = (response: ServerResponse) => {
      mkdirSync(join(folder, '2020-04-06 Café', 'x.txt.part'))
      response.writeHead(200, textFile).end('texte')
    }
    expect(await outcome('txt', inTheWay)).toBe('disk')
  })
})

test('a folder that cannot be made is an error', async () => {
  await expect(save([padAddress('x')], 'Café', { folder: '/dev/null/nowhere' })).rejects.toThrow(
    'disk-refused',
  )
})
