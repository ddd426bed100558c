/** The order in which hosts are asked: a weighted draw, and what a person wishes. */
import type { Offer } from './eligible.ts'

interface Weighted {
  readonly weight: number
}

/**
 * All of them in a random order in which each place is drawn by weight among those left. Weight 0 is
 * never drawn. (Efraimidis and Spirakis 2006: sorting by -ln(u)/w draws without replacement.)
 * @param random uniform in [0, 1)
 */
export function drawOrder<T extends Weighted>(candidates: readonly T[], random: () => number): T[] {
  return candidates
    .filter(candidate => candidate.weight > 0)
    .map(candidate => ({ candidate, key: -Math.log(1 - random()) / candidate.weight }))
    .sort((a, b) => a.key - b.key)
    .map(({ candidate }) => candidate)
}

/** What a person asks for; host ids, as the directory has them. */
export interface Wishes {
  /** ISO code: hosts of this country are asked before the others; null = all the same. */
  readonly near: string | null
  /** These never, even when nobody else is left. */
  readonly never: readonly string[]
  /** This one whenever it is well; null = whoever is drawn. */
  readonly always: string | null
  /** Shown and not wanted just now; they come back when everybody was passed over. */
  readonly passedOver: readonly string[]
}

export const noWishes: Wishes = { near: null, never: [], always: null, passedOver: [] }

/**
 * The order to ask in: the one always wanted, those near by draw, the others by draw, and last, as a last
 * resort, those that failed lately.
 * @param isSetAside did the service at this address fail lately?
 */
export function askingOrder(
  offers: readonly Offer[],
  wishes: Wishes,
  isSetAside: (service: string) => boolean,
  random: () => number,
): Offer[] {
  const allowed = offers.filter(({ host }) => !wishes.never.includes(host.id))
  const fresh = allowed.filter(({ host }) => !wishes.passedOver.includes(host.id))
  const drawn = drawOrder(fresh.length > 0 ? fresh : allowed, random)
  const rank = ({ host, service }: Offer) => {
    if (host.id === wishes.always) return 0
    if (isSetAside(service.url)) return 3
    return wishes.near !== null && host.country !== wishes.near ? 2 : 1
  }
  const ranked = drawn.map(offer => ({ offer, rank: rank(offer) }))
  // Sorting is stable: the draw's order stays within a rank.
  return ranked.sort((a, b) => a.rank - b.rank).map(({ offer }) => offer)
}
