import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseHost, planMeeting, planService } from '../../../engine/directory/choice.ts'
import { Directory, type Host, readDirectory } from '../../../engine/directory/directory.ts'
import { drawOrder, firstAnswering } from '../../../engine/directory/draw.ts'

const host = (id: string, services: Host['services'], weight = 1): Host => ({
  id,
  name: id,
  website: null,
  country: 'FR',
  chatons: true,
  asOf: null,
  weight,
  services,
})
const audio = { kind: 'audio', software: 'Mumble', url: 'mumble://salon.example:1234' } as const
const pad = (url: string) => ({ kind: 'pad', software: 'Etherpad', url }) as const

describe('the draw', () => {
  test('is an order of all that have weight, each once', () => {
    const weights = fc.array(fc.nat({ max: 5 }), { maxLength: 20 })
    fc.assert(
      fc.property(
        weights,
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (list, chance) => {
          const hosts = list.map((weight, id) => ({ id, weight }))
          const drawn = drawOrder(hosts, () => chance.next().value as number)
          expect(drawn.map(item => item.id).sort((a, b) => a - b)).toEqual(
            hosts.filter(item => item.weight > 0).map(item => item.id),
          )
        },
      ),
    )
  })

  test('gives each its share', () => {
    const hosts = [{ weight: 1 }, { weight: 4 }, { weight: 5 }]
    let state = 1
    const random = () => {
      state = (state * 48_271) % 0x7fff_ffff
      return state / 0x7fff_ffff
    }
    const wins = hosts.map(() => 0)
    for (let i = 0; i < 20_000; i++) wins[hosts.indexOf(drawOrder(hosts, random)[0]!)]! += 1
    expect(wins.map(count => Math.round(count / 1000) / 2)).toEqual([1, 4, 5])
  })
})

describe('asking in order', () => {
  test('the first that is well wins, the next is asked only when needed', async () => {
    const asked: string[] = []
    const ask = (id: string) => {
      asked.push(id)
      return Promise.resolve(id === 'dead' ? null : id)
    }
    expect((await firstAnswering(['well', 'other'], ask))?.candidate).toBe('well')
    expect(asked).toEqual(['well'])
    expect((await firstAnswering(['dead', 'other', 'third'], ask))?.candidate).toBe('other')
    expect(asked).toEqual(['well', 'dead', 'other'])
  })

  test('a slow one is passed by, six at most are asked, and nobody answering is null', async () => {
    const never = new Promise<null>(() => undefined)
    const found = await firstAnswering(['slow', 'well'], id => (id === 'slow' ? never : Promise.resolve(id)))
    expect(found?.candidate).toBe('well')
    let asked = 0
    const nobody = await firstAnswering([1, 2, 3, 4, 5, 6, 7, 8], () => {
      asked += 1
      return Promise.resolve(null)
    })
    expect(nobody).toBeNull()
    expect(asked).toBe(6)
  })
})

describe('choosing a host', () => {
  let server: Server
  let base: string
  beforeEach(async () => {
    server = createServer((request, response) =>
      response.writeHead(request.url?.startsWith('/bad') ? 500 : 200).end(),
    )
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(() => new Promise(resolve => server.close(resolve)))

  test('takes one that answers, never one that is broken', async () => {
    const directory = new Directory('', [
      host('broken', [pad(`${base}/bad/`)], 100),
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

  test('says when nobody offers it, and when nobody answers', async () => {
    await expect(chooseHost(new Directory('', []), ['sheet'], [])).rejects.toThrow('no-host-known')
    const dead = new Directory('', [host('broken', [pad(`${base}/bad/`)])])
    await expect(chooseHost(dead, ['pad'], [])).rejects.toThrow('no-host-answers')
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
    const good = host('good', [pad('https://pad.example/p/')])
    const bad = [
      null,
      { ...good, services: [pad('javascript:alert(1)')] },
      { ...good, services: [{ ...audio, url: 'mumble://a b/' }] },
      { ...good, website: 'file:///etc/passwd' },
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
    const shipped = await readDirectory(join(import.meta.dirname, '../../../assets/directory.json'))
    expect(shipped.hosts.length).toBeGreaterThan(20)
    expect(shipped.kinds).toEqual(expect.arrayContaining(['audio', 'pad', 'sheet', 'video']))
  })
})
