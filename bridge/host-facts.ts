/** All that is known of a host, for the card that is shown before anything is made there. Null and empty mean "not known": the page says so in words. */
import type { ServiceKind } from './services.ts'

/** `named`: its address is made up here and exists as soon as it is opened. `on-site`: made on the site, its address pasted back. */
export type Creation = 'named' | 'on-site'

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
  /** ASSOCIATION, INFORMAL, COOPERATIVE, MICROCOMPANY, COMPANY, INDIVIDUAL, OTHER */
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

export interface HostListing {
  readonly facts: HostFacts
  readonly wish: HostWish
  /** It failed this person lately and is left in peace for a while. */
  readonly setAside: boolean
  /** Added by this person. */
  readonly own: boolean
}

export interface HostList {
  readonly hosts: readonly HostListing[]
  /** ISO codes and names that occur in the whole directory, for the filters. */
  readonly countries: readonly string[]
  readonly software: readonly string[]
}
