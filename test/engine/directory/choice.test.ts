import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  chooseHost,
  chooseThis,
  plainAsking,
  planMeeting,
  planService,
} from '../../../engine/directory/choice.ts'
import { Directory, type Host, readDirectory, toCard } from '../../../engine/directory/directory.ts'
import { noWishes } from '../../../engine/directory/draw.ts'
import { type HttpDouble, hostEntry as host, padService as pad, startHttpDouble } from './doubles.ts'

const audio = { kind: 'audio', software: 'Mumble', url: 'mumble://salon.example:1234' } as const

describe('choosing a host', () => {
  let double: HttpDouble
  let base: string
  beforeEach(async () => {
    double = await startHttpDouble((request, response) => {
      if (request.url?.startsWith('/bad')) response.writeHead(500).end()
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"currentVersion":"1.3.0"}')
    })
    base = double.origin
  })
  afterEach(() => double.stop())

  test('takes one that answers, never one that is broken', async () => {
    const directory = new Directory('', [
      host('broken', [pad(`${base}/bad/`)], { weight: 100 }),
      host('well', [pad(`${base}/p/`)]),
    ])
    for (let i = 0; i < 5; i++) expect((await chooseHost(directory, ['pad'], [])).host.id).toBe('well')
  })

  test('“another one” is another one, and after all of them it starts again', async () => {
    const directory = new Directory(
      '',
      ['a', 'b'].map(id => host(id, [pad(`${base}/p/`)])),
    )
    expect((await chooseHost(directory, ['pad'], ['a'])).host.id).toBe('b')
    expect(['a', 'b']).toContain((await chooseHost(directory, ['pad'], ['a', 'b'])).host.id)
  })

  test('says when nobody offers it, and when nobody answers: who was tried, and why not', async () => {
    await expect(chooseHost(new Directory('', []), ['sheet'], [])).rejects.toThrow('no-host-known')
    const dead = new Directory('', [host('broken', [pad(`${base}/bad/`)])])
    const problem = { code: 'no-host-answers', facts: { kind: 'pad', asked: 1, tried: 'broken (error)' } }
    await expect(chooseHost(dead, ['pad'], [])).rejects.toMatchObject({ problem })
  })

  test('sends nobody to who is full, paused, or asks for an account', async () => {
    const directory = new Directory('', [
      host('full', [pad(`${base}/`, { load: 'FULL' })]),
      host('paused', [pad(`${base}/`)], { status: 'IDLE' }),
      host('account', [pad(`${base}/`, { signup: true })]),
    ])
    await expect(chooseHost(directory, ['pad'], [])).rejects.toThrow('no-host-known')
    expect(double.asked).toEqual([])
  })

  describe('for two kinds', () => {
    const sheet = (path: string) => ({ kind: 'sheet', software: 'Plik', url: `${base}${path}` }) as const
    const page = (path: string) => ({ kind: 'video', software: '', url: `${base}${path}` }) as const
    const asking = {
      ...plainAsking(),
      tools: {
        ...plainAsking().tools,
        probe: async ({ service }: { service: { url: string } }) =>
          service.url.includes('/bad')
            ? ({ well: false, inMs: 1, why: 'error' } as const)
            : ({ well: true, inMs: 7, people: null } as const),
      },
    }

    test('the same host does both when it is well in both', async () => {
      const both = host('both', [page('/'), pad(`${base}/`)], { weight: 1000 })
      const directory = new Directory('', [both, host('other', [pad(`${base}/`)])])
      expect(await chooseHost(directory, ['video', 'pad'], [], asking)).toMatchObject({
        host: { id: 'both' },
        beside: null,
        answeredInMs: 7,
      })
    })

    test('another one does the second when the first does not have it, or not well', async () => {
      for (const services of [[page('/')], [page('/'), pad(`${base}/bad`)]]) {
        const directory = new Directory('', [host('calls', services), host('pads', [pad(`${base}/`)])])
        expect((await chooseHost(directory, ['video', 'pad'], [], asking)).beside?.id).toBe('pads')
      }
    })

    test('nobody has the second: the first does alone', async () => {
      const directory = new Directory('', [host('calls', [page('/')])])
      expect((await chooseHost(directory, ['video', 'pad'], [], asking)).beside).toBeNull()
    })

    test('what can only be made on its site is never beside: an invitation needs its address', async () => {
      const directory = new Directory('', [host('calls', [page('/')]), host('sheets', [sheet('/')])])
      expect((await chooseHost(directory, ['video', 'sheet'], [], asking)).beside).toBeNull()
    })
  })

  test('one picked by hand is asked, also when nobody is sent there unasked', async () => {
    const directory = new Directory('', [
      host('other', [pad(`${base}/`)]),
      host('picked', [pad(`${base}/listed/`, { weight: 0 })], { weight: 0 }),
      host('full', [pad(`${base}/`, { load: 'FULL' })]),
      host('broken', [pad(`${base}/bad/`)]),
    ])
    const { host: card, facts } = await chooseThis(directory, 'picked', ['pad'])
    expect([card.id, facts.services[0]?.notDrawn]).toEqual(['picked', 'not-drawn'])
    await expect(chooseThis(directory, 'full', ['pad'])).rejects.toThrow('no-host-known')
    await expect(chooseThis(directory, 'picked', ['video'])).rejects.toThrow('no-host-known')
    await expect(chooseThis(directory, 'broken', ['pad'])).rejects.toThrow('no-host-answers')
    await expect(chooseThis(directory, 'unknown', ['pad'])).rejects.toThrow('no-host-known')
  })

  test('of several servers of one host the well one is named first, on its card and in its facts', async () => {
    const directory = new Directory('', [host('both', [pad(`${base}/bad/`), pad(`${base}/p/`)])])
    for (const choice of [
      await chooseHost(directory, ['pad'], []),
      await chooseThis(directory, 'both', ['pad']),
    ])
      expect([choice.host, choice.facts].map(({ services }) => services[0]?.address)).toEqual(
        Array.from({ length: 2 }, () => `${base}/p/`),
      )
  })

  test('wishes are heard: never, always', async () => {
    const directory = new Directory('', [
      host('loved', [pad(`${base}/a/`)]),
      host('shunned', [pad(`${base}/b/`)], { weight: 1000 }),
    ])
    const wishing = (wishes: Partial<typeof noWishes>) => ({
      ...plainAsking(),
      wishes: () => ({ ...noWishes, ...wishes }),
    })
    const choose = async (wishes: Partial<typeof noWishes>, passedOver: string[] = []) =>
      (await chooseHost(directory, ['pad'], passedOver, wishing(wishes))).host.id
    expect(await choose({ never: ['shunned'] })).toBe('loved')
    expect(await choose({ never: ['shunned'] }, ['loved'])).toBe('loved')
    expect(await choose({ always: 'loved' })).toBe('loved')
    expect(await choose({ always: 'loved' }, ['loved'])).toBe('shunned')
    await expect(choose({ never: ['shunned', 'loved'] })).rejects.toThrow('no-host-known')
  })
})

