/**
 * What the page may ask of the engine, and what the engine tells the page. The schemas are the border:
 * the engine checks every call against them, so a page gone wrong gets `call-malformed` and no more.
 */
import * as v from 'valibot'
import type { Creation, HostFacts, HostList, MoreList } from './host-facts.ts'
import type { Invitation, ReadLink } from './invitation.ts'
import type { LineReport } from './line-report.ts'
import { type Backup, type Place, pastedPlaceSchema } from './places.ts'
import type { Outcome, Problem } from './problems.ts'
import { LONGEST_PIECE, type RecordingEnd, type RecordingKept } from './recording.ts'
import type { RoomEvent } from './room.ts'
import { type Grant, grantsSchema } from './service-permissions.ts'
import { type HostCard, type ServiceKind, serviceKindSchema } from './services.ts'
import { LONGEST_NAME, type Settings, settingsChangeSchema } from './settings.ts'

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest))

/** Characters of a list of places; thousands of places fit. */
export const LONGEST_IMPORT = 2_000_000

const originSchema = v.pipe(text(300), v.regex(/^https?:\/\/[^/\s]+$/))
const zoomSchema = v.pipe(v.number(), v.minValue(0.3), v.maxValue(3))

const invitationSchema = v.object({
  host: v.pipe(text(253), v.minLength(1)),
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)),
  path: v.pipe(v.array(v.pipe(text(512), v.minLength(1))), v.maxLength(10)),
  title: v.nullable(text(200)),
  padUrl: v.nullable(text(8192)),
})

/** Arguments of each call, in order. */
export const engineCalls = {
  /** What the page needs to draw its first screen. */
  start: v.tuple([]),
  changeSettings: v.tuple([settingsChangeSchema]),
  readLink: v.tuple([text(20_000)]),
  /** Draws a host for the first kind that answers; the second kind may come from another host. `passedOver`: ids the person did not want. */
  chooseHost: v.tuple([v.pipe(v.array(serviceKindSchema), v.minLength(1)), v.array(text(100))]),
  /** Makes the addresses of a meeting; nothing exists until somebody enters. */
  planMeeting: v.tuple([
    v.object({
      title: text(200),
      hostId: text(100),
      /** Where the pad is, when not at the same host. */ padHostId: v.nullable(text(100)),
    }),
  ]),
  /** The address of a new pad, sheet or call on a host. */
  planService: v.tuple([v.object({ kind: serviceKindSchema, title: text(200), hostId: text(100) })]),
  /** A host that the person picked from the list, asked whether it is well. */
  chooseThis: v.tuple([text(100), v.pipe(v.array(serviceKindSchema), v.minLength(1))]),
  listHosts: v.tuple([
    v.object({
      kind: v.nullable(serviceKindSchema),
      country: v.nullable(text(2)),
      software: v.nullable(text(60)),
      text: text(200),
    }),
  ]),
  /** `always` holds for one kind, `never` for the whole host; null takes both back. */
  setWish: v.tuple([
    v.object({
      hostId: text(100),
      kind: serviceKindSchema,
      wish: v.nullable(v.picklist(['always', 'never'])),
    }),
  ]),
  /** Adds a host by the address of something of it; it is recognised by what answers there. */
  addHost: v.tuple([text(2000)]),
  removeHost: v.tuple([text(100)]),
  /** Places whose title, host or address have these words; empty = all. */
  listPlaces: v.tuple([text(200)]),
  placeOpened: v.tuple([text(100)]),
  renamePlace: v.tuple([v.object({ id: text(100), title: v.pipe(text(200), v.minLength(1)) })]),
  pinPlace: v.tuple([v.object({ id: text(100), pinned: v.boolean() })]),
  forgetPlace: v.tuple([text(100)]),
  /** Brings back what was forgotten last. */
  undoForget: v.tuple([]),
  keepPasted: v.tuple([pastedPlaceSchema]),
  /** Writes all places to a file of the person's downloads folder. */
  exportPlaces: v.tuple([v.picklist(['json', 'html'])]),
  /** Takes over a list exported as JSON; `takeOver` false only tells what would come of it. */
  importPlaces: v.tuple([v.object({ json: text(LONGEST_IMPORT), takeOver: v.boolean() })]),
  /** Places whose host will delete them soon. */
  placesEnding: v.tuple([]),
  /** What is known of the host of an address; kind null = of any. */
  hostAt: v.tuple([v.object({ url: text(8192), kind: v.nullable(serviceKindSchema) })]),
  /** Does a page let itself be shown in a frame within a page of this origin, and where is it in the end? */
  mayFrame: v.tuple([
    v.object({ url: text(8192), kind: v.nullable(serviceKindSchema), origin: originSchema }),
  ]),
  /** Where a page's address leads, before anything is loaded from there. */
  whereLeads: v.tuple([text(8192)]),
  /** Does an address of a host that nobody knows lead to a video call? Asks the host. */
  leadsToCall: v.tuple([text(8192)]),
  /** ISO codes of the countries that hosts of the directory are in. */
  hostCountries: v.tuple([]),
  /** What else the collective offers: kinds that Chatière does not make by itself. */
  listMore: v.tuple([v.object({ software: v.nullable(text(60)), text: text(200) })]),
  /** What was agreed and set for a host, by its origin such as `https://meet.example.org`. */
  hostPreferences: v.tuple([originSchema]),
  setHostPreferences: v.tuple([
    v.object({
      origin: originSchema,
      /** Null forgets what was agreed: the person is asked again. */
      grants: v.optional(v.nullable(grantsSchema)),
      zoom: v.optional(zoomSchema),
    }),
  ]),
  /** All hosts for which something was agreed or set. */
  listHostPreferences: v.tuple([]),
  /** Saves what is in a place to the person's downloads folder: pads, sheets, all of a meeting at once. */
  backUp: v.tuple([text(100)]),
  join: v.tuple([
    v.object({
      invitation: invitationSchema,
      userName: text(LONGEST_NAME),
      muted: v.boolean(),
      /** The server's password; null = none. */
      password: v.nullable(text(512)),
    }),
  ]),
  leave: v.tuple([]),
  setSelf: v.tuple([v.object({ muted: v.boolean(), deafened: v.boolean() })]),
  /** Moves to another room of the same server. */
  enterRoom: v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0))]),
  /** The person read the warning and takes the server's new certificate. */
  acceptCertificate: v.tuple([v.object({ host: text(253), port: v.number(), fingerprint: text(64) })]),
  /** Begins to record the meeting, whose title is given: answers when everybody has been told. */
  startRecording: v.tuple([text(200)]),
  /** The next piece of sound, in order; see recording.ts. */
  keepRecording: v.tuple([v.object({ data: text(LONGEST_PIECE), first: v.boolean() })]),
  stopRecording: v.tuple([]),
  /** Shows the last recording in the system's file manager. */
  showRecording: v.tuple([]),
  /** How the line does, and that of up to eight others in our room, by their sessions. */
  lineReport: v.tuple([v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(8))]),
} as const

