/** Who can and wants to take a stranger: by the host's own words, before anybody is asked. */
import type { ServiceKind } from '../../bridge/services.ts'
import { isNamed } from './addresses.ts'
import type { Directory, Host, Service } from './directory.ts'

/** One service of one host, as a candidate of the draw. */
export interface Offer {
  readonly host: Host
  readonly service: Service
  /** Share of the draw, more than 0. */
  readonly weight: number
}

export type Ineligible =
  /** The host is paused or gone for now. */
  | 'not-active'
  | 'ended'
  /** Its status is something else than OK. */
  | 'status'
  | 'full'
  | 'signup'
  /** Nobody told whether one has to sign up: it is listed, and nobody is sent there unasked. */
  | 'signup-unknown'
  /** Weight 0: it asked for nobody, or we don't know whether it wants anybody. */
  | 'not-drawn'

/**
 * Why this service is not offered unasked; null when it is.
 * @param today ISO date, on which what ends is over
 */
export function whyNotEligible(host: Host, service: Service, today: string): Ineligible | null {
  if (!isActive(host)) return 'not-active'
  if (isOver(host.ended, today) || isOver(service.ended, today)) return 'ended'
  if (service.status !== undefined && service.status.toUpperCase() !== 'OK') return 'status'
  if (service.load?.toUpperCase() === 'FULL') return 'full'
  if (service.signup === null) return 'signup-unknown'
  if (service.signup === true) return 'signup'
  return (service.weight ?? host.weight) > 0 ? null : 'not-drawn'
}

/** Neither paused nor gone for now, by its own word. */
export function isActive({ status }: Pick<Host, 'status'>): boolean {
  return status === undefined || status === 'ACTIVE'
}

/**
 * A year or a month that has begun counts as over: whoever announces an end wants no newcomers.
 * @param ended ISO date, or its year or month alone; nothing = no end is known
 */
export function isOver(ended: string | null | undefined, today: string): boolean {
  return typeof ended === 'string' && ended <= today.slice(0, ended.length)
}

/**
 * All offers of a kind. A host with several services of it shares its weight among those without one of
 * their own: two servers of a small host don't make it a big one.
 * @param need `named`: only where an address can be known in advance
 */
export function eligibleOffers(
  directory: Directory,
  kind: ServiceKind,
  today: string,
  need: 'any' | 'named' = 'any',
): Offer[] {
  return directory.hosts.flatMap(host => {
    const services = host.services.filter(
      service =>
        service.kind === kind &&
        whyNotEligible(host, service, today) === null &&
        (need === 'any' || kind === 'audio' || isNamed(service)),
    )
    const sharing = services.filter(service => service.weight === undefined).length
    return services.map(service => ({ host, service, weight: service.weight ?? host.weight / sharing }))
  })
}
