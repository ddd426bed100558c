/** The directory of hosts: a dated file shipped with the app, checked as if a stranger had written it. */
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { pageUrl } from '../../bridge/invitation.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { type HostCard, type ServiceKind, serviceKindSchema } from '../../bridge/services.ts'
import { isMumbleServer, placeOfAddress } from '../network/network-address.ts'

/** A few thousand hosts with all their facts; anything larger is not our directory. */
const LARGEST_FILE_CHARACTERS = 16_000_000

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest))
// This computer's own services are the demo's; a private network is nobody's host.
const notInside = v.check((url: string) => placeOfAddress(url) !== 'private')
const safePage = v.pipe(
  text(2000),
  v.check(url => pageUrl(url) !== null),
  notInside,
)
const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))
/** An ISO date; an administrator may know the year alone. */
const date = v.pipe(v.string(), v.regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER))
/** Share of the draw; small hosts ask for little, and 0 = listed, never drawn. */
const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(1000))

/** Where a fact comes from. */
const provenance = {
  source: v.exactOptional(text(300)),
  asOf: v.exactOptional(v.nullable(text(20))),
  /** That it was true then: high = recent, or two sources that do not know each other. */
  confidence: v.exactOptional(v.picklist(['high', 'medium', 'low'])),
  note: v.exactOptional(text(500)),
}

/** The computer that a service runs on, in ChatonsInfos' own words; null = not told. */
const machineSchema = v.object({
  /** The company or people whose machine it is. */
  provider: v.nullable(text(200)),
  country: v.nullable(country),
  hosting: v.nullable(v.picklist(['HOME', 'HOSTEDBAY', 'HOSTEDSERVER', 'OUTSOURCED'])),
  server: v.nullable(v.picklist(['NANO', 'PHYSICAL', 'VIRTUAL', 'SHARED', 'CLOUD'])),
})

const serviceSchema = v.object({
  kind: serviceKindSchema,
  /** As its host names it; empty = not told. */
  software: text(60),
  /** A site's address, or `mumble://host[:port]`. */
  url: v.union([safePage, v.pipe(v.string(), v.check(isMumbleServer), notInside)]),
  /** Where names go on this very site, when not where its software has them. */
  template: v.exactOptional(v.pipe(text(2000), v.check(isTemplate))),
  /** This service's own; absent = the host's weight, shared among its services of the kind. */
  weight: v.exactOptional(weight),
  /** Has one to sign up? null = not told; absent = no. */
  signup: v.exactOptional(v.nullable(v.boolean())),
  /** The host's own word for how it is; `OK`, or absent, is well. */
  status: v.exactOptional(text(40)),
  /** `FULL`: it takes nobody new. */
  load: v.exactOptional(text(40)),
  since: v.exactOptional(date),
  ended: v.exactOptional(date),
  /** Days after the last change until it is deleted; absent = not known. */
  lifetimeDays: v.exactOptional(count),
  limits: v.exactOptional(
    v.object({
      maxBytes: v.exactOptional(count),
      maxDays: v.exactOptional(count),
      maxDownloads: v.exactOptional(count),
    }),
  ),
  features: v.exactOptional(v.pipe(v.array(text(60)), v.maxLength(20))),
  terms: v.exactOptional(safePage),
  help: v.exactOptional(safePage),
  machine: v.exactOptional(machineSchema),
  ...provenance,
})

/** Something else that a host offers; opened as a page, no more. */
const otherServiceSchema = v.object({
  name: text(200),
  software: text(60),
  url: safePage,
  signup: v.nullable(v.boolean()),
  ...provenance,
})

