/**
 * One call, as the call page lives it: orders from the app become orders to the host's page, and what that page tells
 * becomes what the app is told. Knows neither window nor frame.
 */
import type { CallCommand, CallEvent } from '../../bridge/call-api.ts'
import type { HostLine } from './host-line.ts'
import type { HostEvent } from './host-messages.ts'

/** A small host on a slow line needs its time; later than this, it is said that nobody answers. ms. */
export const GONE_AFTER_MS = 20_000
/** Time for the host's page to tell the others that we left, ms. */
export const HANG_UP_WITHIN_MS = 2000
/** After a breakdown the host's page reloads by itself and comes back; later than this, the call is lost. ms. */
export const LOST_AFTER_MS = 30_000
/** As many as callEventSchema takes. */
const MOST_PEOPLE = 500

type Refusal = Extract<CallEvent, { type: 'refused' }>['why']

/** Errors of lib-jitsi-meet 05162cf and 3e23dde (JitsiConferenceErrors.ts, JitsiConnectionErrors.ts). */
const refusals: Readonly<Record<string, Refusal>> = {
  'conference.authenticationRequired': 'login',
  'connection.passwordRequired': 'login',
  'conference.connectionError.notAllowed': 'login',
  'conference.connectionError.membersOnly': 'moderator',
  'conference.connectionError.accessDenied': 'denied',
  'conference.passwordRequired': 'password',
  'conference.max_users': 'other',
  'conference.passwordNotSupported': 'other',
  'conference.reservationError': 'other',
  'conference.videobridgeNotAvailable': 'other',
  'conference.incompatible_server_versions': 'other',
  'connection.conferenceRequestFailed': 'other',
  'connection.notLiveError': 'moderator',
}

interface Person {
  readonly id: string
  readonly name: string
}

export interface Call {
  /** The host's page speaks, for the first time or again. */
  alive(): void
  hear(event: HostEvent): void
  obey(command: Exclude<CallCommand, { type: 'setup' }>): void
  close(): void
}

