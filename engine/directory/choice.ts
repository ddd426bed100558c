/** From "I want a meeting" to a host, and from a host to addresses. */
import type { HostChoice } from '../../bridge/engine-api.ts'
import type { Invitation } from '../../bridge/invitation.ts'
import { ProblemError } from '../../bridge/problems.ts'
import type { HostCard, ServiceKind } from '../../bridge/services.ts'
import { randomLetters, safeChannelName } from '../names.ts'
import { isNamed, newAddress } from './addresses.ts'
import { realTime } from './ask.ts'
import { type Directory, type Host, type Service, serviceOf, toCard } from './directory.ts'
import { noWishes, type Wishes } from './draw.ts'
import { eligibleOffers, type Offer, whyNotEligible } from './eligible.ts'
import { hostFacts } from './facts.ts'
import { FailureMemory } from './failures.ts'
import { type ChoiceTools, chooseOffer, type OfferChoice } from './offer-choice.ts'
import { mumbleAddress, probeService } from './probe.ts'

/** How a person is served: their wishes, and what is known of their past. */
export interface Asking {
  readonly wishes: (kind: ServiceKind) => Wishes
  readonly tools: ChoiceTools
  /** ISO date */
  readonly today: string
}

/** The real network and clock, and a memory of nothing: what is not given falls back to this. */
export function plainAsking(): Asking {
  return {
    wishes: () => noWishes,
    tools: {
      random: Math.random,
      time: realTime,
      probe: ({ service }, signal) => probeService(service, signal),
      failures: new FailureMemory(),
    },
    today: isoToday(),
  }
}

/**
 * Draws a host for the first kind; a further kind comes from the same host where it offers it and is well,
 * else from another one (`beside`). Throws `no-host-known`, `no-host-answers`.
 */
export async function chooseHost(
  directory: Directory,
  kinds: readonly ServiceKind[],
  passedOver: readonly string[],
  asking: Asking = plainAsking(),
): Promise<HostChoice> {
  const [first, second] = kinds
  if (first === undefined) throw new ProblemError('no-host-known')
  const passing = (kind: ServiceKind) => ({ ...asking.wishes(kind), passedOver })
  const main = await choose(eligibleOffers(directory, first, asking.today), first, passing(first), asking)
  return withBeside(directory, second, main, passing, asking)
}

/**
 * The host that a person picked by hand, asked whether it is well: also one that nobody is sent to unasked,
 * but none that wants nobody. A second kind as in {@link chooseHost}. Throws `no-host-known`, `no-host-answers`.
 */
export async function chooseThis(
  directory: Directory,
  hostId: string,
  kinds: readonly ServiceKind[],
  asking: Asking = plainAsking(),
): Promise<HostChoice> {
  const [first, second] = kinds
  const host = directory.host(hostId)
  if (first === undefined) throw new ProblemError('no-host-known')
  const offers = openServices(host, asking.today)
    .filter(service => service.kind === first)
    // One that is only listed is asked last.
    .map(service => ({ host, service, weight: service.weight === 0 ? 1e-9 : 1 }))
  const main = await choose(offers, first, { ...noWishes, always: hostId }, asking)
  return withBeside(directory, second, main, asking.wishes, asking)
}

async function withBeside(
  directory: Directory,
  kind: ServiceKind | undefined,
  main: Found,
  wishes: (kind: ServiceKind) => Wishes,
  asking: Asking,
): Promise<HostChoice> {
  const beside = kind === undefined ? null : await chooseBeside(directory, kind, main.offer, wishes, asking)
  const { host, service } = main.offer
  return {
    host: toCard(host, service),
    beside: beside === null ? null : toCard(beside.offer.host, beside.offer.service),
    facts: hostFacts(host, asking.today, service),
    besideFacts: beside === null ? null : hostFacts(beside.offer.host, asking.today, beside.offer.service),
    answeredInMs: Math.round(Math.max(main.answer.inMs, beside?.answer.inMs ?? 0)),
    people: main.answer.people,
  }
}

