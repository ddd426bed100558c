/**
 * Which screen is open, and what was typed so far. One pure function moves it on; drafts live beside the
 * screens, so nothing typed is lost by going back, by an error, or by a detour through the settings.
 */
import type { Joined } from '../bridge/engine-api.ts'
import type { Invitation } from '../bridge/invitation.ts'
import type { Problem } from '../bridge/problems.ts'
import type { ServiceKind } from '../bridge/services.ts'

export type Screen =
  | { readonly name: 'home' }
  | { readonly name: 'settings' }
  /** How the sound does, figure by figure. */
  | { readonly name: 'diagnostics' }
  /** What was made or joined before. */
  | { readonly name: 'places' }
  /** A title, then a host, before anything is made. */
  | {
      readonly name: 'create'
      readonly kind: ServiceKind
      /** A host picked already; absent = one is drawn. */
      readonly hostId?: string
    }
  /** The door of a meeting. */
  | { readonly name: 'prejoin'; readonly invitation: Invitation }
  | {
      readonly name: 'meeting'
      readonly invitation: Invitation
      readonly joined: Joined
      /** The name we entered with, and the password; kept in memory to come back after a breakdown. */
      readonly userName: string
      readonly password: string | null
      /** When we entered, ms since 1970. */
      readonly since: number
    }
  /** The meeting is over for us, and why. */
  | { readonly name: 'ended'; readonly problem: Problem; readonly invitation: Invitation }
  /** What else the collective offers. */
  | { readonly name: 'more' }
  /** The services that are open: the one in front, or two beside each other. */
  | { readonly name: 'services' }
  /** The door of a call. */
  | {
      readonly name: 'call'
      readonly url: string
      /** The host's name, and its place in the directory, when we know them. */
      readonly host: string | null
      readonly hostId: string | null
      readonly title: string | null
      /** The host that this one is tried instead of: the link is another one now. */
      readonly insteadOf: string | null
      /** Ids of the hosts that were tried before, for the same people; absent = none. */
      readonly passedOver?: readonly string[]
    }
  /** A call that is made on its site, in the person's browser. `opened`: did it take the address? */
  | { readonly name: 'opened'; readonly url: string; readonly opened: boolean; readonly unmade: Unmade }

/** Asked for as a screen: the service is opened, or found among the open ones, and shown. */
export interface PageRequest {
  readonly name: 'page'
  readonly url: string
  /** Null: of none of our kinds. */
  readonly kind: ServiceKind | null
  /** The host's name when we know it. */
  readonly host: string | null
  /** What the person calls it; absent = as the page calls itself. */
  readonly title?: string
  readonly unmade?: Unmade
}

/** What is still to be made on the site that is open; its address is then pasted back. */
export interface Unmade {
  readonly kind: ServiceKind
  readonly title: string
  readonly hostId: string
}

export interface Drafts {
  /** What was pasted on the home screen. */
  readonly link: string
  /** Titles typed for what is not made yet; a kind without one gets the day's suggestion. */
  readonly titles: Readonly<Partial<Record<ServiceKind, string>>>
  /** Addresses pasted back from sites, not kept yet. */
  readonly pasted: Readonly<Partial<Record<ServiceKind, string>>>
  /** The address of a host to add. */
  readonly ownHost: string
  /** What was looked for among what else the collective offers; `software` null = any. */
  readonly more: { readonly text: string; readonly software: string | null }
  /** The name typed at the door; null = as in the settings. */
  readonly userName: string | null
  readonly password: DraftPassword
}

/** A password with the server it was typed for: it goes to no other one. */
export interface DraftPassword {
  /** As {@link serverOf} names it; empty = no password yet. */
  readonly server: string
  readonly text: string
}

/** Names a server among the drafts. */
export function serverOf({ host, port }: Pick<Invitation, 'host' | 'port'>): string {
  return `${host.toLowerCase()}:${port}`
}

export interface AppState {
  /** The screens one upon the other; the last one is open. Never empty. */
  readonly screens: readonly [Screen, ...Screen[]]
  readonly drafts: Drafts
}

export type AppAction =
  /** Opens a screen over this one. */
  | { readonly type: 'open'; readonly screen: Screen }
  /** Opens a screen in place of this one. */
  | { readonly type: 'replace'; readonly screen: Screen }
  | { readonly type: 'back' }
  | { readonly type: 'home' }
  | { readonly type: 'draft'; readonly changed: Partial<Omit<Drafts, 'titles' | 'pasted'>> }
  /** Null forgets it: it was made. */
  | { readonly type: 'title'; readonly kind: ServiceKind; readonly title: string | null }
  | { readonly type: 'pasted'; readonly kind: ServiceKind; readonly url: string }
  /** We are in: the door and what led to it are behind us. */
  | { readonly type: 'entered'; readonly screen: Extract<Screen, { name: 'meeting' }> }
  /** The meeting is over: why, or null when we left. Screens over it stay. */
  | { readonly type: 'meeting-over'; readonly screen: Extract<Screen, { name: 'ended' }> | null }
  /** Back to the meeting from whatever lies over it. */
  | { readonly type: 'to-meeting' }
  /** A call that was shown is over: back to what was before. */
  | { readonly type: 'leave-services' }
  /** The same meeting, entered again after a breakdown. */
  | { readonly type: 'rejoined'; readonly joined: Joined }