export function createCall(line: Pick<HostLine, 'order' | 'ask'>, tell: (event: CallEvent) => void): Call {
  const people = new Map<string, Person>()
  let me: Person | null = null
  let hangingUp = false
  let endedByHost = false
  let over = false
  let screen = false
  let hand = false
  let waiting: ReturnType<typeof setTimeout> | undefined = setTimeout(
    () => say({ type: 'refused', why: 'gone', detail: '' }),
    GONE_AFTER_MS,
  )

  const say = (event: CallEvent) => {
    if (!over) tell(event)
  }
  const wait = (after: number, then: () => void) => {
    clearTimeout(waiting)
    waiting = setTimeout(then, after)
  }
  const end = (why: Extract<CallEvent, { type: 'ended' }>['why']) => {
    clearTimeout(waiting)
    say({ type: 'ended', why })
    over = true
  }

  /** Asks how it is before it is switched: the host has toggles only, and our own knowledge may be late. */
  const toggle = async (question: string, order: string, wanted: boolean) => {
    const now = await line.ask(question)
    if (over) return
    if (now === wanted) tellMuted(question, wanted)
    else line.order(order)
  }
  const tellMuted = (question: string, on: boolean) =>
    say(question === 'is-audio-muted' ? { type: 'muted', on } : { type: 'camera-off', on })

  /** The page tells changes alone; how we came in has to be asked. */
  const askState = async () => {
    for (const question of ['is-audio-muted', 'is-video-muted']) {
      const muted = await line.ask(question)
      if (typeof muted === 'boolean') tellMuted(question, muted)
    }
  }

  const joined = (who: Person) => {
    clearTimeout(waiting)
    me = who
    people.delete(who.id)
    screen = false
    hand = false
    say({ type: 'joined', me: who, people: [...people.values()] })
    void askState()
  }
  const arrived = (person: Person) => {
    if (person.id === me?.id || (people.size >= MOST_PEOPLE && !people.has(person.id))) return
    const known = people.has(person.id)
    people.set(person.id, person)
    if (me !== null) say({ type: known ? 'person-renamed' : 'person-joined', person })
  }
  const renamed = (person: Person) => {
    if (person.id === me?.id) me = person
    else if (people.has(person.id)) people.set(person.id, person)
    else return
    if (me !== null) say({ type: 'person-renamed', person })
  }
  const left = () => {
    people.clear()
    me = null
    if (hangingUp) end('hung-up')
    // Going to a side room and coming back after a breakdown look the same: it leaves, and joins again.
    else wait(LOST_AFTER_MS, () => end(endedByHost ? 'host' : 'lost'))
  }
  const failed = ({ name, message, isFatal }: Extract<HostEvent, { name: 'error-occurred' }>['error']) => {
    if (name === 'conference.destroyed') endedByHost = true
    const why = refusals[name]
    if (why !== undefined && me === null) say({ type: 'refused', why, detail: message })
    else if (isFatal && me !== null) wait(LOST_AFTER_MS, () => end('lost'))
    else if (isFatal) say({ type: 'refused', why: 'other', detail: message === '' ? name : message })
  }

  return {
    alive: () => {
      if (me !== null) return
      clearTimeout(waiting)
      say({ type: 'alive' })
    },
    hear: event => {
      if (over) return
      switch (event.name) {
        case 'ready':
        case 'browser-support':
        case 'prejoin-screen-loaded':
          return
        case 'video-conference-joined':
          return joined(personOf(event))
        case 'video-conference-left':
          return left()
        case 'video-ready-to-close':
          return end(endedByHost && !hangingUp ? 'host' : 'hung-up')
        case 'participant-joined':
          return arrived(personOf(event))
        case 'participant-left':
          if (people.delete(event.id) && me !== null) say({ type: 'person-left', id: event.id })
          return
        case 'display-name-change':
          return renamed({ id: event.id, name: event.displayname || event.formattedDisplayName })
        case 'participant-kicked-out':
          if (event.kicked.local) endedByHost = true
          return
        case 'audio-mute-status-changed':
          return say({ type: 'muted', on: event.muted })
        case 'video-mute-status-changed':
          return say({ type: 'camera-off', on: event.muted })
        case 'screen-sharing-status-changed':
          screen = event.on
          return say({ type: 'screen', on: event.on })
        case 'raise-hand-updated':
          if (event.id === me?.id) hand = Boolean(event.handRaised)
          return say({ type: 'hand', id: event.id, on: Boolean(event.handRaised) })
        case 'tile-view-changed':
          return say({ type: 'tiles', on: event.enabled })
        case 'knocking-participant':
          return say({ type: 'knocking', name: event.participant.name })
        case 'password-required':
          return say({ type: 'refused', why: 'password', detail: '' })
        case 'mic-error':
        case 'camera-error':
          return say({ type: 'refused', why: 'device', detail: event.message || event.type })
        case 'suspend-detected':
          return end('lost')
        case 'error-occurred':
          return failed(event.error)
      }
    },
    obey: command => {
      if (over) return
      switch (command.type) {
        case 'mute':
          return void toggle('is-audio-muted', 'toggle-audio', command.on)
        case 'camera':
          return void toggle('is-video-muted', 'toggle-video', !command.on)
        case 'screen':
          // Releases before 2021 know no `enable` and toggle: only what differs is ordered.
          if (command.on !== screen) line.order('toggle-share-screen', { enable: command.on })
          return
        case 'hand':
          if (command.on !== hand) line.order('toggle-raise-hand')
          return
        case 'tiles':
          return line.order('set-tile-view', command.on)
        case 'hang-up':
          if (me === null) return end('hung-up')
          hangingUp = true
          // Without the host's question how it was.
          line.order('video-hangup', false)
          return wait(HANG_UP_WITHIN_MS, () => end('hung-up'))
      }
    },
    close: () => {
      clearTimeout(waiting)
      over = true
    },
  }
}

function personOf(event: { id: string; displayName: string; formattedDisplayName: string }): Person {
  return { id: event.id, name: event.displayName || event.formattedDisplayName }
}