describe('addresses', () => {
  const directory = new Directory('', [host('voice', [audio]), host('pads', [pad('https://pad.example/p')])])

  test('a meeting is a room nobody else has and a pad nobody guesses', () => {
    const plan = planMeeting(directory, 'Café du lundi !', 'voice', 'pads')
    expect(plan).toMatchObject({ host: 'salon.example', port: 1234, title: 'Café du lundi !' })
    expect(plan.path[0]).toMatch(/^Café du lundi-[a-z2-9]{5}$/)
    expect(plan.padUrl).toMatch(/^https:\/\/pad\.example\/p\/cafe-du-lundi-[a-z2-9]{10}$/)
    expect(planMeeting(directory, '', 'voice', null)).toMatchObject({ padUrl: null })
  })

  test('a pad is made where it was chosen', () => {
    expect(planService(directory, 'pad', '', 'pads').url).toMatch(/^https:\/\/pad\.example\/p\/[a-z2-9]{10}$/)
    expect(() => planService(directory, 'pad', '', 'voice')).toThrow('no-host-known')
    expect(() => planService(directory, 'audio', '', 'voice')).toThrow('no-host-known')
  })

  test('of several servers of a host the very one is taken, else the first that takes strangers', () => {
    const several = new Directory('', [
      host('pads', [
        pad('https://day.example/', { weight: 0 }),
        pad('https://full.example/', { load: 'FULL' }),
        pad('https://one.example/'),
        pad('https://two.example/'),
      ]),
    ])
    const made = (address?: string) => new URL(planService(several, 'pad', '', 'pads', address).url).host
    expect([made(), made('https://two.example/'), made('https://day.example/')]).toEqual([
      'one.example',
      'two.example',
      'day.example',
    ])
    expect(made('https://full.example/')).toBe('one.example')
    const voice = host('voice', [audio])
    const both = new Directory('', [voice, ...several.hosts])
    const meeting = planMeeting(both, 'x', 'voice', 'pads', { pad: 'https://two.example/' })
    expect(meeting.padUrl).toMatch(/^https:\/\/two\.example\/p\/x-/)
  })

  test('where things are made by hand, the page to do that on', () => {
    const polls = new Directory('', [
      host('polls', [{ kind: 'poll', software: 'Framadate', url: 'https://date.example' }]),
    ])
    expect(planService(polls, 'poll', 'x', 'polls').url).toBe(
      'https://date.example/create_poll.php?type=date',
    )
  })
})

