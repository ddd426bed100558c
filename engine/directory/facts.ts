/** All that is known of a host, for the card that is shown before anything is made there. */
import { isNamed } from './addresses.ts'
import type { Host, Machine, OtherService, Service } from './directory.ts'
import { type Ineligible, whyNotEligible } from './eligible.ts'
import type { DirectoryKind } from './kinds.ts'
import { type Creation, type ExportForm, findSoftware } from './software.ts'

/** Null and empty mean "not known": the page says so in words rather than leave it out. */
export interface ServiceFacts {
  readonly kind: DirectoryKind
  /** By its usual name, else as the host writes it; empty = not told. */
  readonly software: string
  /** Names the service in calls to the engine. */
  readonly address: string
  readonly creation: Creation
  /** Days after the last change until it is deleted. */
  readonly lifetimeDays: number | null
  readonly limits: {
    readonly maxBytes: number | null
    readonly maxDays: number | null
    readonly maxDownloads: number | null
  }
  readonly features: readonly string[]
  readonly exports: readonly ExportForm['format'][]
  /** The computer it runs on. */
  readonly machine: Machine | null
  readonly since: string | null
  readonly terms: string | null
  readonly help: string | null
  /** Why nobody is sent here unasked; null = people are. */
  readonly notDrawn: Ineligible | null
  readonly asOf: string | null
  readonly source: string | null
  readonly confidence: 'high' | 'medium' | 'low' | null
  readonly note: string | null
}

export interface HostFacts {
  readonly id: string
  readonly name: string
  readonly website: string | null
  readonly description: string | null
  /** ASSOCIATION, INFORMAL, COOPERATIVE, MICROCOMPANY, COMPANY, INDIVIDUAL, OTHER */
  readonly type: string | null
  readonly owner: { readonly name: string; readonly website: string | null } | null
  readonly country: string | null
  readonly since: string | null
  /** Member of the CHATONS collective. */
  readonly chatons: boolean | null
  readonly memberSince: string | null
  readonly terms: string | null
  readonly help: string | null
  readonly contact: string | null
  readonly donate: readonly string[]
  readonly asOf: string | null
  readonly services: readonly ServiceFacts[]
  /** More that the host offers, mostly with an account. */
  readonly others: readonly OtherService[]
}

/** @param today ISO date */
export function hostFacts(host: Host, today: string): HostFacts {
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
    services: host.services.map(service => serviceFacts(host, service, today)),
    others: host.others ?? [],
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
    features: service.features ?? [],
    exports: software.exports.map(form => form.format),
    machine: service.machine ?? null,
    since: service.since ?? null,
    terms: service.terms ?? host.terms ?? null,
    help: service.help ?? host.help ?? null,
    notDrawn: whyNotEligible(host, service, today),
    asOf: service.asOf ?? null,
    source: service.source ?? null,
    confidence: service.confidence ?? null,
    note: service.note ?? null,
  }
}
