/** Invented places, in a book that remembers what a test does with it. */
import type { EngineApi } from '../../../bridge/engine-api.ts'
import type { Place, PlaceAddress } from '../../../bridge/places.ts'
import { failed, problem, succeeded } from '../../../bridge/problems.ts'
import type { ServiceKind } from '../../../bridge/services.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const daysFrom = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()

function address(kind: ServiceKind, url: string, more: Partial<PlaceAddress> = {}): PlaceAddress {
  return {
    kind,
    url,
    software: '',
    hostId: 'moustaches',
    hostName: 'Les Moustaches',
    exports: kind === 'pad' ? ['txt', 'html'] : [],
    lifetimeDays: null,
    ...more,
  }
}

function firstPlaces(padUrl: string): Place[] {
  return [
    {
      id: 'cafe',
      title: 'Café du lundi',
      addresses: [
        address('audio', 'mumble://voix.moustaches.example/Caf%C3%A9?title=Caf%C3%A9'),
        address('pad', padUrl),
      ],
      made: daysFrom(-20),
      lastOpened: daysFrom(-1),
      endsOn: null,
      pinned: true,
    },
    {
      id: 'compte-rendu',
      title: 'Compte rendu AG',
      addresses: [address('pad', padUrl, { hostName: 'Gouttière libre', lifetimeDays: 30 })],
      made: daysFrom(-24),
      lastOpened: daysFrom(-24),
      endsOn: daysFrom(6).slice(0, 10),
      pinned: false,
    },
    {
      id: 'mamie',
      title: 'Anniversaire de Mamie',
      addresses: [address('video', 'https://visio.pelote.example/mamie', { hostName: 'La Pelote' })],
      made: daysFrom(-40),
      lastOpened: daysFrom(-40),
      endsOn: null,
      pinned: false,
    },
  ]
}

type PlaceCalls =
  | 'listPlaces'
  | 'placeOpened'
  | 'renamePlace'
  | 'pinPlace'
  | 'forgetPlace'
  | 'undoForget'
  | 'keepPasted'
  | 'exportPlaces'
  | 'importPlaces'
  | 'placesEnding'
  | 'backUp'

export function placeBook(padUrl: () => string | null): Pick<EngineApi, PlaceCalls> {
  let places: Place[] | null = null
  let forgotten: Place | null = null
  const book = () => {
    places ??= firstPlaces(padUrl() ?? 'https://pad.moustaches.example/p/x')
    return places
  }
  const change = (id: string, changed: Partial<Place>) => {
    places = book().map(place => (place.id === id ? { ...place, ...changed } : place))
    return succeeded(null)
  }
  return {
    listPlaces: async words =>
      succeeded(book().filter(({ title }) => title.toLowerCase().includes(words.toLowerCase()))),
    placeOpened: async id => {
      const lifetime = book().find(place => place.id === id)?.addresses[0]?.lifetimeDays ?? null
      const endsOn = lifetime === null ? null : daysFrom(lifetime).slice(0, 10)
      return change(id, { lastOpened: new Date().toISOString(), endsOn })
    },
    renamePlace: async ({ id, title }) => change(id, { title }),
    pinPlace: async ({ id, pinned }) => change(id, { pinned }),
    forgetPlace: async id => {
      forgotten = book().find(place => place.id === id) ?? null
      places = book().filter(place => place.id !== id)
      return succeeded(null)
    },
    undoForget: async () => {
      if (forgotten === null) return failed(problem('place-unknown'))
      places = [forgotten, ...book()]
      return succeeded(null)
    },
    keepPasted: async ({ kind, title, hostId, url }) => {
      if (!url.startsWith('https://')) return failed(problem('link-unreadable'))
      const kept: Place = {
        id: 'pasted',
        title,
        addresses: [address(kind, url, { hostId })],
        made: daysFrom(0),
        lastOpened: daysFrom(0),
        endsOn: null,
        pinned: false,
      }
      places = [kept, ...book()]
      return succeeded(kept)
    },
    exportPlaces: async form => succeeded({ file: `/home/camille/Téléchargements/mes-lieux.${form}` }),
    importPlaces: async ({ json, takeOver }) => {
      // The engine reads an exported list entry by entry; what it cannot read is left out.
      const { places: told } = JSON.parse(json) as { places: (Partial<Place> | null)[] }
      const readable = told.flatMap(place =>
        place?.title === undefined || place.addresses === undefined
          ? []
          : [
              {
                pinned: false,
                endsOn: null,
                made: daysFrom(-9),
                lastOpened: daysFrom(-9),
                ...place,
              } as Place,
            ],
      )
      const urls = new Set(book().map(({ addresses }) => addresses[0]?.url))
      const fresh = readable.filter(({ addresses }) => !urls.has(addresses[0]?.url))
      if (takeOver) places = [...book(), ...fresh.map((place, index) => ({ ...place, id: `taken-${index}` }))]
      return succeeded({
        added: fresh.length,
        known: readable.length - fresh.length,
        leftOut: told.length - readable.length,
      })
    },
    placesEnding: async () =>
      succeeded(
        book().filter(({ endsOn }) => endsOn !== null && Date.parse(endsOn) < Date.now() + 7 * DAY_MS),
      ),
    backUp: async () =>
      succeeded({
        folder: '/home/camille/Téléchargements/Compte rendu AG',
        files: ['/home/camille/Téléchargements/Compte rendu AG/pad.txt'],
        failed: [{ url: 'https://pad.gouttiere.example/p/ag', form: 'html', status: 'silent' }],
        empty: [],
      }),
  }
}
