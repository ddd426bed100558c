import { describe, expect, test } from 'vitest'
import { Directory, type OtherService } from '../../../engine/directory/directory.ts'
import { listMore, type MoreFilter } from '../../../engine/directory/more.ts'
import { hostEntry, padService } from './doubles.ts'

const today = '2026-11-23'
const all: MoreFilter = { software: null, text: '' }

function other(software: string, url: string, name = software): OtherService {
  return { name, software, url, signup: null }
}

describe('what else the collective offers', () => {
  const directory = new Directory('', [
    hostEntry('z', [], { name: 'Zébulon', others: [other('nextcloud hub', 'https://cloud.z.example/')] }),
    hostEntry('b', [padService('https://b.example/')], {
      name: 'Bouquet',
      country: 'BE',
      chatons: null,
      others: [
        other('Nextcloud', 'https://cloud.b.example/', 'Nuage'),
        other('PeerTube', 'https://tube.b.example/'),
        other('', 'https://b.example/agenda', 'Agenda des fêtes'),
        // The same address once more, and another host's.
        other('Nextcloud Hub 8', 'https://CLOUD.b.example', 'Nuage'),
        other('Nextcloud', 'https://cloud.z.example/'),
      ],
    }),
    hostEntry('paused', [], { status: 'IDLE', others: [other('Wekan', 'https://wekan.example/')] }),
    hostEntry('over', [], { ended: '2026', others: [other('Wekan', 'https://wekan2.example/')] }),
    hostEntry('a', [], {
      name: 'Abeille',
      others: [other('Kresus!', 'https://k.example/'), other('kresus!', 'https://k2.example/')],
    }),
  ])
  const urls = (filter: Partial<MoreFilter>) =>
    listMore(directory, { ...all, ...filter }, today).services.map(({ url }) => new URL(url).host)

  test('is listed by software, then by host, each address once; what tells no software comes last', () => {
    const { services, software } = listMore(directory, all, today)
    expect(services.map(({ software, hostName, name }) => [software, hostName, name])).toEqual([
      ['Kresus!', 'Abeille', 'Kresus!'],
      ['kresus!', 'Abeille', 'kresus!'],
      ['Nextcloud', 'Bouquet', 'Nuage'],
      ['Nextcloud', 'Zébulon', 'nextcloud hub'],
      ['PeerTube', 'Bouquet', 'PeerTube'],
      ['', 'Bouquet', 'Agenda des fêtes'],
    ])
    expect(software).toEqual(['kresus!', 'Nextcloud', 'PeerTube'])
    expect(services[2]).toEqual({
      hostId: 'b',
      hostName: 'Bouquet',
      country: 'BE',
      chatons: null,
      name: 'Nuage',
      software: 'Nextcloud',
      url: 'https://cloud.b.example/',
    })
  })

  test.each<[Partial<MoreFilter>, string[]]>([
    [{ software: 'NEXTCLOUD' }, ['cloud.b.example', 'cloud.z.example']],
    [{ software: 'Kresus!' }, ['k.example', 'k2.example']],
    [{ software: 'Wekan' }, []],
    [{ text: 'fetes AGENDA' }, ['b.example']],
    [{ text: 'zebulon' }, ['cloud.z.example']],
    [{ text: 'tube.b' }, ['tube.b.example']],
    [{ text: 'nuage', software: 'PeerTube' }, []],
  ])('%j → %j', (filter, expected) => {
    expect(urls(filter)).toEqual(expected)
  })

  test('the filter offers all software, whatever is searched for', () => {
    expect(listMore(directory, { ...all, text: 'nobody has this' }, today)).toEqual({
      services: [],
      software: ['kresus!', 'Nextcloud', 'PeerTube'],
    })
  })
})
