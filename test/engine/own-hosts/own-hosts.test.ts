import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MOST_OWN_HOSTS, OwnHosts } from '../../../engine/own-hosts/own-hosts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'own-hosts.json')
const open = () => new OwnHosts(file(), () => Date.UTC(2020, 3, 6))
const pads = (name = 'pad') =>
  ({ kind: 'pad', software: 'Etherpad', base: `https://${name}.example/` }) as const

test('hosts are kept over a restart, by name, until they are removed', () => {
  const hosts = open()
  const ours = hosts.add(pads(), '  Notre serveur ')
  const voices = hosts.add(
    { kind: 'audio', software: 'Mumble', base: 'mumble://salon.example:5000/' },
    'Écoute',
  )
  expect(ours).toMatchObject({ ...pads(), name: 'Notre serveur', added: '2020-04-06T00:00:00.000Z' })
  expect(open().list()).toEqual([voices, ours])
  expect(open().remove(ours.id)).toEqual(ours)
  expect(open().remove(ours.id)).toBeNull()
  expect(open().list()).toEqual([voices])
})

test('the same base again is the same host; without a name it is called as its machine', () => {
  const hosts = open()
  const first = hosts.add(pads(), 'Un')
  expect(hosts.add(pads(), '')).toEqual({ ...first, name: 'pad.example' })
  expect(hosts.list()).toHaveLength(1)
})

test.each(['javascript:alert(1)//', 'https://anna:secret@pad.example/', 'https://pad.example/x', 'x/'])(
  'the base %s is not kept',
  base => {
    const hosts = open()
    expect(() => hosts.add({ ...pads(), base }, 'x')).toThrow('call-malformed')
    expect(hosts.list()).toEqual([])
  },
)

test('there is an end to them', () => {
  const hosts = open()
  for (let index = 0; index < MOST_OWN_HOSTS; index++) hosts.add(pads(`pad${index}`), `${index}`)
  expect(() => hosts.add(pads('more'), 'x')).toThrow('own-hosts-full')
  expect(hosts.add(pads('pad0'), 'Encore').name).toBe('Encore')
  expect(hosts.list()).toHaveLength(MOST_OWN_HOSTS)
})

test('a file cut short is set aside; a bad entry is left out alone', () => {
  writeFileSync(file(), '{"version":1,"items":[')
  expect(open().list()).toEqual([])
  const good = open().add(pads(), 'Bon')
  const text = JSON.stringify({
    version: 1,
    items: [good, { ...good, id: 'b', base: 'file:///etc/' }, { ...good, id: 'c', kind: 'casino' }, 7],
  })
  writeFileSync(file(), text)
  const hosts = open()
  expect(hosts.list()).toEqual([good])
  expect(readFileSync(hosts.setAside!, 'utf8')).toBe(text)
})
