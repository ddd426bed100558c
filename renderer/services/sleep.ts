/** Which services may be unloaded, and when: ten that are open cost what the few in use do. Pure. */
import { type DeckState, isAwake, type Service } from './deck.ts'
import { savesByItself } from './saving.ts'

/** More awake pages than this, and those longest out of sight go before their time. */
const MOST_AWAKE = 8

const MINUTE_MS = 60_000

/** Would be lost with its page: it may hold what is not saved. */
export function mayBeUnsaved({ edited, kind }: Service): boolean {
  return edited && !savesByItself(kind)
}

/** Nothing of it would be lost, and nobody sees or hears it. */
function maySleep(service: Service): boolean {
  const { hiddenSince, audible, inCall } = service
  return isAwake(service) && hiddenSince !== null && !audible && !inCall && !mayBeUnsaved(service)
}

/**
 * Ids of those that sleep from now on. `now` in ms since 1970; `afterMinutes` out of sight, 0 = none ever
 * does by itself.
 */
export function sleepers({ services }: DeckState, now: number, afterMinutes: number): readonly string[] {
  if (afterMinutes === 0) return []
  const longestHiddenFirst = byRest(services)
  const tooMany = Math.max(0, services.filter(isAwake).length - MOST_AWAKE)
  return longestHiddenFirst
    .filter(
      ({ hiddenSince }, index) => index < tooMany || now - (hiddenSince ?? now) >= afterMinutes * MINUTE_MS,
    )
    .map(({ id }) => id)
}

/**
 * Ids of those that sleep so that no more than `most` are awake: fewer than it takes when the others may not, and none
 * that was not awake `before`. `afterMinutes` as for {@link sleepers}.
 */
export function roomMakers(
  before: DeckState,
  { services }: DeckState,
  most: number,
  afterMinutes: number,
): readonly string[] {
  const tooMany = services.filter(isAwake).length - most
  if (tooMany <= 0 || afterMinutes === 0) return []
  const old = new Set(before.services.filter(isAwake).map(({ id }) => id))
  return byRest(services.filter(({ id }) => old.has(id)))
    .slice(0, tooMany)
    .map(({ id }) => id)
}

/** Those that may sleep, the longest out of sight first. */
function byRest(services: readonly Service[]): Service[] {
  return services.filter(maySleep).sort((a, b) => (a.hiddenSince ?? 0) - (b.hiddenSince ?? 0))
}
