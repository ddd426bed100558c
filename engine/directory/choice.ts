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
import { FailureMemory } from './failures.ts'
import type { DirectoryKind } from './kinds.ts'
import { type ChoiceTools, chooseOffer, type OfferChoice } from './offer-choice.ts'
import { mumbleAddress, probeService } from './probe.ts'

/** How a person is served: their wishes, and what is known of their past. */
export interface Asking {
  readonly wishes: (kind: DirectoryKind) => Wishes
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
  const passing = (kind: DirectoryKind) => ({ ...asking.wishes(kind), passedOver })
  const main = await choose(eligibleOffers(directory, first, asking.today), first, passing(first), asking)
  const beside = second === undefined ? null : await chooseBeside(directory, second, main.offer, passing, asking)
  return {
    host: toCard(main.offer.host, main.offer.service),
    beside: beside === null ? null : toCard(beside.offer.host, beside.offer.service),
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
  wishes: (kind: DirectoryKind) => Wishes,
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
  kind: DirectoryKind,
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
  kind: DirectoryKind,
  title: string,
  hostId: string,
  address?: string,
): { url: string; host: HostCard } {
  const host = directory.host(hostId)
  const service = kind === 'audio' ? undefined : serviceFor(host, kind, address)
  if (service === undefined) throw new ProblemError('no-host-known', { kind })
  return { url: newAddress(service, title), host: toCard(host, service) }
}

/** Whoever picks a host by hand may have one that is never drawn, but none that wants nobody. */
function serviceFor(host: Host, kind: DirectoryKind, address: string | undefined): Service | undefined {
  const today = isoToday()
  const open = host.services.filter(service => {
    const why = whyNotEligible(host, service, today)
    return why === null || why === 'not-drawn' || why === 'signup-unknown'
  })
  const drawnFirst = open.toSorted((a, b) => Number(b.weight !== 0) - Number(a.weight !== 0))
  return serviceOf({ ...host, services: drawnFirst }, kind, address)
}

function isoToday(): string {
  return new Date().toISOString().slice(0, 10)
}
