import { describe, expect, test } from 'vitest'
import { seedHosts } from '../../build/directory-seed.ts'
import { Directory } from '../../engine/directory/directory.ts'
import { eligibleOffers } from '../../engine/directory/eligible.ts'

const service = (more: Record<string, unknown> = {}) => ({
  category: 'pad',
  software: 'Etherpad',
  url: 'https://pad.example/',
  source: 'a list',
  asOf: '2020-04-21',
  confidence: 'medium',
  ...more,
})
const entry = (services: unknown[], more: Record<string, unknown> = {}) => ({
  organization: 'Les Chatons',
  website: 'https://chatons.example/',
  chatons: true,
  country: 'FR',
  services,
  ...more,
})
const seed = (...services: unknown[]) => {
  const { hosts, report } = seedHosts([entry(services)])
  return { host: hosts[0], services: hosts[0]?.services ?? [], reasons: report.dropped.map(({ why }) => why) }
}

describe('a directory of hand-kept facts', () => {
  test('every fact keeps its source, day and confidence', () => {
    expect(
      seedHosts([entry([service({ poolWeight: 2, inFramapadPool: true, padLifetime: '6 months' })])]).hosts,
    ).toEqual([
      {
        id: 'les-chatons',
        name: 'Les Chatons',
        website: 'https://chatons.example/',
        country: 'FR',
        chatons: true,
        asOf: '2020-04-21',
        weight: 2,
        services: [
          {
            kind: 'pad',
            software: 'Etherpad',
            url: 'https://pad.example/',
            lifetimeDays: 180,
            source: 'a list',
            asOf: '2020-04-21',
            confidence: 'medium',
          },
        ],
      },
    ])
  })

  test.each([
    ['pad', 'pad'],
    ['spreadsheet', 'sheet'],
    ['video', 'video'],
    ['poll', 'poll'],
    ['sticky-notes', 'notes'],
    ['file-share', 'files'],
    ['image', 'images'],
    ['link', 'link'],
    ['paste', 'paste'],
  ])('the category %s is the kind %s', (category, kind) => {
    expect(seed(service({ category, software: 'x' })).services.map(one => one.kind)).toEqual([kind])
  })

  test('a voice server is one by its own address; one for browsers only, a cloud, and accounts are others', () => {
    const { host } = seed(
      service({ category: 'audio', software: 'Mumble', url: 'mumble://voice.example/' }),
      service({ category: 'audio', software: 'Mumble (mumble-web client)', url: 'https://voice.example/' }),
      service({ category: 'cloud', software: 'Nextcloud', url: 'https://cloud.example/' }),
      service({ registration: 'account required', url: 'https://member.example/' }),
    )
    expect(host?.services.map(({ url }) => url)).toEqual(['mumble://voice.example/'])
    expect(host?.others?.map(({ software, signup }) => [software, signup])).toEqual([
      ['mumble-web', null],
      ['Nextcloud', null],
      ['Etherpad', true],
    ])
  })

  test.each([
    [{ note: 'closing was announced for January 2022' }, 'closed'],
    [{ note: 'party server; NOT a public meeting service' }, 'not-for-strangers'],
    [{ note: 'demonstration only' }, 'not-for-strangers'],
    [{ url: 'javascript:alert(1)' }, 'unsafe-address'],
    [{ url: 'http://192.168.1.1/' }, 'private-address'],
  ])('%j is left out: %s', (facts, why) => {
    expect(seed(service(facts)).reasons).toEqual([why, 'nothing-offered'])
  })

  test.each([[{ inFramapadPool: false }], [{ confidence: 'low' }], [{ padLifetime: '1 day' }]])(
    '%j is listed, and nobody is sent there unasked',
    facts => {
      const { hosts } = seedHosts([entry([service(facts)])])
      expect(hosts[0]?.services).toHaveLength(1)
      expect(eligibleOffers(new Directory('', hosts), 'pad', '2026-01-01')).toEqual([])
    },
  )

  test('small ones keep their small weight, and no big one has more than five usual ones', () => {
    const weight = (...pool: (number | undefined)[]) =>
      seed(...pool.map(poolWeight => service({ ...(poolWeight === undefined ? {} : { poolWeight }) }))).host
        ?.weight
    expect([weight(undefined), weight(1), weight(2, 2), weight(80, undefined)]).toEqual([1, 1, 4, 10])
  })

  test('limits, features, machine, a layout of its own, an owner, an uncertain day and name', () => {
    const { hosts } = seedHosts([
      entry(
        [
          service({
            asOf: 'undated (after 2020)',
            padUrlPrefix: 'https://pad.example/',
            googleStunFree: true,
            features: ['burn'],
            maxExpiry: 'never',
            limits: { maxSize: '1 GiB', maxDays: 5, maxDownloads: 100 },
            note: 'listed as hosted in DE (Hetzner)',
          }),
        ],
        {
          organization: 'Tux (author of things)',
          chatonsBasis: 'only this third-party list calls it a CHATONS',
          owner: 'April (https://april.example/) - somewhere',
        },
      ),
    ])
    expect(hosts).toMatchObject([
      {
        id: 'tux',
        name: 'Tux',
        chatons: null,
        asOf: null,
        owner: { name: 'April', website: 'https://april.example/' },
        note: 'author of things; CHATONS: only this third-party list calls it a CHATONS',
        services: [
          {
            template: 'https://pad.example/{name}',
            limits: { maxBytes: 1_073_741_824, maxDays: 5, maxDownloads: 100 },
            features: ['burn', 'no-google-stun'],
            machine: { provider: 'Hetzner', country: 'DE', hosting: null, server: null },
            asOf: null,
            note: 'listed as hosted in DE (Hetzner); longest lifetime on offer: never; day of the fact: undated (after 2020)',
          },
        ],
      },
    ])
  })

  test('what is no such list is refused', () => {
    expect(() => seedHosts({})).toThrow()
    expect(() => seedHosts([{ organization: 'x' }])).toThrow()
  })
})