export type EngineCall = keyof typeof engineCalls
export type EngineArguments<C extends EngineCall> = v.InferOutput<(typeof engineCalls)[C]>

export interface Start {
  readonly version: string
  readonly settings: Settings
  /** The computer's language, as a BCP 47 tag. */
  readonly systemLanguage: string
  /** Kinds that at least one host of the directory offers. */
  readonly kinds: readonly ServiceKind[]
  /** ISO date of the directory's facts; empty when it cannot be read. */
  readonly directoryDate: string
}

export interface HostChoice {
  readonly host: HostCard
  /** The host of the second kind, when the first host does not offer it. */
  readonly beside: HostCard | null
  /** All that is known of the two, for the card. */
  readonly facts: HostFacts
  readonly besideFacts: HostFacts | null
  /** How long the host's slowest service took to answer, in ms. */
  readonly answeredInMs: number
  /** People on the voice server and its limit, when it tells. */
  readonly people: { readonly present: number; readonly limit: number } | null
}

export interface Joined {
  /** The name the server took, when it refused the one that was typed. */
  readonly renamedTo: string | null
  /** We saw this server for the first time and keep its certificate from now on. */
  readonly firstVisit: boolean
  /** The room of the link was not there, and was made again. */
  readonly roomMade: boolean
  /** The address beside the voices: from the link, or from the room's description. */
  readonly padUrl: string | null
  /** The link to hand out, without any secret. */
  readonly link: string
  readonly title: string
}

/** What came of a list that was read, or would come of it. */
export interface PlacesImport {
  readonly added: number
  /** Were kept already. */
  readonly known: number
  /** Could not be read, or hold what may not be opened. */
  readonly leftOut: number
}

export interface HostPreferences {
  readonly origin: string
  /** Null: never asked. Empty: asked, and refused. */
  readonly grants: readonly Grant[] | null
  /** 1 = 100 %. */
  readonly zoom: number
}

