import type { LookupAddress } from 'node:dns'
import { expect, test } from 'vitest'
import type { Place, PlaceAddress } from '../../bridge/places.ts'
import { readDirectory } from '../../engine/directory/directory.ts'
import { whereLeads } from '../../engine/where-leads.ts'

const names: Record<string, string[]> = {
  'pad.example': ['203.0.114.1'],
  'evil.example': ['192.168.1.1'],
  'mixed.example': ['203.0.114.1', '10.0.0.1'],
  'self.example': ['127.0.0.1'],
}
/** A double of the system's look-up. */
const resolve = async (name: string): Promise<LookupAddress[]> => {
  const found = names[name]
  if (found === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  return found.map(address => ({ address, family: 4 }))
}

function place(...urls: string[]): Place {
  const addresses = urls.map(
    (url): PlaceAddress => ({
      kind: 'pad',
      url,
      software: '',
      hostId: null,
      hostName: '',
      exports: [],
      lifetimeDays: null,
    }),
  )
  const moment = '2026-02-11T00:00:00.000Z'
  return { id: 'x', title: 'x', addresses, made: moment, lastOpened: moment, endsOn: null, pinned: false }
}
const at = (url: string, more: Partial<Parameters<typeof whereLeads>[1]> = {}) =>
  whereLeads(url, { hosts: [], places: [], resolve, ...more })

test.each([
  ['https://pad.example/p/tea', 'public'],
  ['https://nobody.example/', 'public'],
  ['no address', 'public'],
  ['http://192.168.1.1/', 'private'],
  ['http://127.0.0.1:8080/', 'private'],
  ['http://2130706433/', 'private'],
  ['http://[::1]/', 'private'],
  ['http://router.lan/', 'private'],
  ['http://printer/', 'private'],
  ['https://evil.example/', 'private'],
  ['https://mixed.example/', 'private'],
  ['https://self.example/', 'private'],
])('%s leads: %s', async (url, leads) => {
  expect(await at(url)).toBe(leads)
})

test('a host of the directory, or of one’s own, is known, by its exact origin', async () => {
  const { hosts } = await readDirectory('assets/directory.json')
  const [host] = hosts
  if (host === undefined) throw new Error('the directory is empty')
  const [service] = host.services
  if (service === undefined) throw new Error('the host has no service')
  const own = [{ ...host, services: [{ ...service, url: 'http://192.168.1.20:9001/' }] }]
  expect(await at('http://192.168.1.20:9001/p/tea', { hosts: own })).toBe('own')
  expect(await at('http://192.168.1.20/p/tea', { hosts: own })).toBe('private')
  expect(await at('http://192.168.1.1/', { hosts: own })).toBe('private')
})

test('so is one whose page is kept, but not one whose pad came with a meeting', async () => {
  const page = 'http://192.168.1.20/p/tea'
  expect(await at(page, { places: [place('http://192.168.1.20/p/other')] })).toBe('own')
  expect(await at(page, { places: [place('mumble://voice.example/Tea', page)] })).toBe('private')
})