interface Found {
  readonly offer: Offer
  readonly answer: NonNullable<OfferChoice['answer']>
}

/** Null when the main host has it too, or nobody has. Its address goes into an invitation, so it must be named. */
async function chooseBeside(
  directory: Directory,
  kind: ServiceKind,
  main: Offer,
  wishes: (kind: ServiceKind) => Wishes,
  asking: Asking,
): Promise<Found | null> {
  const offers = eligibleOffers(directory, kind, asking.today, 'named')
  if (offers.length === 0) return null
  const offersBoth = offers.some(({ host }) => host.id === main.host.id)
  const own = wishes(kind)
  const wished = offersBoth && own.always === null ? { ...own, passedOver: [], always: main.host.id } : own
  const found = await choose(offers, kind, wished, asking)
  return found.offer.host.id === main.host.id ? null : found
}

async function choose(
  offers: readonly Offer[],
  kind: ServiceKind,
  wishes: Wishes,
  asking: Asking,
): Promise<Found> {
  const choice = await chooseOffer(offers, wishes, asking.tools)
  const { chosen, answer } = choice
  if (chosen !== null && answer !== null) return { offer: chosen, answer }
  if (choice.tried.length === 0) throw new ProblemError('no-host-known', { kind })
  throw new ProblemError('no-host-answers', {
    kind,
    asked: choice.tried.length,
    tried: choice.tried.map(({ offer, why }) => `${offer.host.name} (${why})`).join(', '),
  })
}

/**
 * The addresses of a meeting that nobody has entered yet. Throws `no-host-known`.
 * @param chosen which services of the hosts, by their `url`; absent = the first that takes strangers
 */
export function planMeeting(
  directory: Directory,
  title: string,
  hostId: string,
  padHostId: string | null,
  chosen: { readonly audio?: string; readonly pad?: string } = {},
): Invitation {
  const voice = serviceFor(directory.host(hostId), 'audio', chosen.audio)
  if (voice === undefined) throw new ProblemError('no-host-known', { kind: 'audio' })
  const pad = serviceFor(directory.host(padHostId ?? hostId), 'pad', chosen.pad)
  const name = safeChannelName(title)
  return {
    ...mumbleAddress(voice.url),
    // Two groups may pick the same title on the same evening.
    path: [`${name}${name === '' ? '' : '-'}${randomLetters(5)}`],
    title,
    // An invitation carries the pad's address before anybody has made it.
    padUrl: pad === undefined || !isNamed(pad) ? null : newAddress(pad, title),
  }
}

/**
 * The address of a new pad, sheet or call; where the site makes it by hand, the page to do that on.
 * Throws `no-host-known`, `page-refused`.
 * @param address which service of the host, by its `url`; absent = the first that takes strangers
 */
export function planService(
  directory: Directory,
  kind: ServiceKind,
  title: string,
  hostId: string,
  address?: string,
): { url: string; host: HostCard; service: Service } {
  const host = directory.host(hostId)
  const service = kind === 'audio' ? undefined : serviceFor(host, kind, address)
  if (service === undefined) throw new ProblemError('no-host-known', { kind })
  return { url: newAddress(service, title), host: toCard(host, service), service }
}

function serviceFor(host: Host, kind: ServiceKind, address: string | undefined): Service | undefined {
  return serviceOf({ ...host, services: openServices(host, isoToday()) }, kind, address)
}

/** Whoever picks a host by hand may have one that is never drawn, but none that wants nobody; drawn ones first. */
function openServices(host: Host, today: string): Service[] {
  const open = host.services.filter(service => {
    const why = whyNotEligible(host, service, today)
    return why === null || why === 'not-drawn' || why === 'signup-unknown'
  })
  return open.toSorted((a, b) => Number(b.weight !== 0) - Number(a.weight !== 0))
}

function isoToday(): string {
  return new Date().toISOString().slice(0, 10)
}
