/** Which of a host's services would be made use of. Pure. */
import type { HostChoice } from '../../bridge/engine-api.ts'
import type { HostFacts, ServiceFacts } from '../../bridge/host-facts.ts'
import type { HostCard, ServiceKind } from '../../bridge/services.ts'

/** The facts of the service that the card names; of the first of its kind when the card names none. */
export function serviceUsed(facts: HostFacts, card: HostCard, kind: ServiceKind): ServiceFacts | undefined {
  const ofKind = facts.services.filter(service => service.kind === kind)
  const named = card.services.find(service => service.kind === kind)?.address
  return ofKind.find(service => service.address === named) ?? ofKind[0]
}

/** All that this kind would use of the first host: a meeting takes the host's pad along. */
export function servicesUsed(
  { host, beside, facts }: HostChoice,
  kind: ServiceKind,
): readonly ServiceFacts[] {
  const kinds: readonly ServiceKind[] = kind === 'audio' && beside === null ? ['audio', 'pad'] : [kind]
  return kinds.flatMap(each => serviceUsed(facts, host, each) ?? [])
}
