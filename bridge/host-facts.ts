/** All that is known of a host, for the card that is shown before anything is made there. Null and empty mean "not known": the page says so in words. */
import type { ServiceKind } from './services.ts'

/** `named`: its address is made up here and exists as soon as it is opened. `on-site`: made on the site, its address pasted back. */
export type Creation = 'named' | 'on-site'

/** What form of organisation a host is, in the words of the collective's files. */
export const organizationTypes = [
  'ASSOCIATION',
  'INFORMAL',
  'COOPERATIVE',
  'MICROCOMPANY',
  'COMPANY',
  'INDIVIDUAL',
  'OTHER',
] as const

export interface MachineFacts {
  /** The company or people whose machine it is. */
  readonly provider: string | null
  readonly country: string | null
  readonly hosting: 'HOME' | 'HOSTEDBAY' | 'HOSTEDSERVER' | 'OUTSOURCED' | null
  readonly server: 'NANO' | 'PHYSICAL' | 'VIRTUAL' | 'SHARED' | 'CLOUD' | null
}

export interface ServiceFacts {
  readonly kind: ServiceKind
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
  /** Forms it can be saved in, such as `txt`, `csv`. */
  readonly exports: readonly string[]
  readonly machine: MachineFacts | null
  readonly since: string | null
  readonly terms: string | null
  readonly help: string | null
  /** Why nobody is sent here unasked; null = people are. */
  readonly notDrawn: string | null
  readonly asOf: string | null
}

export interface HostFacts {
  readonly id: string
  readonly name: string
  readonly website: string | null
  readonly description: string | null
  /** Mostly one of {@link organizationTypes}. */
  readonly type: string | null
  readonly owner: { readonly name: string; readonly website: string | null } | null
  /** ISO code of two capitals. */
  readonly country: string | null
  /** ISO date, or its year alone. */
  readonly since: string | null
  /** Member of the CHATONS collective. */
  readonly chatons: boolean | null
  readonly memberSince: string | null
  readonly terms: string | null
  readonly help: string | null
  readonly contact: string | null
  readonly donate: readonly string[]
  /** The day of the facts, ISO date. */
  readonly asOf: string | null
  readonly services: readonly ServiceFacts[]
  /** More that the host offers, mostly with an account; opened in the person's browser. */
  readonly others: readonly { readonly name: string; readonly software: string; readonly url: string }[]
}

/** What a person wants of a host: sent there always, never, or as the draw has it. */
export type HostWish = 'always' | 'never' | null

/** A row of the list: no more than it shows, so that thousands cross at once. All else comes when it is chosen. */
export interface HostListing {
  readonly id: string
  readonly name: string
  readonly country: string | null
  readonly services: readonly Pick<ServiceFacts, 'kind' | 'software'>[]
  readonly wish: HostWish
  /** It failed this person lately and is left in peace for a while. */
  readonly setAside: boolean
  /** Added by this person. */
  readonly own: boolean
}

/** Ids of hosts that a person added begin so. */
export const OWN_HOST = 'own-'

export interface HostList {
  readonly hosts: readonly HostListing[]
  /** All that the person added, whatever the filters. */
  readonly own: readonly HostListing[]
  /** ISO codes and names that occur in the whole directory, for the filters. */
  readonly countries: readonly string[]
  readonly software: readonly string[]
}

/** One service of the collective that is of none of our kinds. */
export interface MoreListing {
  readonly hostId: string
  readonly hostName: string
  readonly country: string | null
  readonly chatons: boolean | null
  /** As the host calls it. */
  readonly name: string
  /** By its usual name; empty = not told. */
  readonly software: string
  readonly url: string
}

export interface MoreList {
  readonly services: readonly MoreListing[]
  /** Names of the software that occur in the whole directory, for the filter. */
  readonly software: readonly string[]
}
