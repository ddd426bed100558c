/** What an event of its view makes of a service. Pure. */
import type { CallEvent } from '../../bridge/call-api.ts'
import type { ViewEvent } from '../../bridge/shell-api.ts'
import { checkedAddress, shareableUrl } from './address.ts'
import type { Service } from './deck.ts'

/** Leaves the name of the view to whoever finds the service by it. */
type Nameless<E> = E extends unknown ? Omit<E, 'id'> : never
export type ServiceEvent = Nameless<ViewEvent>

type Refusal = Extract<CallEvent, { type: 'refused' }>['why']

export function applyEvent(service: Service, event: ServiceEvent): Service {
  switch (event.type) {
    case 'loading':
      return { ...service, phase: 'loading', reason: null, edited: false, inCall: false, found: null }
    case 'loaded':
      // A failure stays: the error page that follows it loads well.
      if (service.phase === 'failed') return service
      return { ...service, phase: 'loaded', pageTitle: event.title }
    case 'failed':
      return { ...service, phase: 'failed', reason: event.reason === '' ? null : event.reason, inCall: false }
    case 'title':
      return { ...service, pageTitle: event.title }
    case 'address':
      return moved(service, event.url, event.canGoBack)
    case 'audible':
      return { ...service, audible: event.on }
    case 'edited':
      return service.edited ? service : { ...service, edited: true }
    case 'found':
      return { ...service, found: { current: event.current, total: event.total } }
    case 'call': {
      const inCall = isInCall(event.event, service.inCall)
      return inCall === service.inCall ? service : { ...service, inCall }
    }
    case 'entered':
    case 'left':
    case 'screen-asked':
    case 'key':
      return service
  }
}

function moved(service: Service, told: string, canGoBack: boolean): Service {
  const address = checkedAddress(told)
  if (address === null) return { ...service, canGoBack }
  const url = shareableUrl(address, { asked: service.askedUrl, opened: service.address, shared: service.url })
  return { ...service, address, url, canGoBack }
}

/** Nobody is put out of a call by these: a microphone may fail in the middle of it. */
const saysNothingOfBeingIn: ReadonlySet<Refusal> = new Set(['device', 'password', 'certificate'])

function isInCall(event: CallEvent, before: boolean): boolean {
  if (event.type === 'joined') return true
  if (event.type === 'refused') return saysNothingOfBeingIn.has(event.why) && before
  return event.type === 'ended' ? false : before
}
