import { afterEach, describe, expect, test } from 'vitest'
import { toHosts } from '../../../../engine/directory/chatonsinfos/to-hosts.ts'
import { walkTree } from '../../../../engine/directory/chatonsinfos/walk.ts'
import type { HttpDouble } from '../doubles.ts'
import { federation, organization, service, startTree, type TreeFile } from './tree.ts'

const today = '2026-11-23'
let double: HttpDouble | null = null
afterEach(async () => {
  await double?.stop()
  double = null
})

/** A double of the name server: all names are public, those that start with "inside" are not. */
const resolve = (name: string) =>
  Promise.resolve([{ address: name.startsWith('inside') ? '10.0.0.1' : '8.8.8.8', family: 4 }])

async function read(files: Readonly<Record<string, TreeFile>>) {
  double = await startTree(files)
  const tree = await walkTree(`${double.origin}/root`)
  const hosts = await toHosts(tree, today, resolve)
  return { hosts, reasons: tree.report.dropped.map(({ what, name, why }) => `${what} ${name} ${why}`) }
}
/** One organisation with these services; the first of its hosts. */
async function services(...files: readonly (readonly string[])[]) {
  const { hosts, reasons } = await read({
    '/root': organization(
      'A',
      files.map((_, index) => `{}/${index}`),
    ),
    ...Object.fromEntries(files.map((file, index) => [`/${index}`, file])),
  })
  return { services: hosts[0]?.services ?? [], others: hosts[0]?.others ?? [], reasons }
}
async function organizationOf(...more: readonly string[]) {
  const { hosts, reasons } = await read({
    '/root': federation(['{}/a']),
    '/a': organization('A', ['{}/pad'], more),
    '/pad': service('https://pad.example/', 'Etherpad'),
  })
  return { host: hosts[0], reasons }
}

