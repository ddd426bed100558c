/** A newer directory, from a real HTTP server on this computer that is not always what it should be. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingHttpHeaders, RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Host } from '../../../engine/directory/directory.ts'
import { LatestDirectory, onlyWithin, readDirectoryAddress } from '../../../engine/directory/latest.ts'
import { deadOrigin, type HttpDouble, hostEntry, padService, startHttpDouble } from './doubles.ts'

const today = '2026-11-23'

let folder: string
let server: HttpDouble
let answer: RequestListener
let heard: IncomingHttpHeaders[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
  heard = []
  server = await startHttpDouble((request, response) => {
    heard.push(request.headers)
    answer(request, response)
  })
  writeFileSync(shipped(), directoryText('2026-11-01', hosts(10)))
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const shipped = () => join(folder, 'shipped.json')
const kept = () => join(folder, 'kept.json')
const address = () => `${server.origin}/directory.json`
const open = (from: string | null = address()) =>
  new LatestDirectory({ shipped: shipped(), kept: kept(), address: from })

function hosts(count: number, name = 'h'): Host[] {
  return Array.from({ length: count }, (_, n) =>
    hostEntry(`${name}${n}`, [padService(`https://${name}${n}.example/`)]),
  )
}

function directoryText(date: unknown, entries: readonly unknown[]): string {
  return JSON.stringify({ date, root: 'https://elsewhere.example/', hosts: entries })
}

function serve(text: string | Uint8Array): void {
  answer = (_, response) => response.setHeader('content-type', 'application/json').end(text)
}

describe('a newer directory', () => {
  test('is used at once and after a restart, from its own address alone', async () => {
    serve(directoryText('2026-11-20', hosts(12)))
    const latest = open()
    expect((await latest.current()).date).toBe('2026-11-01')
    expect(await latest.refresh(today)).toEqual({ outcome: 'taken', date: '2026-11-20' })
    expect((await latest.current()).hosts).toHaveLength(12)
    expect((await open().current()).date).toBe('2026-11-20')
    // Turned off, or told of another address: what that one said counts no more.
    expect((await open(null).current()).date).toBe('2026-11-01')
    expect((await open('https://other.example/d.json').current()).date).toBe('2026-11-01')
    expect(await open().refresh(today)).toEqual({ outcome: 'current' })
    expect(readdirSync(folder).sort()).toEqual(['kept.json', 'shipped.json'])
  })

  test('gives way to what an update of the app brings', async () => {
    serve(directoryText('2026-11-20', hosts(12)))
    await open().refresh(today)
    writeFileSync(shipped(), directoryText('2026-11-21', hosts(3)))
    expect((await open().current()).date).toBe('2026-11-21')
  })

  test('helps where the shipped one cannot be read', async () => {
    serve(directoryText('2026-11-20', hosts(1)))
    writeFileSync(shipped(), '{')
    const latest = open()
    await expect(latest.current()).rejects.toThrow('directory-unreadable')
    expect(await latest.refresh(today)).toMatchObject({ outcome: 'taken' })
    expect((await latest.current()).hosts).toHaveLength(1)
  })

  test('is checked entry by entry; what is left is kept, and nothing else', async () => {
    const bad = [
      null,
      { ...hosts(1, 'x')[0], services: [padService('javascript:alert(1)')] },
      { ...hosts(1, 'y')[0], website: 'http://192.168.1.1/' },
    ]
    const [one, ...others] = hosts(10, 'n')
    serve(directoryText('2026-11-20', [...bad, { ...one, evil: 'x' }, ...others]))
    const latest = open()
    await latest.refresh(today)
    expect((await latest.current()).hosts).toEqual([one, ...others])
    expect(JSON.parse(readFileSync(kept(), 'utf8'))).toEqual({
      date: '2026-11-20',
      root: address(),
      hosts: [one, ...others],
    })
  })

  test('is asked for without anything that tells two people apart', async () => {
    serve(directoryText('2026-11-20', hosts(12)))
    const latest = open()
    await latest.refresh(today)
    await latest.refresh(today)
    const { host } = new URL(address())
    const plain = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Chatiere', host }
    expect(heard).toEqual([plain, plain].map(headers => ({ ...headers, connection: 'close' })))
    expect(server.asked).toEqual(['/directory.json', '/directory.json'])
  })
})

describe('all stays as it was', () => {
  const half = directoryText('2026-11-20', hosts(12)).slice(0, 400)
  test.each<[string, string | Uint8Array, string]>([
    ['half of a file', half, 'unreadable'],
    ['a page', '<!doctype html><title>Bienvenue</title>', 'unreadable'],
    ['no text at all', Uint8Array.of(0xff, 0xfe, 0x7b), 'unreadable'],
    ['another shape', '{"date":"2026-11-20","hosts":{}}', 'unreadable'],
    ['no date', directoryText('', hosts(12)), 'it has no date'],
    ['a date that is none', directoryText('2026-13-45', hosts(12)), 'it has no date'],
    ['a date far ahead', directoryText('2099-01-01', hosts(12)), 'it is from the future'],
    ['no hosts', directoryText('2026-11-20', []), 'no host in it offers anything'],
    [
      'less than half of the hosts',
      directoryText('2026-11-20', hosts(4)),
      'it has 4 hosts, less than half of the 10 there were',
    ],
    [
      'hosts of which most cannot be used',
      directoryText('2026-11-20', [...hosts(4), ...Array(20).fill({ id: 'x' })]),
      'it has 4 hosts, less than half of the 10 there were',
    ],
    [
      'hosts that take nobody',
      directoryText(
        '2026-11-20',
        hosts(12).map(host => ({ ...host, status: 'IDLE' })),
      ),
      'no host in it takes strangers without an account',
    ],
    ['more than anybody should load', 'x'.repeat(4 * 1024 * 1024 + 1), 'too-large'],
  ])('with %s', async (_, text, why) => {
    serve(text)
    const latest = open()
    expect(await latest.refresh(today)).toEqual({ outcome: 'refused', why })
    expect((await latest.current()).date).toBe('2026-11-01')
    expect(existsSync(kept())).toBe(false)
  })

  test.each(['2026-11-01', '2020-01-01'])('with one of %s, which is not newer', async date => {
    serve(directoryText(date, hosts(12)))
    expect(await open().refresh(today)).toEqual({ outcome: 'current' })
    expect(existsSync(kept())).toBe(false)
  })

  test('not so with half of the hosts: those may have left', async () => {
    serve(directoryText('2026-11-20', hosts(5)))
    expect(await open().refresh(today)).toMatchObject({ outcome: 'taken' })
  })

  test('when the server says no, hangs up, sends us inside, or is not there', async () => {
    answer = (_, response) => response.writeHead(404).end(directoryText('2026-11-20', hosts(12)))
    expect(await open().refresh(today)).toEqual({ outcome: 'refused', why: 'http-404' })
    answer = request => request.socket.destroy()
    expect(await open().refresh(today)).toEqual({ outcome: 'refused', why: 'broken' })
    answer = (_, response) => response.writeHead(302, { location: 'http://192.168.1.1/d.json' }).end()
    expect(await open().refresh(today)).toEqual({ outcome: 'refused', why: 'private-address' })
    const gone = `${await deadOrigin()}/d.json`
    expect(await open(gone).refresh(today)).toEqual({ outcome: 'refused', why: 'refused' })
    expect(await open(null).refresh(today)).toEqual({ outcome: 'refused', why: 'no address' })
  })
})

test('a stranger’s file may not name services of this computer, wherever in an entry', () => {
  const [good] = hosts(1)
  const at = (change: Partial<Host>) => hostEntry('x', [padService('https://x.example/')], change)
  const other = { name: '', software: '', url: 'https://127.1.2.3/', signup: null }
  const inside = [
    at({ services: [padService('http://127.0.0.1:9001/')] }),
    at({ services: [{ kind: 'audio', software: 'Mumble', url: 'mumble://localhost' }] }),
    at({ website: 'http://localhost:631/' }),
    at({ donate: ['https://[::1]/'] }),
    at({ others: [other] }),
  ]
  const told = at({ source: 'https://a list that somebody made (2020)' })
  expect(onlyWithin([...inside, good!, told], 'public')).toEqual([good, told])
  expect(onlyWithin(inside, 'loopback')).toEqual(inside)
})

test.each([
  ['https://hosts.example/directory.json', 'https://hosts.example/directory.json'],
  ['http://127.0.0.1:8080/d.json', 'http://127.0.0.1:8080/d.json'],
  ['http://hosts.example/directory.json', null],
  ['https://hosts.example/d.json?who=anna', null],
  ['https://hosts.example/d.json#anna', null],
  ['https://anna:secret@hosts.example/d.json', null],
  ['https://192.168.1.1/d.json', null],
  ['file:///etc/passwd', null],
  ['nonsense', null],
])('the address %s becomes %s', (text, address) => {
  expect(readDirectoryAddress(text)).toBe(address)
})
