/** Draws among offers as a person wishes, asks, and remembers who failed. */
import { askInOrder, type Scheduler, TURN_MS } from './ask.ts'
import { askingOrder, type Wishes } from './draw.ts'
import type { Offer } from './eligible.ts'
import type { FailureMemory } from './failures.ts'
import type { ProbeFailure, ServiceAnswer } from './health.ts'

/** What choosing takes from outside, so that it can be played without a network or a clock. */
export interface ChoiceTools {
  /** Uniform in [0, 1). */
  readonly random: () => number
  readonly time: Scheduler
  readonly probe: (offer: Offer, signal: AbortSignal) => Promise<ServiceAnswer>
  /** Of this person; it is told how it went. */
  readonly failures: FailureMemory
}

export interface OfferChoice {
  readonly chosen: Offer | null
  /** What the one chosen said. */
  readonly answer: (ServiceAnswer & { readonly well: true }) | null
  /** Everybody who was asked, in that order; `passed-by` = silent when another one was taken. */
  readonly tried: readonly { readonly offer: Offer; readonly why: ProbeFailure | 'passed-by' | null }[]
  /** From the click to the choice, ms. */
  readonly afterMs: number
}

/** Whoever chose this one by name waits a little for it rather than be sent elsewhere. */
const WANTED_TURN_MS = 2000

/** One that is well, drawn among the offers as the person wishes; never throws for a host's sake. */
export async function chooseOffer(
  offers: readonly Offer[],
  wishes: Wishes,
  tools: ChoiceTools,
): Promise<OfferChoice> {
  const { failures } = tools
  const order = askingOrder(offers, wishes, service => failures.isSetAside(service), tools.random)
  const asked = await askInOrder(order, tools.probe, tools.time, ({ host }) =>
    host.id === wishes.always ? WANTED_TURN_MS : TURN_MS,
  )
  const { chosen } = asked
  const tried = asked.tried.map(({ candidate: offer, answer }) => ({
    offer,
    why: whyNot(answer, chosen !== null),
  }))
  // When nothing at all answers it is this computer that has no network: nobody is blamed for it.
  if (tried.some(({ why }) => why === null || provesNetwork.has(why))) {
    for (const { offer, why } of tried) {
      if (why === null) failures.succeeded(offer.service.url)
      else if (why !== 'passed-by') failures.failed(offer.service.url)
    }
  }
  return {
    chosen: chosen?.candidate ?? null,
    answer: chosen?.answer ?? null,
    tried,
    afterMs: asked.afterMs,
  }
}

/** Answers that only a network gives. */
const provesNetwork = new Set<ProbeFailure | 'passed-by'>([
  'refused',
  'error',
  'lying',
  'full',
  'signup',
  'certificate',
  'redirects',
  'too-large',
  'broken',
])

function whyNot(
  answer: ServiceAnswer | 'silent',
  someoneWasChosen: boolean,
): ProbeFailure | 'passed-by' | null {
  if (answer === 'silent') return someoneWasChosen ? 'passed-by' : 'silent'
  return answer.well ? null : answer.why
}