describe('from a tree to hosts', () => {
  test('all that a card tells', async () => {
    const { hosts, reasons } = await read({
      '/root': federation(['{}/a']),
      '/a': organization(
        'Les Chatons Libres',
        ['{}/pad'],
        [
          'file.datetime = 2024-05-06T07:08:09',
          'organization.description = Des outils libres',
          'organization.website = https://chatons.example',
          'organization.type = association',
          'organization.status.level = ACTIVE',
          'organization.memberof.chatons.status.level = ACTIVE',
          'organization.memberof.chatons.startdate = 01/02/2019',
          'organization.country.code = fr',
          'organization.geolocation.latitude = 48,85',
          'organization.geolocation.longitude = 2.35',
          'organization.owner.name = April',
          'organization.owner.website = https://april.example',
          'organization.contact.url = https://chatons.example/contact',
          'organization.legal.url = https://chatons.example/cgu',
          'organization.guide.user = https://chatons.example/aide',
          'organization.funding.liberapay = https://liberapay.example/chatons',
          'organization.funding.helloasso = chatons',
          'organization.startdate = 2018',
        ],
      ),
      '/pad': service('https://pad.chatons.example/', 'Etherpad Lite', [
        'file.datetime = 2099-01-01',
        'service.status.level = OK',
        'service.registration.load = OPEN',
        'service.startdate = 2019-03-04',
        'service.legal.url = https://pad.chatons.example/cgu',
        'host.name = Hébergeur',
        'host.country.name = France',
        'host.provider.type = HostedBay',
        'host.server.type = physical',
      ]),
    })
    expect(hosts).toEqual([
      {
        id: 'les-chatons-libres',
        name: 'Les Chatons Libres',
        website: 'https://chatons.example/',
        country: 'FR',
        chatons: true,
        asOf: '2024-05-06',
        weight: 2,
        place: { latitude: 48.85, longitude: 2.35 },
        description: 'Des outils libres',
        type: 'ASSOCIATION',
        since: '2018',
        memberSince: '2019-02-01',
        owner: { name: 'April', website: 'https://april.example/' },
        terms: 'https://chatons.example/cgu',
        help: 'https://chatons.example/aide',
        contact: 'https://chatons.example/contact',
        donate: ['https://liberapay.example/chatons'],
        source: `${double?.origin}/a`,
        services: [
          {
            kind: 'pad',
            software: 'Etherpad Lite',
            url: 'https://pad.chatons.example/',
            since: '2019-03-04',
            terms: 'https://pad.chatons.example/cgu',
            machine: { provider: 'Hébergeur', country: 'FR', hosting: 'HOSTEDBAY', server: 'PHYSICAL' },
            source: `${double?.origin}/pad`,
            // A file from the future has no date.
            asOf: null,
          },
        ],
      },
    ])
    expect(reasons).toEqual([])
  })

  test.each([
    [['organization.memberof.chatons.status.level = ACTIVE'], true],
    [['organization.memberof.chatons.status.level = AWAY'], false],
    [['organization.memberof.chatons.status.level = en pause'], false],
    [
      [
        'organization.memberof.chatons.enddate = 2023-01-01',
        'organization.memberof.chatons.status.level = ACTIVE',
      ],
      false,
    ],
    [[], true],
  ])('a member by %j: %s', async (lines, chatons) => {
    expect((await organizationOf(...lines)).host?.chatons).toBe(chatons)
  })

  test('whoever is not under the collective’s root is no member that we know of', async () => {
    const { hosts } = await read({
      '/root': organization('A', ['{}/pad']),
      '/pad': service('https://pad.example/', 'Etherpad'),
    })
    expect(hosts[0]?.chatons).toBeNull()
  })

  test.each([
    ['organization.status.level = IDLE', 'not-active'],
    ['organization.status.level = away', 'not-active'],
    ['organization.status.level = inactif', 'not-active'],
    ['organization.status.level = bof', 'not-active'],
    ['organization.enddate = 31/12/2024', 'ended'],
  ])('an organisation with %s is left out: %s', async (line, why) => {
    const { host, reasons } = await organizationOf(line)
    expect([host, reasons.at(-1)]).toEqual([undefined, `organization A ${why}`])
  })

  test.each([
    ['organization.status.level = Actif'],
    ['organization.status.level ='],
    ['organization.enddate = 2099-01-01'],
  ])('with %s it stays', async line => {
    expect((await organizationOf(line)).host?.id).toBe('a')
  })

  test.each([
    ['None', undefined],
    ['none', undefined],
    ['None;Free', undefined],
    ['Member, None', undefined],
    ['', null],
  ])('registration “%s” is signup %s', async (registration, signup) => {
    const file = service('https://pad.example/', 'Etherpad').filter(line => !line.includes('registration'))
    const {
      services: [pad],
    } = await services([...file, `service.registration = ${registration}`])
    expect(pad).toBeDefined()
    expect(pad?.signup).toBe(signup)
  })

  test.each(['Free', 'Member', 'Client', 'free;member'])(
    'registration “%s” asks for an account',
    async registration => {
      const { services: list, reasons } = await services(
        service('https://pad.example/', 'Etherpad', [`service.registration = ${registration}`]),
      )
      expect([list, reasons]).toEqual([
        [],
        ['service Etherpad here signup', 'organization A nothing-offered'],
      ])
    },
  )

  test('what is full or not well stays, and says so: it comes back by itself', async () => {
    const { services: list } = await services(
      service('https://one.example/', 'Etherpad', ['service.registration.load = FULL']),
      service('https://two.example/', 'Etherpad', ['service.status.level = WARNING']),
    )
    expect(list).toMatchObject([{ load: 'FULL' }, { status: 'WARNING' }])
  })

  test('what has ended, and the same again, is left out', async () => {
    const { services: list, reasons } = await services(
      service('https://one.example/', 'Etherpad', ['service.enddate = 2020-01-01']),
      service('https://two.example', 'Etherpad'),
      service('https://two.example/', 'Etherpad'),
    )
    expect(list.map(({ url }) => url)).toEqual(['https://two.example/'])
    expect(reasons).toEqual(['service Etherpad here ended', 'service Etherpad here duplicate'])
  })

  test('a public name that leads into a private network is left out, for pages and voice servers', async () => {
    const { services: list, reasons } = await services(
      service('https://inside.example/', 'Etherpad'),
      service('mumble://inside.example', 'Mumble'),
      service('https://pad.example/', 'Etherpad'),
    )
    expect([list.length, reasons]).toEqual([
      1,
      ['service Etherpad here private-address', 'service Mumble here private-address'],
    ])
  })

  test('a name that nobody can look up today stays', async () => {
    double = await startTree({
      '/root': organization('A', ['{}/s']),
      '/s': service('https://a.example/', 'Plik'),
    })
    const tree = await walkTree(`${double.origin}/root`)
    expect(await toHosts(tree, today, () => Promise.reject(new Error('no network')))).toHaveLength(1)
  })

  test('what Chatière does not open itself is among the others, with or without an account', async () => {
    const { others } = await services(
      service('https://cloud.example/', 'Nextcloud', ['service.registration = Member']),
      service('https://new.example/', 'Unheard Of'),
    )
    expect(others).toMatchObject([
      { name: 'Nextcloud here', software: 'Nextcloud', url: 'https://cloud.example/', signup: true },
      { software: 'Unheard Of', signup: false },
    ])
  })

  test('a voice server by its own address, or by the name of its page', async () => {
    const { services: list } = await services(
      service('mumble://voice.example:1234', 'Murmur'),
      service('https://mumble.example/aide', 'Mumble'),
    )
    expect(list.map(({ kind, url }) => [kind, url])).toEqual([
      ['audio', 'mumble://voice.example:1234'],
      ['audio', 'mumble://mumble.example'],
    ])
  })

  test('two of one name have two ids; the same one twice is one', async () => {
    const { hosts, reasons } = await read({
      '/root': federation(['{}/a', '{}/b', '{}/c']),
      '/a': organization('Chatons', ['{}/1'], ['organization.website = https://a.example']),
      '/b': organization('CHATONS !', ['{}/2'], ['organization.website = https://b.example']),
      '/c': organization('Chatons', ['{}/3'], ['organization.website = https://a.example']),
      '/1': service('https://1.example/', 'Etherpad'),
      '/2': service('https://2.example/', 'Etherpad'),
      '/3': service('https://3.example/', 'Etherpad'),
    })
    expect(hosts.map(({ id }) => id)).toEqual(['chatons', 'chatons-2'])
    expect(reasons).toEqual(['organization Chatons duplicate'])
  })
})
