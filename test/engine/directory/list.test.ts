import { describe, expect, test } from 'vitest'
import { Directory } from '../../../engine/directory/directory.ts'
import { hostFacts } from '../../../engine/directory/facts.ts'
import { type ListFilter, listChoices, listHosts } from '../../../engine/directory/list.ts'
import { hostEntry, padService } from './doubles.ts'

const today = '2026-11-23'

describe('the list', () => {
  const cloud = { name: 'Nuage', software: 'Nextcloud', url: 'https://cloud.example/', signup: true }
  const directory = new Directory('', [
    hostEntry('z', [padService('https://pad.z.example/', { software: 'Etherpad Lite' })], {
      name: 'Zébulon',
    }),
    hostEntry(
      'b',
      [padService('https://b.example/'), { kind: 'video', software: 'Jitsi', url: 'https://v.example/' }],
      {
        name: 'Association Réseau',
        country: 'BE',
        description: 'Des outils à Liège',
      },
    ),
    hostEntry('e', [], { name: 'éclair', others: [cloud] }),
  ])
  const all = { kind: null, country: null, software: null, text: '' }
  const names = (filter: Partial<ListFilter>) =>
    listHosts(directory, { ...all, ...filter }).map(({ name }) => name)

  test.each<[Partial<ListFilter>, string[]]>([
    [{}, ['Association Réseau', 'éclair', 'Zébulon']],
    [{ kind: 'pad' }, ['Association Réseau', 'Zébulon']],
    [{ kind: 'poll' }, []],
    [{ country: 'BE' }, ['Association Réseau']],
    [{ software: 'ETHERPAD' }, ['Association Réseau', 'Zébulon']],
    [{ software: 'jitsi meet' }, ['Association Réseau']],
    [{ software: 'nextcloud' }, ['éclair']],
    [{ kind: 'pad', software: 'Jitsi' }, []],
    [{ software: 'Unheard Of' }, []],
    [{ text: 'RESEAU' }, ['Association Réseau']],
    [{ text: 'liege outils' }, ['Association Réseau']],
    [{ text: 'zebulon' }, ['Zébulon']],
    [{ text: 'pad.z' }, ['Zébulon']],
    [{ text: 'nuage' }, ['éclair']],
    [{ text: 'reseau zebulon' }, []],
    [{ text: '  ' }, ['Association Réseau', 'éclair', 'Zébulon']],
  ])('%j → %j', (filter, expected) => {
    expect(names(filter)).toEqual(expected)
  })
})

test('what there is to filter by, each once, by its usual name', () => {
  const directory = new Directory('', [
    hostEntry('a', [padService('https://a.example/', { software: 'etherpad lite' })], { country: 'FR' }),
    hostEntry('b', [padService('https://b.example/'), padService('https://c.example/', { software: '' })], {
      country: 'BE',
      others: [{ name: 'Nuage', software: 'Unheard Of', url: 'https://b.example/', signup: null }],
    }),
    hostEntry('c', [], { country: null }),
  ])
  expect(listChoices(directory)).toEqual({ countries: ['BE', 'FR'], software: ['Etherpad', 'Unheard Of'] })
})

describe('the facts of a host', () => {
  test('what nobody told is null, never left out', () => {
    const facts = hostFacts(hostEntry('a', [padService('https://a.example/')], { chatons: null }), today)
    expect(facts).toEqual({
      id: 'a',
      name: 'a',
      website: null,
      description: null,
      type: null,
      owner: null,
      country: 'FR',
      since: null,
      chatons: null,
      memberSince: null,
      terms: null,
      help: null,
      contact: null,
      donate: [],
      asOf: null,
      others: [],
      services: [
        {
          kind: 'pad',
          software: 'Etherpad',
          address: 'https://a.example/',
          creation: 'named',
          lifetimeDays: null,
          limits: { maxBytes: null, maxDays: null, maxDownloads: null },
          exports: ['txt', 'html', 'etherpad'],
          machine: null,
          since: null,
          terms: null,
          help: null,
          notDrawn: null,
          asOf: null,
        },
      ],
    })
  })

  test('a service without terms or help of its own has its host’s; a full one says so', () => {
    const entry = hostEntry(
      'a',
      [
        { kind: 'files', software: 'plik 1.3', url: 'https://files.example/', load: 'FULL', lifetimeDays: 7 },
        {
          kind: 'paste',
          software: 'Unheard Of',
          url: 'https://x.example/',
          terms: 'https://x.example/terms',
        },
      ],
      { terms: 'https://a.example/terms', help: 'https://a.example/help' },
    )
    expect(hostFacts(entry, today).services).toMatchObject([
      {
        software: 'Plik',
        creation: 'on-site',
        lifetimeDays: 7,
        notDrawn: 'full',
        terms: 'https://a.example/terms',
        help: 'https://a.example/help',
      },
      { software: 'Unheard Of', terms: 'https://x.example/terms', notDrawn: null, exports: [] },
    ])
  })
})
