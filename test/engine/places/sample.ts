/** A pad's address as the app would keep it; `name` tells it from others. */
import type { Place, PlaceAddress } from '../../../bridge/places.ts'

export function padAddress(name: string, change: Partial<PlaceAddress> = {}): PlaceAddress {
  return {
    kind: 'pad',
    url: `https://pad.example/p/${name}`,
    software: 'Etherpad',
    hostId: 'exemple',
    hostName: 'Exemple',
    exports: ['txt', 'html', 'etherpad'],
    lifetimeDays: 365,
    ...change,
  }
}

export function placeOf(addresses: readonly PlaceAddress[], title = 'Café du lundi'): Place {
  return {
    id: 'one',
    title,
    addresses,
    made: '2020-04-06T08:00:00.000Z',
    lastOpened: '2020-04-06T08:00:00.000Z',
    endsOn: null,
    pinned: false,
  }
}