const hostSchema = v.object({
  ...provenance,
  id: v.pipe(text(100), v.minLength(1)),
  name: v.pipe(text(200), v.minLength(1)),
  website: v.nullable(safePage),
  country: v.nullable(country),
  /** Member of the CHATONS collective; null = not known. */
  chatons: v.nullable(v.boolean()),
  asOf: v.nullable(text(20)),
  weight,
  services: v.pipe(v.array(serviceSchema), v.maxLength(200)),
  others: v.exactOptional(v.pipe(v.array(otherServiceSchema), v.maxLength(200))),
  /** Where its people are, in degrees. */
  place: v.exactOptional(
    v.object({
      latitude: v.pipe(v.number(), v.minValue(-90), v.maxValue(90)),
      longitude: v.pipe(v.number(), v.minValue(-180), v.maxValue(180)),
    }),
  ),
  description: v.exactOptional(text(2000)),
  /** ASSOCIATION, INFORMAL, COOPERATIVE, MICROCOMPANY, COMPANY, INDIVIDUAL, OTHER */
  type: v.exactOptional(text(40)),
  since: v.exactOptional(date),
  memberSince: v.exactOptional(date),
  /** IDLE = paused, AWAY = gone for now; absent = active. */
  status: v.exactOptional(v.picklist(['ACTIVE', 'IDLE', 'AWAY'])),
  ended: v.exactOptional(date),
  /** Who stands behind it, when that is another name. */
  owner: v.exactOptional(v.object({ name: text(200), website: v.nullable(safePage) })),
  terms: v.exactOptional(safePage),
  help: v.exactOptional(safePage),
  contact: v.exactOptional(safePage),
  donate: v.exactOptional(v.pipe(v.array(safePage), v.maxLength(10))),
})

const fileSchema = v.object({
  date: text(20),
  /** Where it was read from. */
  root: v.fallback(text(2000), ''),
  hosts: v.array(v.unknown()),
})

export type Host = v.InferOutput<typeof hostSchema>
export type Service = Host['services'][number]
export type OtherService = v.InferOutput<typeof otherServiceSchema>
export type Machine = v.InferOutput<typeof machineSchema>

function isTemplate(template: string): boolean {
  return template.split('{name}').length === 2 && pageUrl(template.replace('{name}', 'x')) !== null
}

export class Directory {
  readonly date: string
  readonly hosts: readonly Host[]
  /** Where it was read from; empty = not told. */
  readonly root: string
  readonly #byId: ReadonlyMap<string, Host>

  constructor(date: string, hosts: readonly Host[], root = '') {
    this.date = date
    this.hosts = hosts
    this.root = root
    this.#byId = new Map(hosts.map(host => [host.id, host]))
  }

  /** Every kind that somebody offers. */
  get kinds(): ServiceKind[] {
    return [...new Set(this.hosts.flatMap(host => host.services.map(service => service.kind)))]
  }

  /** Throws `no-host-known`. */
  host(id: string): Host {
    const found = this.#byId.get(id)
    if (found === undefined) throw new ProblemError('no-host-known')
    return found
  }
}

/** As {@link parseDirectory}. */
export async function readDirectory(file: string): Promise<Directory> {
  const content = await readFile(file, 'utf8').catch(error => {
    throw new ProblemError('directory-unreadable', {}, error)
  })
  return parseDirectory(content)
}

/** One bad entry is left out; the rest is used. Throws `directory-unreadable`. */
export function parseDirectory(content: string): Directory {
  let parsed: unknown
  try {
    if (content.length > LARGEST_FILE_CHARACTERS) throw new RangeError('too large')
    parsed = JSON.parse(content)
  } catch (error) {
    throw new ProblemError('directory-unreadable', {}, error)
  }
  const checked = v.safeParse(fileSchema, parsed)
  if (!checked.success) throw new ProblemError('directory-unreadable')
  const { date, hosts, root } = checked.output
  return new Directory(date, hosts.flatMap(readHost), root)
}

/** One host of a directory file, or nothing when it does not fit. */
export function readHost(entry: unknown): Host[] {
  const result = v.safeParse(hostSchema, entry)
  return result.success ? [result.output] : []
}

/**
 * The service of a kind: the one at `address`, else the first of the kind.
 * @param address `url` of a service of this host
 */
export function serviceOf(host: Host, kind: ServiceKind, address?: string): Service | undefined {
  const ofKind = host.services.filter(service => service.kind === kind)
  return ofKind.find(service => service.url === address) ?? ofKind[0]
}

/** As the page names a host; `chosen` stands before the host's others of its kind. */
export function toCard(host: Host, chosen?: Service): HostCard {
  return {
    id: host.id,
    name: host.name,
    website: host.website,
    country: host.country,
    chatons: host.chatons,
    asOf: host.asOf,
    services: chosenFirst(host, chosen).map(({ kind, software, url }) => ({ kind, software, address: url })),
  }
}

/** All services of a host, the chosen one before the others. */
export function chosenFirst(host: Host, chosen: Service | undefined): readonly Service[] {
  return chosen === undefined ? host.services : [chosen, ...host.services.filter(one => one !== chosen)]
}