/** What screens ask for: a page becomes the screen of the open services. */
export type AppRequest =
  | Exclude<AppAction, { readonly type: 'open' | 'replace' }>
  | { readonly type: 'open'; readonly screen: Screen | PageRequest }
  | { readonly type: 'replace'; readonly screen: Screen | PageRequest }

export const firstState: AppState = {
  screens: [{ name: 'home' }],
  drafts: {
    link: '',
    titles: {},
    pasted: {},
    ownHost: '',
    more: { text: '', software: null },
    userName: null,
    password: { server: '', text: '' },
  },
}

export function openScreen(state: AppState): Screen {
  return state.screens[state.screens.length - 1] ?? state.screens[0]
}

export function reduceApp(state: AppState, action: AppAction): AppState {
  const below = state.screens.slice(0, -1)
  switch (action.type) {
    case 'open':
      return { ...state, screens: stack(without(state.screens, action.screen), action.screen) }
    case 'replace':
      return { ...state, screens: stack(without(below, action.screen), action.screen) }
    case 'back': {
      const screen = below.pop()
      return screen === undefined ? state : { ...state, screens: stack(below, screen) }
    }
    case 'home':
      return { ...state, screens: homeOver(below) }
    case 'draft':
      return { ...state, drafts: { ...state.drafts, ...action.changed } }
    case 'title':
      return { ...state, drafts: withTitle(state.drafts, action.kind, action.title) }
    case 'pasted': {
      const pasted = { ...state.drafts.pasted, [action.kind]: action.url }
      return { ...state, drafts: { ...state.drafts, pasted } }
    }
    case 'entered':
      // The next meeting starts with a fresh title and an empty field; the name is in the settings by now.
      return {
        screens: [{ name: 'home' }, action.screen],
        drafts: { ...withTitle(state.drafts, 'audio', null), link: '', userName: null },
      }
    case 'meeting-over':
      return { ...state, screens: withMeeting(state.screens, () => action.screen) }
    case 'to-meeting': {
      const meeting = meetingOf(state)
      return meeting === null ? state : { ...state, screens: [{ name: 'home' }, meeting] }
    }
    case 'leave-services': {
      const screen = openScreen(state).name === 'services' ? below.pop() : undefined
      return screen === undefined ? state : { ...state, screens: stack(below, screen) }
    }
    case 'rejoined':
      return {
        ...state,
        screens: withMeeting(state.screens, meeting => ({ ...meeting, joined: action.joined })),
      }
  }
}

type MeetingScreen = Extract<Screen, { name: 'meeting' }>

/** The meeting we are in, open or under other screens; null = none. */
export function meetingOf(state: AppState): MeetingScreen | null {
  return state.screens.find(screen => screen.name === 'meeting') ?? null
}

/** Going home from over a meeting does not leave it. */
function homeOver(below: readonly Screen[]): AppState['screens'] {
  const meeting = below.find(screen => screen.name === 'meeting')
  return meeting === undefined ? [{ name: 'home' }] : [{ name: 'home' }, meeting, { name: 'home' }]
}

function withMeeting(
  screens: readonly Screen[],
  change: (meeting: MeetingScreen) => Screen | null,
): AppState['screens'] {
  const next = screens.flatMap(screen => (screen.name === 'meeting' ? (change(screen) ?? []) : screen))
  const [first, ...rest] = next
  // Home over a meeting that is gone is home.
  const doubled = rest.length === 1 && rest[0]?.name === 'home' && first?.name === 'home'
  return first === undefined || doubled ? [{ name: 'home' }] : [first, ...rest]
}

function withTitle(drafts: Drafts, kind: ServiceKind, title: string | null): Drafts {
  const { [kind]: _forgotten, ...others } = drafts.titles
  return { ...drafts, titles: title === null ? others : { ...others, [kind]: title } }
}

/** There is one screen for all services: asked for again, it is the same one. */
function without(screens: readonly Screen[], { name }: Screen): readonly Screen[] {
  return name === 'services' ? screens.filter(screen => screen.name !== name) : screens
}

function stack(below: readonly Screen[], top: Screen): readonly [Screen, ...Screen[]] {
  const [first, ...rest] = below
  return first === undefined ? [top] : [first, ...rest, top]
}