describe('the page’s view', () => {
  test('has the chosen service first', () => {
    const poll = { kind: 'poll', software: 'Framadate', url: 'https://date.example/' } as const
    const [one, two] = [pad('https://one.example/'), pad('https://two.example/')]
    const entry = host('all', [poll, one, two])
    expect(toCard(entry, two).services.filter(({ kind }) => kind === 'pad')).toEqual(
      ['https://two.example/', 'https://one.example/'].map(address => ({
        kind: 'pad',
        software: 'Etherpad',
        address,
      })),
    )
    const directory = new Directory('', [entry])
    expect(directory.kinds).toEqual(['poll', 'pad'])
  })
})

describe('the directory file', () => {
  let folder: string
  const file = () => join(folder, 'directory.json')
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('a bad entry is left out, the rest is used', async () => {
    const good: Host = host('good', [pad('https://pad.example/p/')])
    const bad = [
      null,
      { ...good, services: [pad('javascript:alert(1)')] },
      { ...good, services: [{ ...audio, url: 'mumble://a b/' }] },
      { ...good, services: [pad('http://192.168.1.1/')] },
      { ...good, services: [{ ...audio, url: 'mumble://10.0.0.1' }] },
      { ...good, services: [pad('https://pad.example/', { template: 'javascript:{name}' })] },
      { ...good, services: [pad('https://pad.example/', { template: 'https://pad.example/' })] },
      { ...good, website: 'file:///etc/passwd' },
      { ...good, donate: ['javascript:alert(1)'] },
      { ...good, weight: -1 },
    ]
    writeFileSync(file(), JSON.stringify({ date: '2026-01-01', hosts: [...bad, good] }))
    expect((await readDirectory(file())).hosts).toEqual([good])
  })

  test.each(['', '{', '[]', '{"date":1,"hosts":[]}'])('%j is no directory', async content => {
    writeFileSync(file(), content)
    await expect(readDirectory(file())).rejects.toThrow('directory-unreadable')
  })

  test('that is gone says so', async () => {
    await expect(readDirectory(file())).rejects.toThrow('directory-unreadable')
  })

  test('that we ship is whole', async () => {
    const shippedFile = join(import.meta.dirname, '../../../assets/directory.json')
    const shipped = await readDirectory(shippedFile)
    const { default: raw } = await import(shippedFile, { with: { type: 'json' } })
    expect(shipped.hosts.length).toBe(raw.hosts.length)
    expect(shipped.kinds).toEqual(expect.arrayContaining(['audio', 'pad', 'sheet', 'video']))
    for (const { services } of shipped.hosts)
      for (const { source, confidence } of services) expect([source, confidence]).not.toContain(undefined)
  })
})
