import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeDirectory } from '../../build/directory.ts'
import { readDirectory } from '../../engine/directory/directory.ts'
import { federation, organization, service, startTree } from '../engine/directory/chatonsinfos/tree.ts'
import { type HttpDouble, hostEntry, padService } from '../engine/directory/doubles.ts'

const today = '2026-11-23'
const resolve = () => Promise.resolve([{ address: '8.8.8.8', family: 4 }])

describe('making the directory of a tree', () => {
  let folder: string
  let double: HttpDouble
  const out = () => join(folder, 'directory.json')
  const make = (root = `${double.origin}/root`) => makeDirectory({ root, out: out(), today, resolve })
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
    double = await startTree({
      '/root': federation(['{}/a', '{}/b', '{}/gone']),
      '/a': organization('A', ['{}/a-pad', '{}/a-member']),
      '/a-pad': service('https://pad.a.example/', 'Etherpad'),
      '/a-member': service('https://pad2.a.example/', 'Etherpad', ['service.registration = Member']),
      '/b': organization('B', ['{}/b-poll', '{}/b-cloud']),
      '/b-poll': service('https://poll.b.example/', 'Framadate'),
      '/b-cloud': service('https://cloud.b.example/', 'Nextcloud'),
      '/empty': federation([]),
      '/full': organization('C', ['{}/c-pad']),
      '/c-pad': service('https://pad.c.example/', 'Etherpad', ['service.registration.load = FULL']),
    })
  })
  afterEach(async () => {
    await double.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('it is written whole, reads back, and the report tells what was left out', async () => {
    const report = await make()
    expect(report).toMatchObject({
      root: `${double.origin}/root`,
      date: today,
      filesRead: 7,
      organizations: 2,
      hosts: 2,
      services: 2,
      others: 1,
      kept: null,
      counts: { 'not-found': 1, signup: 1 },
    })
    expect(report.dropped.map(({ what, where, why }) => [what, where, why])).toEqual([
      ['file', `${double.origin}/gone`, 'not-found'],
      ['service', `${double.origin}/a-member`, 'signup'],
    ])
    const directory = await readDirectory(out())
    expect([directory.date, directory.kinds]).toEqual([today, ['pad', 'poll']])
    expect(directory.host('b').others).toHaveLength(1)
    expect(readdirSync(folder)).toEqual(['directory.json'])
  })

  test.each([
    ['/nowhere', 'no host in it offers anything'],
    ['/empty', 'no host in it offers anything'],
    ['/full', 'no host in it takes strangers without an account'],
  ])('a tree like %s changes nothing: %s', async (root, why) => {
    writeFileSync(out(), 'the last good one')
    expect((await make(`${double.origin}${root}`)).kept).toBe(why)
    expect(readFileSync(out(), 'utf8')).toBe('the last good one')
    expect(readdirSync(folder)).toEqual(['directory.json'])
  })

  test('a tree that lost more than half of the hosts changes nothing', async () => {
    const hosts = ['1', '2', '3', '4', '5'].map(id => hostEntry(id, [padService(`https://${id}.example/`)]))
    const before = JSON.stringify({ date: '2026-01-01', hosts })
    writeFileSync(out(), before)
    expect((await make()).kept).toBe('it has 2 hosts, less than half of the 5 there were')
    expect(readFileSync(out(), 'utf8')).toBe(before)
    writeFileSync(out(), JSON.stringify({ date: '2026-01-01', hosts: hosts.slice(0, 4) }))
    expect((await make()).kept).toBeNull()
  })

  test('what a tree does not tell stays: weights, lifetimes, limits, layouts; and hosts put there by hand', async () => {
    const facts = { lifetimeDays: 30, limits: { maxDays: 5 }, template: 'https://pad.a.example/{name}' }
    const last = [
      hostEntry('a', [padService('http://pad.a.example', { ...facts, weight: 0 })], { weight: 7 }),
      hostEntry('by-hand', [padService('https://hand.example/')], { chatons: false }),
      hostEntry('left-the-tree', [padService('https://left.example/')], {
        chatons: null,
        source: 'https://left.example/o',
      }),
      hostEntry('left-the-chatons', [padService('https://gone.example/')]),
    ]
    writeFileSync(out(), JSON.stringify({ date: '2026-01-01', hosts: last }))
    await make()
    const directory = await readDirectory(out())
    expect(directory.hosts.map(({ id, weight }) => [id, weight])).toEqual([
      ['a', 7],
      ['b', 2],
      ['by-hand', 1],
    ])
    // The tree says that it takes strangers: it is drawn from again.
    const [pad] = directory.host('a').services
    expect(pad).toMatchObject(facts)
    expect(pad?.weight).toBeUndefined()
  })

  test('the command tells what it did, and fails when it kept the last one', async () => {
    const root = join(folder, 'root')
    writeFileSync(root, organization('A', ['pad', 'script']).join('\n'))
    writeFileSync(join(folder, 'pad'), service('http://127.0.0.1:9/', 'Etherpad').join('\n'))
    writeFileSync(join(folder, 'script'), service('javascript:alert(1)', 'Etherpad').join('\n'))
    const good = await command(['--root', root, '--out', out(), '--report', join(folder, 'report.json')])
    expect(good.code).toBe(0)
    expect(good.said).toContain('1 organisations; 1 hosts with 1 services and 0 others.')
    expect(good.said).toContain('unsafe-address (1)')
    expect(good.said).toContain(`Written: ${out()}`)
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      hosts: 1,
      kept: null,
    })

    const bad = await command(['--root', join(folder, 'none'), '--out', out()])
    expect([bad.code, bad.said]).toEqual([1, expect.stringContaining('What was there is kept.')])
    const mute = await command([])
    expect([mute.code, mute.said]).toEqual([1, expect.stringContaining('--root URL|FILE')])
  })
})

function command(options: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../build/directory.ts'), ...options])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', part => (said += part))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', code => done({ code, said }))
  })
}
