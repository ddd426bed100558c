/**
 * The call we are in, while the app runs: sets up its page, follows what that tells, closes the meeting's microphone
 * meanwhile and opens it again, keeps the window above the others. Knows nothing of React.
 */
import type { CallCommand, CallEvent, CallSetup } from '../../bridge/call-api.ts'
import type { EngineApi } from '../../bridge/engine-api.ts'
import { framedGrants } from '../../bridge/service-permissions.ts'
import type { Settings } from '../../bridge/settings.ts'
import type { EngineLink } from '../engine-link/engine-link.ts'
import { createStore, type ReadableStore } from '../engine-link/store.ts'
import { isAwake, originOf, type Service, serviceOf } from '../services/deck.ts'
import type { Deck } from '../services/deck-store.ts'
import { isOfCertificate, TOO_MANY } from '../services/service-words.ts'
import type { Shell } from '../shell/shell.ts'
import { type CallState, newCall, reduceCall } from './call-state.ts'

export interface OpenCall {
  /** Names it in the deck. */
  readonly serviceId: string
  readonly url: string
  readonly hostName: string | null
  /** Null: not one of the directory's, as far as we know. */
  readonly hostId: string | null
  /** What the person calls it; null = not named. */
  readonly title: string | null
  /** Ids of the hosts that were tried before, for the same people. */
  readonly passedOver: readonly string[]
  readonly state: CallState
  /** The meeting's microphone was open, and is closed as long as the call lasts. */
  readonly closedMicrophone: boolean
  /** It was in front when it ended. */
  readonly endedInFront: boolean
}

export interface CallRequest extends Omit<CallSetup, 'grants'> {
  readonly hostName: string | null
  readonly hostId: string | null
  readonly title: string | null
  readonly passedOver: readonly string[]
}

export interface Calls {
  /** One at a time: there is one microphone. An ended one stays until it is put away or another begins. */
  readonly current: ReadableStore<OpenCall | null>
  /** Opens it in the deck, in place of another one. What was agreed to for the host is kept by then. */
  begin(request: CallRequest): void
  order(command: Exclude<CallCommand, { type: 'setup' }>): void
  /**
   * The person took back what a host may use. What a call there captures already stops only with its page, so it ends;
   * answers whether there was one.
   */
  revoke(origin: string): boolean
  /** Puts away a call that has ended, who knocked, or what was said of a device. */
  dismiss(what: 'call' | 'knocking' | 'device'): void
}

interface CallsParts {
  readonly deck: Pick<Deck, 'open' | 'dispatch' | 'command' | 'onEvent' | 'state'>
  readonly link: Pick<EngineLink, 'self' | 'connection' | 'setSelf'> & {
    readonly engine: Pick<EngineApi, 'mayFrame'>
  }
  readonly shell: Pick<Shell, 'keepOnTop' | 'nativeViews'>
  readonly settings: { readonly current: ReadableStore<Settings> }
  /** Of our own page. */
  readonly origin: string
}

/** What comes within this time is drawn once, ms: a host that talks without end must not bring the app to a stop. */
const GATHER_MS = 50

