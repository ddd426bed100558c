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
  /** A service by itself. `host` is its name when we know it. */
  | {
      readonly name: 'page'
      readonly url: string
      readonly kind: ServiceKind
      readonly host: string | null
      readonly unmade?: Unmade
    }
  /** A call for the person's browser. `opened`: did it take the address? */
  | { readonly name: 'opened'; readonly url: string; readonly opened: boolean; readonly unmade?: Unmade }

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
  /** The same meeting, entered again after a breakdown. */
  | { readonly type: 'rejoined'; readonly joined: Joined }

export const firstState: AppState = {
  screens: [{ name: 'home' }],
  drafts: {
    link: '',
    titles: {},
    pasted: {},
    ownHost: '',
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
      return { ...state, screens: [...state.screens, action.screen] }
    case 'replace':
      return { ...state, screens: stack(below, action.screen) }
    case 'back': {
      const screen = below.pop()
      return screen === undefined ? state : { ...state, screens: stack(below, screen) }
    }
    case 'home':
      return { ...state, screens: [{ name: 'home' }] }
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
    case 'rejoined': {
      const screen = openScreen(state)
      return screen.name === 'meeting'
        ? { ...state, screens: stack(below, { ...screen, joined: action.joined }) }
        : state
    }
  }
}

function withTitle(drafts: Drafts, kind: ServiceKind, title: string | null): Drafts {
  const { [kind]: _forgotten, ...others } = drafts.titles
  return { ...drafts, titles: title === null ? others : { ...others, [kind]: title } }
}

function stack(below: readonly Screen[], top: Screen): readonly [Screen, ...Screen[]] {
  const [first, ...rest] = below
  return first === undefined ? [top] : [first, ...rest, top]
}
