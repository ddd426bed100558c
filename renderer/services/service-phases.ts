/** How a service begins, loads and falls asleep. Pure. */
import type { DeckAction, Service } from './deck.ts'

export function newService({ id, request, at }: Extract<DeckAction, { type: 'open' }>): Service {
  const { url } = request
  return {
    id,
    kind: request.kind,
    askedUrl: url,
    url,
    address: request.address ?? url,
    hostName: request.hostName ?? null,
    name: request.name ?? null,
    pageTitle: '',
    unmade: request.unmade ?? null,
    ofMeeting: request.ofMeeting ?? false,
    grants: null,
    leads: null,
    zoom: 1,
    phase: 'queued',
    reason: null,
    unframed: false,
    round: 0,
    canGoBack: false,
    audible: false,
    silenced: false,
    edited: false,
    inCall: false,
    found: null,
    hiddenSince: at,
  }
}

/** What a page did is gone with its view. */
export const quiet = {
  canGoBack: false,
  audible: false,
  edited: false,
  inCall: false,
  found: null,
  reason: null,
}

export function begin(service: Service): Service {
  return { ...service, ...quiet, phase: 'loading', round: service.round + 1 }
}

export function asleep(service: Service): Service {
  return { ...service, ...quiet, phase: 'asleep' }
}