export function createCalls({ deck, link, shell, settings, origin }: CallsParts): Calls {
  const current = createStore<OpenCall | null>(null)
  let stopHearing = () => {}
  let onTop = false
  // A page that somebody closed is in front of nothing any more: who was, is known from before.
  let inFrontOnClose: string | null = null

  const setState = (state: CallState) => {
    const call = current.get()
    if (call === null || state === call.state) return
    current.set({ ...call, state })
    placeWindow()
  }
  const isOn = () => {
    const call = current.get()
    return call !== null && call.state.phase !== 'ended'
  }

  const placeWindow = () => {
    const wanted = current.get()?.state.phase === 'joined' && settings.current.get().callOnTop
    if (wanted === onTop) return
    onTop = wanted
    shell.keepOnTop?.(wanted)
  }
  settings.current.subscribe(placeWindow)

  /** Nobody wants to be heard in two places at once. True when it was open. */
  const closeMicrophone = () => {
    const { muted, deafened } = link.self.get()
    if (muted || !inMeeting(link)) return false
    link.setSelf({ muted: true, deafened })
    return true
  }
  /** Only if it was us who closed it, and nobody else has touched it since. */
  const openMicrophone = ({ closedMicrophone }: OpenCall) => {
    const { muted, deafened } = link.self.get()
    if (closedMicrophone && muted && !deafened && inMeeting(link)) link.setSelf({ muted: false, deafened })
  }

  // A meeting may begin while the call is on; what was closed in one before is no reason to open its microphone.
  let wasInMeeting = inMeeting(link)
  link.connection.subscribe(() => {
    const before = wasInMeeting
    wasInMeeting = inMeeting(link)
    const call = current.get()
    if (call === null || !isOn() || before || !wasInMeeting) return
    current.set({ ...call, closedMicrophone: closeMicrophone() })
  })

  const finish = (call: OpenCall) => {
    stopHearing()
    openMicrophone(call)
    deck.dispatch({ type: 'close', id: call.serviceId })
  }
  const end = (why: 'hung-up' | 'host' | 'lost') => {
    const call = current.get()
    if (call === null || call.state.phase === 'ended') return
    const endedInFront = deck.state.get().front === call.serviceId || inFrontOnClose === call.serviceId
    current.set({ ...call, endedInFront })
    setState(reduceCall(call.state, { type: 'ended', why }))
    finish(call)
  }

  const hear = (serviceId: string, request: CallRequest) => {
    let heard: CallEvent[] = []
    let gathering: ReturnType<typeof setTimeout> | undefined
    const take = () => {
      gathering = undefined
      const call = current.get()
      const events = heard
      heard = []
      if (call?.serviceId !== serviceId) return
      setState(events.reduce(reduceCall, call.state))
    }
    const stop = deck.onEvent(serviceId, event => {
      if (event.type !== 'call') return
      const { event: told } = event
      heard.push(told)
      if (told.type === 'ready') setUp(deck, serviceId, request)
      if (told.type === 'ended') {
        heard.pop()
        take()
        end(told.why)
      } else gathering ??= setTimeout(take, GATHER_MS)
    })
    return () => {
      clearTimeout(gathering)
      stop()
    }
  }

  /** A frame whose certificate is refused stays empty and says nothing: the engine has to look for itself. */
  const askCertificate = async (serviceId: string, url: string) => {
    const asked = await link.engine.mayFrame({ url, kind: 'video', origin })
    const call = current.get()
    if (!asked.ok || asked.value.trouble !== 'certificate' || call?.serviceId !== serviceId) return
    // The page may have come by another way than ours.
    if (call.state.phase !== 'opening') return
    setState(reduceCall(call.state, { type: 'refused', why: 'certificate', detail: '' }))
  }

  // Somebody closed its page by other means, or it was unloaded.
  deck.state.subscribe(() => {
    const call = current.get()
    if (call === null || call.state.phase === 'ended') return
    const service = serviceOf(deck.state.get(), call.serviceId)
    if (service === undefined) return end('hung-up')
    inFrontOnClose = deck.state.get().front === call.serviceId ? call.serviceId : null
    if (service.phase === 'asleep') end('lost')
    else if (failedByItself(service) && (call.state.refusal?.why ?? 'device') === 'device') {
      const why = isOfCertificate(service.reason) ? 'certificate' : 'gone'
      setState(reduceCall(call.state, { type: 'refused', why, detail: service.reason ?? '' }))
    }
  })

  return {
    current,
    begin: request => {
      const { url, hostName, hostId, title, passedOver } = request
      const before = current.get()
      if (before !== null && isOn()) {
        if (before.url === url) return deck.dispatch({ type: 'show', id: before.serviceId })
        end('hung-up')
      }
      const serviceId = deck.open({ url, kind: 'video', hostName, name: title })
      current.set({
        serviceId,
        url,
        hostName,
        hostId,
        title,
        passedOver,
        state: newCall,
        closedMicrophone: closeMicrophone(),
        endedInFront: false,
      })
      stopHearing = hear(serviceId, request)
      if (shell.nativeViews === null) void askCertificate(serviceId, url)
    },
    order: command => {
      const call = current.get()
      if (call === null || !isOn()) return
      const service = serviceOf(deck.state.get(), call.serviceId)
      // A page that is not there cannot hang up.
      if (command.type === 'hang-up' && !hasPage(service)) return end('hung-up')
      deck.command(call.serviceId, { type: 'call', command })
    },
    revoke: origin => {
      const call = current.get()
      if (call === null || !isOn() || originOf(call.url) !== origin) return false
      end('hung-up')
      return true
    },
    dismiss: what => {
      const call = current.get()
      if (call === null) return
      if (what === 'knocking') setState({ ...call.state, knocking: null })
      else if (what === 'device') {
        if (call.state.refusal?.why === 'device') setState({ ...call.state, refusal: null })
      } else if (!isOn()) current.set(null)
    },
  }
}

function setUp(deck: CallsParts['deck'], serviceId: string, request: CallRequest): void {
  const { hostName: _host, hostId: _id, title: _title, passedOver: _passedOver, ...setup } = request
  const grants = serviceOf(deck.state.get(), serviceId)?.grants ?? []
  const command: CallCommand = { type: 'setup', setup: { ...setup, grants: framedGrants(grants) } }
  deck.command(serviceId, { type: 'call', command })
}

/** Too many pages are no host's doing. */
function failedByItself({ phase, reason }: Service): boolean {
  return phase === 'failed' && reason !== TOO_MANY
}

function hasPage(service: Service | undefined): boolean {
  return service !== undefined && isAwake(service) && service.phase !== 'failed'
}

function inMeeting(link: CallsParts['link']): boolean {
  const { phase } = link.connection.get()
  return phase === 'joined' || phase === 'reconnecting'
}
