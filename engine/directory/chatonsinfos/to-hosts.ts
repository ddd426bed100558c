/** From a walked tree to hosts of our directory: only what is offered, and nothing unsafe. */
import { slug } from '../../names.ts'
import {
  findAddresses,
  PrivateAddressError,
  type Reach,
  type Resolve,
} from '../../network/network-address.ts'
import { type Host, type OtherService, readHost, type Service } from '../directory.ts'
import { isOver } from '../eligible.ts'
import { findSoftware } from '../software.ts'
import type { Organization, ServiceRecord } from './records.ts'
import type { DropReason, Report } from './report.ts'
import type { Tree } from './walk.ts'

/** As Framapad's pool of 2020 gave to whoever had not asked for more or less. */
const USUAL_WEIGHT = 2
/** A name server that takes longer than this has nothing to say about where a name leads. */
const LOOKUP_MS = 5000
/** After that, names go unchecked: whoever is asked later is checked again then. */
const LOOKUPS_IN_ALL_MS = 120_000

/**
 * Hosts with at least something to offer, in the tree's order; what is left out goes to the tree's report.
 * @param today ISO date
 * @param resolve looks names up; the system's own when not given
 */
export async function toHosts(tree: Tree, today: string, resolve?: Resolve): Promise<Host[]> {
  const inside = await namesThatLeadInside(tree, resolve)
  const ids = new Set<string>()
  const hosts: Host[] = []
  const seen = new Set<string>()
  const byChatons = /^chatons$/i.test(tree.federation ?? '')
  for (const { organization, services } of tree.organizations) {
    const why = whyNotOrganization(organization, today)
    if (why !== null) {
      drop(tree.report, 'organization', organization, organization.name, why)
      continue
    }
    // The same organisation may be listed under two federations.
    const identity = `${slug(organization.name)} ${organization.website ?? ''}`
    if (seen.has(identity)) {
      drop(tree.report, 'organization', organization, organization.name, 'duplicate')
      continue
    }
    seen.add(identity)
    const offered = sortServices(services, inside, tree.report, today)
    if (offered.services.length + offered.others.length === 0) {
      drop(tree.report, 'organization', organization, organization.name, 'nothing-offered')
      continue
    }
    const listed = { id: newId(organization.name, ids), byChatons, today }
    const [host] = readHost(toHost(organization, offered, listed))
    if (host === undefined)
      drop(tree.report, 'organization', organization, organization.name, 'value-unreadable')
    else hosts.push(host)
  }
  return hosts
}

function whyNotOrganization({ status, ended }: Organization, today: string): DropReason | null {
  if (status !== null && status !== 'ACTIVE') return 'not-active'
  return isOver(ended, today) ? 'ended' : null
}

interface Offered {
  readonly services: readonly Service[]
  readonly others: readonly OtherService[]
}

function sortServices(
  records: readonly ServiceRecord[],
  inside: ReadonlySet<string>,
  report: Report,
  today: string,
): Offered {
  const services: Service[] = []
  const others: OtherService[] = []
  const seen = new Set<string>()
  for (const record of records) {
    const { kind } = findSoftware(record.software)
    const why = whyNotService(record, kind !== null, seen, inside, today)
    if (why !== null) {
      drop(report, 'service', record, record.name ?? record.software, why)
      continue
    }
    seen.add(record.address)
    if (kind !== null) services.push(toService(record, kind, today))
    else others.push(toOther(record, today))
  }
  return { services: services.slice(0, 200), others: others.slice(0, 200) }
}

/** What is full or out of order stays: it is shown as such, and comes back by itself. */
function whyNotService(
  record: ServiceRecord,
  isOurs: boolean,
  seen: ReadonlySet<string>,
  inside: ReadonlySet<string>,
  today: string,
): DropReason | null {
  if (isOver(record.ended, today)) return 'ended'
  if (seen.has(record.address)) return 'duplicate'
  if (inside.has(nameOf(record.address))) return 'private-address'
  if (!isOurs && record.address.startsWith('mumble:')) return 'class-unexpected'
  return isOurs && record.signup === true ? 'signup' : null
}

