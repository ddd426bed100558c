/** Answers of the engine double: invented people, invented hosts. */
import { type Connection, type EngineApi, idleConnection, type PageApi } from '../../../bridge/engine-api.ts'
import { readLink, writeInvitation } from '../../../bridge/invitation.ts'
import { succeeded } from '../../../bridge/problems.ts'
import type { RoomEvent } from '../../../bridge/room.ts'
import type { HostCard } from '../../../bridge/services.ts'
import { defaultSettings, type Settings } from '../../../bridge/settings.ts'

const moustaches: HostCard = {
  id: 'moustaches',
  name: 'Les Moustaches',
  website: 'https://moustaches.example/',
  country: 'FR',
  chatons: true,
  services: [
    { kind: 'audio', software: 'Mumble', address: 'mumble://voix.moustaches.example' },
    { kind: 'pad', software: 'Etherpad', address: 'https://pad.moustaches.example/p/' },
    { kind: 'video', software: 'Jitsi Meet', address: 'https://visio.moustaches.example/' },
  ],
  asOf: '2026-02-11',
}

/** A host of whom little is known. */
const gouttiere: HostCard = {
  id: 'gouttiere',
  name: 'Gouttière libre',
  website: null,
  country: null,
  chatons: null,
  services: [{ kind: 'sheet', software: 'EtherCalc', address: 'https://calc.gouttiere.example/' }],
  asOf: null,
}

export const joinedConnection: Connection = {
  ...idleConnection,
  phase: 'joined',
  pingMs: 38,
  maxBandwidth: 130_000,
}

const people = [
  { name: 'Anouk' },
  { name: 'Camille' },
  { name: 'José', selfMute: true },
  { name: 'Marguerite', mute: true },
  { name: 'Samir', selfMute: true, selfDeaf: true },
] as const

/** A room of five, with rooms around it. Camille is ourselves. */
export const room: readonly RoomEvent[] = [
  { type: 'cleared' },
  { type: 'channel', id: 0, changed: { parentId: null, name: 'Root' } },
  { type: 'channel', id: 1, changed: { parentId: 0, name: 'Café du lundi' } },
  { type: 'channel', id: 2, changed: { parentId: 0, name: 'Salon café' } },
  { type: 'channel', id: 3, changed: { parentId: 0, name: 'Bureau', canEnter: false } },
  { type: 'channel', id: 4, changed: { parentId: 2, name: 'Balcon' } },
  ...people.map(
    (person, index): RoomEvent => ({
      type: 'user',
      session: 10 + index,
      changed: { ...person, channelId: 1 },
    }),
  ),
  { type: 'user', session: 30, changed: { name: 'Zoé', channelId: 2 } },
  { type: 'user', session: 31, changed: { name: 'Yann', channelId: 2 } },
  { type: 'self', session: 11 },
]

export interface AnswersOptions {
  readonly settings?: Partial<Settings>
  readonly padUrl?: () => string | null
  readonly tell: (say: (page: PageApi) => void) => void
  readonly replaced?: Partial<EngineApi>
}

/** An engine that says yes to everything, but for what a test replaces. */
export function answers({
  settings = {},
  padUrl = () => null,
  tell,
  replaced = {},
}: AnswersOptions): EngineApi {
  let kept: Settings = { ...defaultSettings, userName: 'Camille', ...settings }
  return {
    start: async () => ({
      version: '0.1.0',
      settings: kept,
      systemLanguage: 'fr-FR',
      kinds: ['audio', 'video', 'pad', 'sheet'],
      directoryDate: '2026-02-11',
    }),
    changeSettings: async change => {
      kept = Object.assign({ ...kept }, change)
      return succeeded(kept)
    },
    readLink: async text => readLink(text),
    chooseHost: async ([kind]) =>
      succeeded({
        host: kind === 'sheet' ? gouttiere : moustaches,
        beside: null,
        answeredInMs: 38,
        people: kind === 'audio' ? { present: 59, limit: 100 } : null,
      }),
    planMeeting: async ({ title }) =>
      succeeded({
        host: 'voix.moustaches.example',
        port: 64738,
        path: [`${title}-kfzqa`],
        title,
        padUrl: padUrl(),
      }),
    planService: async ({ kind }) => {
      const host = kind === 'sheet' ? gouttiere : moustaches
      return succeeded({ url: padUrl() ?? 'https://pad.moustaches.example/p/x', host })
    },
    join: async ({ invitation, muted }) => {
      tell(page => {
        page.connection(joinedConnection)
        page.room(room)
        page.self({ muted, deafened: false, pending: false })
      })
      const link = writeInvitation({ ...invitation, padUrl: padUrl() })
      const title = invitation.title ?? invitation.host
      return succeeded({
        renamedTo: null,
        firstVisit: true,
        roomMade: false,
        padUrl: padUrl(),
        link,
        title,
      })
    },
    leave: async () => null,
    setSelf: async state => {
      tell(page => {
        const { muted, deafened } = state
        page.room([{ type: 'user', session: 11, changed: { selfMute: muted, selfDeaf: deafened } }])
        page.self({ muted, deafened, pending: false })
      })
      return null
    },
    enterRoom: async () => null,
    acceptCertificate: async () => succeeded(null),
    ...replaced,
  }
}