/**
 * Where an address leads: out to the `public`; into the `private` network around this computer, or to this computer
 * itself; or there too, to a host of the person's `own`: they added it, kept a page of it, or the directory has it.
 */
export type Leads = 'public' | 'private' | 'own'
/** What was learnt of a page before it is shown in a frame, which itself tells nothing. */
export interface FrameAnswer {
  /** Null: nobody can tell. */
  readonly allowed: boolean | null
  /** Why it will not come; null = nothing that we know of. */
  readonly trouble: 'certificate' | null
  /** Where the address led in the end; null = not known. */
  readonly url: string | null
}

export interface EngineAnswers {
  start: Start
  changeSettings: Outcome<Settings>
  readLink: Outcome<ReadLink>
  chooseHost: Outcome<HostChoice>
  planMeeting: Outcome<Invitation>
  /** `on-site`: the address opens the site where it is made; what comes of it is pasted back. */
  planService: Outcome<{ url: string; host: HostCard; creation: Creation }>
  chooseThis: Outcome<HostChoice>
  listHosts: Outcome<HostList>
  setWish: Outcome<null>
  addHost: Outcome<HostFacts>
  removeHost: Outcome<null>
  listPlaces: Outcome<readonly Place[]>
  placeOpened: Outcome<null>
  renamePlace: Outcome<null>
  pinPlace: Outcome<null>
  forgetPlace: Outcome<null>
  undoForget: Outcome<null>
  keepPasted: Outcome<Place>
  exportPlaces: Outcome<{ file: string }>
  importPlaces: Outcome<PlacesImport>
  placesEnding: Outcome<readonly Place[]>
  /** `facts` null: no host that we know. */
  hostAt: Outcome<{ readonly facts: HostFacts | null }>
  whereLeads: Outcome<Leads>
  mayFrame: Outcome<FrameAnswer>
  leadsToCall: Outcome<{ readonly call: boolean }>
  hostCountries: Outcome<readonly string[]>
  listMore: Outcome<MoreList>
  hostPreferences: Outcome<HostPreferences>
  setHostPreferences: Outcome<HostPreferences>
  listHostPreferences: Outcome<readonly HostPreferences[]>
  backUp: Outcome<Backup>
  join: Outcome<Joined>
  leave: null
  setSelf: null
  enterRoom: null
  acceptCertificate: Outcome<null>
  startRecording: Outcome<{ readonly file: string }>
  keepRecording: Outcome<RecordingKept>
  /** Null: nothing was being recorded. */
  stopRecording: Outcome<RecordingEnd | null>
  showRecording: Outcome<null>
  /** Null: we are in no meeting. */
  lineReport: Outcome<LineReport | null>
}

/** The engine as the page calls it. */
export type EngineApi = {
  readonly [C in EngineCall]: (...args: EngineArguments<C>) => Promise<EngineAnswers[C]>
}

/** How the voice travels right now. */
export type VoiceRoute = 'udp' | 'tunnel'

export interface Connection {
  readonly phase: 'idle' | 'connecting' | 'joined' | 'reconnecting' | 'ended'
  readonly route: VoiceRoute
  /** Round trip to the server in ms; null before the first answer. */
  readonly pingMs: number | null
  /** Share of our voice packets that the server missed lately, 0..1. */
  readonly uplinkLoss: number
  /** Share of the voice packets to us that were lost lately, 0..1. */
  readonly downlinkLoss: number
  /** Most our voice may use on this server, in bit/s; null = not said. */
  readonly maxBandwidth: number | null
  /** Why we are reconnecting, or why it ended. */
  readonly problem: Problem | null
}

export const idleConnection: Connection = {
  phase: 'idle',
  route: 'udp',
  pingMs: null,
  uplinkLoss: 0,
  downlinkLoss: 0,
  maxBandwidth: null,
  problem: null,
}

/** What the engine tells the page, unasked. */
export interface PageApi {
  /** The room moved on; always applied in order. */
  room(events: readonly RoomEvent[]): void
  connection(state: Connection): void
  /** Our own mute and deafen as the server has them; `pending` until its echo agrees. */
  self(state: { muted: boolean; deafened: boolean; pending: boolean }): void
  /** The room's pad changed: its description was edited. */
  pad(url: string | null): void
  /** Something to tell the person that ends nothing. */
  notice(problem: Problem): void
}
