/** A directory whose one host is this computer. */

export interface LocalServices {
  readonly mumblePort: number
  /** Address that a pad's name is put behind, ending in a slash. */
  readonly padUrl: string
}

export function demoDirectory({ mumblePort, padUrl }: LocalServices) {
  return {
    date: new Date().toISOString().slice(0, 10),
    hosts: [
      {
        id: 'this-computer',
        name: 'Cet ordinateur (démo)',
        website: null,
        country: null,
        chatons: null,
        asOf: null,
        weight: 1,
        services: [
          { kind: 'audio', software: 'Mumble', url: `mumble://127.0.0.1:${mumblePort}` },
          { kind: 'pad', software: 'Etherpad', url: padUrl },
        ],
      },
    ],
  }
}
