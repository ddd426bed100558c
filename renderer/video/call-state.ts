/** What is known of a call, moved on by one pure function from what its page tells. */
import type { CallEvent } from '../../bridge/call-api.ts'

export interface CallPerson {
  readonly id: string
  readonly name: string
}

type Told<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>
export type Refusal = Omit<Told<'refused'>, 'type'>
export type CallEnd = Told<'ended'>['why']

export interface CallState {
  /** `opening`: nobody answers yet; `door`: the host's page is there and we are not in the call. */
  readonly phase: 'opening' | 'door' | 'joined' | 'ended'
  readonly me: CallPerson | null
  /** The others. */
  readonly people: readonly CallPerson[]
  /** Null until it was told. */
  readonly muted: boolean | null
  readonly cameraOff: boolean | null
  readonly screen: boolean
  readonly tiles: boolean
  /** Ids of those who raise their hand. */
  readonly hands: ReadonlySet<string>
  /** Why we are not let in, or have no microphone; null = nothing is in the way. */
  readonly refusal: Refusal | null
  /** Who asked to be let in last; null = nobody since we looked. */
  readonly knocking: string | null
  readonly end: CallEnd | null
}

export const newCall: CallState = {
  phase: 'opening',
  me: null,
  people: [],
  muted: null,
  cameraOff: null,
  screen: false,
  tiles: false,
  hands: new Set(),
  refusal: null,
  knocking: null,
  end: null,
}

/** As many as an event of ours may bring at once: no host makes the list longer. */
const MOST_PEOPLE = 500

export function reduceCall(state: CallState, event: CallEvent): CallState {
  if (state.phase === 'ended') return state
  switch (event.type) {
    case 'ready':
      return state
    case 'alive':
      return { ...state, phase: 'door', refusal: isOfSilence(state.refusal) ? null : state.refusal }
    case 'joined':
      return {
        ...state,
        phase: 'joined',
        me: event.me,
        people: event.people,
        screen: false,
        hands: new Set(),
        refusal: null,
      }
    case 'person-joined':
    case 'person-renamed':
      return withPerson(state, event.person)
    case 'person-left':
      return {
        ...state,
        people: state.people.filter(({ id }) => id !== event.id),
        hands: withHand(state.hands, event.id, false),
      }
    case 'knocking':
      return { ...state, knocking: event.name }
    case 'muted':
      return { ...state, muted: event.on }
    case 'camera-off':
      return { ...state, cameraOff: event.on }
    case 'screen':
      return { ...state, screen: event.on }
    case 'hand':
      return { ...state, hands: withHand(state.hands, event.id, event.on) }
    case 'tiles':
      return { ...state, tiles: event.on }
    case 'refused':
      return { ...state, refusal: { why: event.why, detail: event.detail } }
    case 'ended':
      return { ...state, phase: 'ended', people: [], screen: false, end: event.why }
  }
}

/** The page did not come; that it answers is the end of it. */
function isOfSilence(refusal: Refusal | null): boolean {
  return refusal?.why === 'gone' || refusal?.why === 'certificate'
}

/** Is our own hand up? */
export function handIsUp({ me, hands }: CallState): boolean {
  return me !== null && hands.has(me.id)
}

function withPerson(state: CallState, person: CallPerson): CallState {
  if (person.id === state.me?.id) return { ...state, me: person }
  const known = state.people.some(({ id }) => id === person.id)
  if (known) return { ...state, people: state.people.map(each => (each.id === person.id ? person : each)) }
  return state.people.length >= MOST_PEOPLE ? state : { ...state, people: [...state.people, person] }
}

function withHand(hands: ReadonlySet<string>, id: string, up: boolean): ReadonlySet<string> {
  if (hands.has(id) === up || (up && hands.size > MOST_PEOPLE)) return hands
  const next = new Set(hands)
  if (up) next.add(id)
  else next.delete(id)
  return next
}
