/** Answers of the engine double: invented people, invented hosts. */
import {
  type Connection,
  type EngineApi,
  type HostChoice,
  type HostPreferences,
  idleConnection,
  type PageApi,
} from '../../../bridge/engine-api.ts'
import type { HostFacts } from '../../../bridge/host-facts.ts'
import { readLink, writeInvitation } from '../../../bridge/invitation.ts'
import { succeeded } from '../../../bridge/problems.ts'
import type { RoomEvent } from '../../../bridge/room.ts'
import { type ServiceKind, serviceKinds } from '../../../bridge/services.ts'
import { defaultSettings, type Settings } from '../../../bridge/settings.ts'
import { cardOf, factsOf, hostFor, hosts, listHosts, listMore } from './hosts.ts'
import { lineReport, peerLine } from './line.ts'
import { placeBook } from './places.ts'
import { recordingBook } from './recording.ts'

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

function choiceOf(facts: HostFacts, kind: ServiceKind): HostChoice {
  return {
    host: cardOf(facts),
    beside: null,
    facts,
    besideFacts: null,
    answeredInMs: 38,
    people: kind === 'audio' ? { present: 59, limit: 100 } : null,
  }
}

function preferencesOf(all: readonly HostPreferences[], origin: string): HostPreferences {
  return all.find(each => each.origin === origin) ?? { origin, grants: null, zoom: 1 }
}

/** An engine that says yes to everything, but for what a test replaces. */
export function answers({
  settings = {},
  padUrl = () => null,
  tell,
  replaced = {},
}: AnswersOptions): EngineApi {
  let preferences: readonly HostPreferences[] = [
    { origin: 'https://visio.moustaches.example', grants: ['microphone', 'camera'], zoom: 1 },
    { origin: 'https://meet.pelote.example', grants: [], zoom: 1 },
    { origin: 'https://pad.moustaches.example', grants: null, zoom: 1.2 },
  ]
  let kept: Settings = { ...defaultSettings, userName: 'Camille', ...settings }
  return {
    start: async () => ({
      version: '0.1.0',
      settings: kept,
      systemLanguage: 'fr-FR',
      kinds: [...serviceKinds],
      directoryDate: '2026-02-11',
    }),
    changeSettings: async change => {
      kept = Object.assign({ ...kept }, change)
      return succeeded(kept)
    },
    readLink: async text => readLink(text),
    chooseHost: async ([kind = 'audio']) => succeeded(choiceOf(hostFor(kind), kind)),
    chooseThis: async (hostId, [kind = 'audio']) => succeeded(choiceOf(factsOf(hostId), kind)),
    listHosts: async filters => succeeded(listHosts(filters)),
    hostAt: async ({ url }) => {
      const isThere = (address: string) => URL.canParse(url) && address.startsWith(new URL(url).origin)
      const facts = hosts.find(({ services }) => services.some(({ address }) => isThere(address))) ?? null
      return succeeded({ facts })
    },
    whereLeads: async () => succeeded('public'),
    leadsToCall: async () => succeeded({ call: false }),
    mayFrame: async () => succeeded({ allowed: true, trouble: null, url: null }),
    hostCountries: async () => succeeded(['FR', 'BE']),
    listMore: async filters => succeeded(listMore(filters)),
    listHostPreferences: async () => succeeded(preferences),
    hostPreferences: async origin => succeeded(preferencesOf(preferences, origin)),
    setHostPreferences: async ({ origin, ...changed }) => {
      const next = { ...preferencesOf(preferences, origin), ...changed }
      preferences = [...preferences.filter(each => each.origin !== origin), next]
      return succeeded(next)
    },
    setWish: async () => succeeded(null),
    addHost: async () => succeeded(hosts[0]),
    removeHost: async () => succeeded(null),
    ...placeBook(padUrl),
    planMeeting: async ({ title }) =>
      succeeded({
        host: 'voix.moustaches.example',
        port: 64738,
        path: [`${title}-kfzqa`],
        title,
        padUrl: padUrl(),
      }),
    planService: async ({ kind, hostId }) => {
      const facts = factsOf(hostId)
      const creation = facts.services.find(service => service.kind === kind)?.creation ?? 'named'
      return succeeded({
        url: padUrl() ?? 'https://pad.moustaches.example/p/x',
        host: cardOf(facts),
        creation,
      })
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
    ...recordingBook(tell),
    lineReport: async sessions => succeeded({ ...lineReport, peers: sessions.map(peerLine) }),
    ...replaced,
  }
}
