/** All that is known of a host, for the card that is shown before anything is made there. */
import type { HostFacts, ServiceFacts } from '../../bridge/host-facts.ts'
import { isNamed } from './addresses.ts'
import { chosenFirst, type Host, type Service } from './directory.ts'
import { whyNotEligible } from './eligible.ts'
import { findSoftware } from './software.ts'

/**
 * @param today ISO date
 * @param chosen stands before the host's other services
 */
export function hostFacts(host: Host, today: string, chosen?: Service): HostFacts {
  return {
    id: host.id,
    name: host.name,
    website: host.website,
    description: host.description ?? null,
    type: host.type ?? null,
    owner: host.owner ?? null,
    country: host.country,
    since: host.since ?? null,
    chatons: host.chatons,
    memberSince: host.memberSince ?? null,
    terms: host.terms ?? null,
    help: host.help ?? null,
    contact: host.contact ?? null,
    donate: host.donate ?? [],
    asOf: host.asOf,
    services: chosenFirst(host, chosen).map(service => serviceFacts(host, service, today)),
    others: (host.others ?? []).map(({ name, software, url }) => ({ name, software, url })),
  }
}

function serviceFacts(host: Host, service: Service, today: string): ServiceFacts {
  const software = findSoftware(service.software)
  return {
    kind: service.kind,
    software: software.name || service.software,
    address: service.url,
    creation: isNamed(service) ? 'named' : 'on-site',
    lifetimeDays: service.lifetimeDays ?? null,
    limits: {
      maxBytes: service.limits?.maxBytes ?? null,
      maxDays: service.limits?.maxDays ?? null,
      maxDownloads: service.limits?.maxDownloads ?? null,
    },
    exports: software.exports.map(form => form.format),
    machine: service.machine ?? null,
    since: service.since ?? null,
    terms: service.terms ?? host.terms ?? null,
    help: service.help ?? host.help ?? null,
    notDrawn: whyNotEligible(host, service, today),
    asOf: service.asOf ?? null,
  }
}