function toService(record: ServiceRecord, kind: Service['kind'], today: string): Service {
  const isVoicePage = kind === 'audio' && !record.address.startsWith('mumble:')
  return {
    kind,
    software: record.software,
    // A voice server is told by its web page; the server answers at the same name, or it is never offered.
    url: isVoicePage ? `mumble://${nameOf(record.address)}` : record.address,
    ...(record.signup === false ? {} : { signup: record.signup }),
    ...known({
      status: record.status?.toUpperCase() === 'OK' ? null : record.status,
      load: record.load?.toUpperCase() === 'OPEN' ? null : record.load,
      since: record.since,
      ended: record.ended,
      terms: record.terms,
      help: record.help,
      machine: record.machine,
      note: isVoicePage ? `server taken from its page ${record.address}`.slice(0, 500) : null,
    }),
    source: record.where.slice(0, 300),
    asOf: factDate(record.fileDate, today),
  }
}

function toOther(record: ServiceRecord, today: string): OtherService {
  return {
    name: record.name ?? record.software,
    software: record.software,
    url: record.address,
    signup: record.signup,
    source: record.where.slice(0, 300),
    asOf: factDate(record.fileDate, today),
  }
}

function toHost(organization: Organization, offered: Offered, listed: Listed): Host {
  const { name, website, country, place, description, type, since, memberSince, ended } = organization
  const { owner, terms, help, contact, donate } = organization
  return {
    id: listed.id,
    name,
    website,
    country,
    // Whom the collective lists in its own root file is a member, unless its file says that it left.
    chatons: organization.member ?? (listed.byChatons ? true : null),
    asOf: factDate(organization.fileDate, listed.today),
    weight: USUAL_WEIGHT,
    services: [...offered.services],
    ...(offered.others.length > 0 ? { others: [...offered.others] } : {}),
    ...known({ place, description, type, since, memberSince, ended, owner, terms, help, contact }),
    ...(donate.length > 0 ? { donate: [...donate] } : {}),
    source: organization.where.slice(0, 300),
  }
}

interface Listed {
  readonly id: string
  /** Under the root file of the CHATONS. */
  readonly byChatons: boolean
  readonly today: string
}

/** Without what nobody told. */
function known<T extends object>(facts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(facts).filter(([, fact]) => fact !== null && fact !== undefined),
  ) as { [K in keyof T]?: NonNullable<T[K]> }
}

/** A file from the future is one whose date nobody set right. */
function factDate(date: string | null, today: string): string | null {
  return date !== null && date <= today ? date : null
}

/** Stays the same from one reading of the tree to the next, as long as the name does. */
function newId(name: string, taken: Set<string>): string {
  const base = slug(name) || 'host'
  let id = base
  for (let n = 2; taken.has(id); n++) id = `${base}-${n}`
  taken.add(id)
  return id
}

function drop(
  report: Report,
  what: 'organization' | 'service',
  { where }: { readonly where: string },
  name: string | null,
  why: DropReason,
): void {
  report.add({ what, where, name, why, detail: null })
}

/** The host name of an address; borrowing https lets `mumble:` be read, too. */
function nameOf(address: string): string {
  return new URL(address.replace(/^mumble:/, 'https:')).hostname
}

/** Public names whose addresses are private: the look alone doesn't tell. */
async function namesThatLeadInside(tree: Tree, resolve?: Resolve): Promise<ReadonlySet<string>> {
  const names = new Set(
    tree.organizations.flatMap(({ services }) => services.map(({ address }) => nameOf(address))),
  )
  const inside = new Set<string>()
  const pending = [...names]
  const endsAt = performance.now() + LOOKUPS_IN_ALL_MS
  const work = async () => {
    for (let name = pending.pop(); name !== undefined && performance.now() < endsAt; name = pending.pop())
      if (await leadsInside(name, tree.reach, resolve)) inside.add(name)
  }
  await Promise.all([work(), work(), work(), work()])
  return inside
}

async function leadsInside(name: string, reach: Reach, resolve?: Resolve): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<false>(resolve => {
    timer = setTimeout(resolve, LOOKUP_MS, false)
  })
  const check = findAddresses(name, reach, resolve).then(
    () => false,
    // A name that leads nowhere today is no danger, and may be back tomorrow.
    error => error instanceof PrivateAddressError,
  )
  return Promise.race([check, patience]).finally(() => clearTimeout(timer))
}
