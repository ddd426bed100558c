/** Invented hosts: one that tells all of itself, one of whom little is known. */
import type { EngineArguments } from '../../../bridge/engine-api.ts'
import type {
  HostFacts,
  HostList,
  HostListing,
  MoreList,
  MoreListing,
  ServiceFacts,
} from '../../../bridge/host-facts.ts'
import type { HostCard, ServiceKind } from '../../../bridge/services.ts'

const service = (kind: ServiceKind, software: string, address: string): ServiceFacts => ({
  kind,
  software,
  address,
  creation: ['audio', 'video', 'pad', 'sheet'].includes(kind) ? 'named' : 'on-site',
  lifetimeDays: kind === 'pad' ? 365 : null,
  limits: { maxBytes: null, maxDays: null, maxDownloads: null },
  exports: kind === 'pad' ? ['txt', 'html', 'etherpad'] : [],
  machine:
    kind === 'pad' || kind === 'audio'
      ? { provider: 'Hébergeurs réunis', country: 'FR', hosting: 'HOSTEDSERVER', server: 'PHYSICAL' }
      : null,
  since: '2017-03-01',
  terms: 'https://moustaches.example/conditions',
  help: null,
  notDrawn: null,
  asOf: '2026-02-11',
})

const moustaches: HostFacts = {
  id: 'moustaches',
  name: 'Les Moustaches',
  website: 'https://moustaches.example/',
  description: 'Des outils libres, pour le quartier et au-delà.',
  type: 'ASSOCIATION',
  owner: { name: 'Association Les Moustaches', website: 'https://moustaches.example/qui' },
  country: 'FR',
  since: '2016-11-29',
  chatons: true,
  memberSince: '2017-06-01',
  terms: 'https://moustaches.example/conditions',
  help: 'https://moustaches.example/aide',
  contact: null,
  donate: ['https://moustaches.example/don'],
  asOf: '2026-02-11',
  services: [
    service('audio', 'Mumble', 'mumble://voix.moustaches.example'),
    service('pad', 'Etherpad', 'https://pad.moustaches.example/p/'),
    service('video', 'Jitsi Meet', 'https://visio.moustaches.example/'),
    service('poll', 'Framadate', 'https://dates.moustaches.example/'),
    service('notes', 'Scrumblr', 'https://notes.moustaches.example/'),
    service('files', 'Lufi', 'https://fichiers.moustaches.example/'),
    service('images', 'Lutim', 'https://images.moustaches.example/'),
    service('link', 'Lstu', 'https://lien.moustaches.example/'),
    service('paste', 'PrivateBin', 'https://secret.moustaches.example/'),
  ],
  others: [{ name: 'Nuage', software: 'Nextcloud', url: 'https://nuage.moustaches.example/' }],
}

/** A host of whom little is known. */
const gouttiere: HostFacts = {
  id: 'own-gouttiere',
  name: 'Gouttière libre',
  website: null,
  description: null,
  type: null,
  owner: null,
  country: null,
  since: null,
  chatons: null,
  memberSince: null,
  terms: null,
  help: null,
  contact: null,
  donate: [],
  asOf: null,
  services: [
    {
      ...service('sheet', 'EtherCalc', 'https://calc.gouttiere.example/'),
      terms: null,
      since: null,
      asOf: null,
    },
    {
      ...service('pad', '', 'https://pad.gouttiere.example/p/'),
      terms: null,
      machine: null,
      lifetimeDays: null,
    },
  ],
  others: [],
}

export const hosts = [moustaches, gouttiere] as const

export function factsOf(hostId: string): HostFacts {
  return hosts.find(host => host.id === hostId) ?? moustaches
}

export function hostFor(kind: ServiceKind): HostFacts {
  return kind === 'sheet' ? gouttiere : moustaches
}

export function cardOf({ id, name, website, country, chatons, services, asOf }: HostFacts): HostCard {
  const cards = services.map(({ kind, software, address }) => ({ kind, software, address }))
  return { id, name, website, country, chatons, services: cards, asOf }
}

export function listingOf(
  { id, name, country, services }: HostFacts,
  more: Partial<HostListing> = {},
): HostListing {
  return {
    id,
    name,
    country,
    services: services.map(({ kind, software }) => ({ kind, software })),
    wish: null,
    setAside: false,
    own: false,
    ...more,
  }
}

const listings: readonly HostListing[] = [
  listingOf(moustaches, { wish: 'always' }),
  listingOf(gouttiere, { setAside: true, own: true }),
]

/** As the engine filters: every filter holds, the text is looked for in the name. */
export function filterHosts(
  all: readonly HostListing[],
  { kind, country, software, text }: EngineArguments<'listHosts'>[0],
): readonly HostListing[] {
  return all.filter(
    host =>
      (country === null || host.country === country) &&
      host.name.toLowerCase().includes(text.toLowerCase()) &&
      host.services.some(
        each => (kind === null || each.kind === kind) && (software === null || each.software === software),
      ),
  )
}

export function listHosts(filters: EngineArguments<'listHosts'>[0]): HostList {
  return {
    hosts: filterHosts(listings, filters),
    own: listings.filter(({ own }) => own),
    countries: ['FR', 'BE'],
    software: ['EtherCalc', 'Etherpad', 'Mumble'],
  }
}

const more = (name: string, software: string, listing: Partial<MoreListing> = {}): MoreListing => ({
  hostId: 'moustaches',
  hostName: 'Les Moustaches',
  country: 'FR',
  chatons: true,
  name,
  software,
  url: `https://${software.toLowerCase() || 'services'}.moustaches.example/`,
  ...listing,
})

const pelote = { hostId: 'pelote', hostName: 'La Pelote', country: 'BE', chatons: false }
const moreServices: readonly MoreListing[] = [
  more('Agenda partagé', 'Mobilizon'),
  more('Formulaires', ''),
  more('Nuage', 'Nextcloud'),
  more('Salle de classe', 'BigBlueButton', pelote),
  more('Vidéos du quartier', 'PeerTube', { ...pelote, chatons: null, country: null }),
]

/** As the engine does: the software by its name, every word somewhere in what is told. */
export function listMore({ software, text }: EngineArguments<'listMore'>[0]): MoreList {
  const words = text.toLowerCase().split(/\s+/)
  return {
    services: moreServices.filter(
      each =>
        (software === null || each.software === software) &&
        words.every(word => `${each.name} ${each.software} ${each.hostName}`.toLowerCase().includes(word)),
    ),
    software: [...new Set(moreServices.map(each => each.software))].filter(name => name !== '').sort(),
  }
}
