import { describe, expect, it } from 'vitest'
import type { Joined } from '../../bridge/engine-api.ts'
import type { Invitation } from '../../bridge/invitation.ts'
import { problem } from '../../bridge/problems.ts'
import {
  type AppAction,
  type AppState,
  firstState,
  meetingOf,
  openScreen,
  reduceApp,
} from '../../renderer/app-state.ts'

const invitation: Invitation = {
  host: 'voix.example',
  port: 64738,
  path: ['Café'],
  title: null,
  padUrl: null,
}
const joined: Joined = {
  renamedTo: null,
  firstVisit: false,
  roomMade: false,
  padUrl: null,
  link: 'mumble://voix.example/Caf%C3%A9',
  title: 'Café',
}
const meeting = {
  name: 'meeting',
  invitation,
  joined,
  userName: 'Camille',
  password: 'moustache',
  since: 0,
} as const

function after(...actions: AppAction[]): AppState {
  return actions.reduce(reduceApp, firstState)
}

describe('the screens', () => {
  it('start at home, and stay there when there is nothing behind', () => {
    expect(openScreen(firstState)).toEqual({ name: 'home' })
    expect(after({ type: 'back' })).toEqual(firstState)
  })

  it('lead back the way they came', () => {
    const there = after(
      { type: 'open', screen: { name: 'create', kind: 'audio' } },
      { type: 'open', screen: { name: 'prejoin', invitation } },
    )
    expect(openScreen(there).name).toBe('prejoin')
    const back = reduceApp(there, { type: 'back' })
    expect(openScreen(back)).toEqual({ name: 'create', kind: 'audio' })
    expect(openScreen(reduceApp(back, { type: 'back' }))).toEqual({ name: 'home' })
  })

  it('have no door behind a meeting', () => {
    const inside = after(
      { type: 'open', screen: { name: 'prejoin', invitation } },
      { type: 'entered', screen: meeting },
    )
    expect(inside.screens.map(screen => screen.name)).toEqual(['home', 'meeting'])
  })

  it('replace only the open one', () => {
    const made = after(
      { type: 'open', screen: { name: 'create', kind: 'pad' } },
      { type: 'replace', screen: { name: 'page', url: 'https://pad.example/p/x', kind: 'pad', host: null } },
    )
    expect(made.screens.map(screen => screen.name)).toEqual(['home', 'page'])
    expect(reduceApp(firstState, { type: 'replace', screen: { name: 'settings' } }).screens).toEqual([
      { name: 'settings' },
    ])
  })

  it('take a meeting that was entered again as it is now', () => {
    const again = after(
      { type: 'entered', screen: meeting },
      { type: 'rejoined', joined: { ...joined, title: 'Thé' } },
    )
    expect(openScreen(again)).toEqual({ ...meeting, joined: { ...joined, title: 'Thé' } })
    expect(after({ type: 'rejoined', joined })).toEqual(firstState)
  })
})

describe('what was typed', () => {
  const typed: readonly AppAction[] = [
    { type: 'draft', changed: { link: 'mumble://voix.example' } },
    {
      type: 'draft',
      changed: { userName: 'Cam', password: { server: 'voix.example:64738', text: 'moustache' } },
    },
    { type: 'title', kind: 'audio', title: 'Café' },
    { type: 'title', kind: 'pad', title: 'Notes' },
    { type: 'pasted', kind: 'poll', url: 'https://dates.example/x' },
    { type: 'draft', changed: { ownHost: 'pad.example' } },
  ]

  it('stays on every way between screens', () => {
    const { drafts } = after(...typed)
    const ways: readonly AppAction[] = [
      { type: 'open', screen: { name: 'settings' } },
      { type: 'back' },
      { type: 'replace', screen: { name: 'prejoin', invitation } },
      { type: 'home' },
    ]
    expect(after(...typed, ...ways).drafts).toEqual(drafts)
    expect(drafts.titles).toEqual({ audio: 'Café', pad: 'Notes' })
  })

  it('is done with once we are in: the link, the title, the name; not the password, not other titles', () => {
    expect(after(...typed, { type: 'entered', screen: meeting }).drafts).toEqual({
      link: '',
      titles: { pad: 'Notes' },
      pasted: { poll: 'https://dates.example/x' },
      ownHost: 'pad.example',
      more: { text: '', software: null },
      userName: null,
      password: { server: 'voix.example:64738', text: 'moustache' },
    })
  })

  it('keeps an emptied title empty, and forgets one that was made', () => {
    expect(after({ type: 'title', kind: 'pad', title: '' }).drafts.titles).toEqual({ pad: '' })
    expect(after(...typed, { type: 'title', kind: 'pad', title: null }).drafts.titles).toEqual({
      audio: 'Café',
    })
  })
})

describe('a meeting under other screens', () => {
  const settings: AppAction = { type: 'open', screen: { name: 'settings' } }
  const inside = [{ type: 'entered', screen: meeting }, settings] as const
  const names = (state: AppState) => state.screens.map(({ name }) => name)

  it('is not left by going home, and is one step away from anywhere', () => {
    const state = after(...inside, { type: 'home' })
    expect(names(state)).toEqual(['home', 'meeting', 'home'])
    expect(meetingOf(state)).toBe(meeting)
    expect(names(after(...inside, { type: 'home' }, settings, { type: 'home' }))).toEqual([
      'home',
      'meeting',
      'home',
    ])
    expect(names(after(...inside, { type: 'home' }, settings, { type: 'to-meeting' }))).toEqual([
      'home',
      'meeting',
    ])
  })

  it('is left by going home from its own screen', () => {
    expect(names(after({ type: 'entered', screen: meeting }, { type: 'home' }))).toEqual(['home'])
  })

  it('that ends leaves the screens over it', () => {
    const ended = { name: 'ended', problem: problem('kicked'), invitation } as const
    expect(names(after(...inside, { type: 'meeting-over', screen: ended }))).toEqual([
      'home',
      'ended',
      'settings',
    ])
    expect(names(after(...inside, { type: 'meeting-over', screen: null }))).toEqual(['home', 'settings'])
    expect(names(after(...inside, { type: 'home' }, { type: 'meeting-over', screen: null }))).toEqual([
      'home',
    ])
    expect(
      names(after({ type: 'entered', screen: meeting }, { type: 'meeting-over', screen: null })),
    ).toEqual(['home'])
  })

  it('that is entered again is the one below', () => {
    const joined = { ...meeting.joined, title: 'Encore' }
    const state = after(...inside, { type: 'rejoined', joined })
    expect(names(state)).toEqual(['home', 'meeting', 'settings'])
    expect(meetingOf(state)?.joined).toBe(joined)
  })

  it('shows again what was there when a call that was shown ends', () => {
    const services: AppAction = { type: 'open', screen: { name: 'services' } }
    expect(names(after(inside[0], services, { type: 'leave-services' }))).toEqual(['home', 'meeting'])
    expect(names(after(inside[0], services, settings, { type: 'leave-services' }))).toEqual([
      'home',
      'meeting',
      'services',
      'settings',
    ])
  })
})
