/** From the paths of a file to an organisation or a service, each value checked. */
import { organizationTypes } from '../../../bridge/host-facts.ts'
import { pageUrl } from '../../../bridge/invitation.ts'
import { isMumbleServer, isWithin, placeOfAddress, type Reach } from '../../network/network-address.ts'
import type { Host, Machine } from '../directory.ts'
import { lastValue, type Properties, valuesIn } from './properties.ts'
import type { DropReason, Report } from './report.ts'
import { readCountry, readDate, readDecimal, readList, readPage, readWord } from './values.ts'

export interface Organization {
  /** Address of its file. */
  readonly where: string
  readonly fileDate: string | null
  readonly name: string
  readonly description: string | null
  readonly website: string | null
  readonly type: string | null
  readonly status: 'ACTIVE' | 'IDLE' | 'AWAY' | null
  /** Of the CHATONS, by its own file; null = it does not say. */
  readonly member: boolean | null
  readonly memberSince: string | null
  readonly country: string | null
  readonly place: NonNullable<Host['place']> | null
  readonly owner: { readonly name: string; readonly website: string | null } | null
  readonly contact: string | null
  readonly terms: string | null
  readonly help: string | null
  readonly donate: readonly string[]
  readonly since: string | null
  readonly ended: string | null
}

export interface ServiceRecord {
  readonly where: string
  readonly fileDate: string | null
  readonly name: string | null
  readonly software: string
  /** A page, or `mumble://…`. */
  readonly address: string
  /** An open word; `OK` is well. */
  readonly status: string | null
  /** Has one to sign up? null = not told. */
  readonly signup: boolean | null
  readonly load: string | null
  readonly terms: string | null
  readonly help: string | null
  readonly machine: Machine | null
  readonly since: string | null
  readonly ended: string | null
}

/** Where a file stands, who tells what is wrong with it, and what its addresses may lead to. */
export interface RecordContext {
  readonly where: string
  readonly reach: Reach
  readonly report: Report
}

/** Null when it has no name; that, and every value that cannot be used, is reported. */
export function readOrganization(properties: Properties, context: RecordContext): Organization | null {
  const read = reader(properties, context, lastValue(properties, 'organization.name'))
  const name = read.text('organization.name', 200)
  if (name === null) {
    context.report.add({
      what: 'organization',
      where: context.where,
      name: null,
      why: 'no-name',
      detail: null,
    })
    return null
  }
  const [latitude, longitude] = [
    read.decimal('organization.geolocation.latitude', 90),
    read.decimal('organization.geolocation.longitude', 180),
  ]
  const ownerName = read.text('organization.owner.name', 200)
  return {
    where: context.where,
    fileDate: read.date('file.datetime'),
    name,
    description: read.text('organization.description', 2000),
    website: read.page('organization.website'),
    type: read.word('organization.type', organizationTypes),
    status: read.level('organization.status.level'),
    member: membership(read),
    memberSince: read.date('organization.memberof.chatons.startdate'),
    country: read.country('organization.country'),
    place: latitude === null || longitude === null ? null : { latitude, longitude },
    owner: ownerName === null ? null : { name: ownerName, website: read.page('organization.owner.website') },
    contact: read.page('organization.contact.url'),
    terms: read.page('organization.legal.url'),
    help: read.page('organization.guide.user'),
    // Some write their account's name there instead of its address.
    donate: [
      ...new Set(
        valuesIn(properties, 'organization.funding').flatMap(value => safePage(value, context.reach) ?? []),
      ),
    ].slice(0, 10),
    since: read.date('organization.startdate'),
    ended: read.date('organization.enddate'),
  }
}

/** The format's words, and what some write instead. */
const levels = {
  ACTIVE: ['ACTIVE', 'ACTIF', 'ACTIVÉ', 'OK'],
  IDLE: ['IDLE', 'EN PAUSE', 'PAUSE'],
  AWAY: ['AWAY', 'INACTIF', 'INACTIVE'],
} as const
type Level = keyof typeof levels

function readLevel(text: string): Level | null {
  const names = Object.keys(levels) as Level[]
  return names.find(level => readWord(text, levels[level]) !== null) ?? null
}

/** A member may leave while its file stays where it was. */
function membership(read: Reader): boolean | null {
  if (read.text('organization.memberof.chatons.enddate', 40) !== null) return false
  const level = read.level('organization.memberof.chatons.status.level')
  return level === null ? null : level === 'ACTIVE'
}

/** Null when it has no address to go to; that, and every value that cannot be used, is reported. */
export function readService(properties: Properties, context: RecordContext): ServiceRecord | null {
  const name = lastValue(properties, 'service.name')
  const read = reader(properties, context, name)
  const drop = (why: DropReason, detail: string | null) => {
    context.report.add({ what: 'service', where: context.where, name, why, detail })
    return null
  }
  const website = lastValue(properties, 'service.website')
  if (website === null) return drop('no-address', null)
  const address = readAddress(website, context.reach)
  if ('why' in address) return drop(address.why, website)
  const registration = lastValue(properties, 'service.registration')
  return {
    where: context.where,
    fileDate: read.date('file.datetime'),
    name: read.text('service.name', 200),
    software: read.text('software.name', 60) ?? '',
    address: address.url,
    status: read.text('service.status.level', 40),
    signup: registration === null ? null : !readList(registration).some(way => /^none$/i.test(way)),
    load: read.text('service.registration.load', 40),
    terms: read.page('service.legal.url'),
    help: read.page('service.guide.user'),
    machine: readMachine(read),
    since: read.date('service.startdate'),
    ended: read.date('service.enddate'),
  }
}

function readMachine(read: Reader): Machine | null {
  const machine = {
    provider: read.text('host.name', 200),
    country: read.country('host.country'),
    hosting: read.word('host.provider.type', ['HOME', 'HOSTEDBAY', 'HOSTEDSERVER', 'OUTSOURCED']),
    server: read.word('host.server.type', ['NANO', 'PHYSICAL', 'VIRTUAL', 'SHARED', 'CLOUD']),
  }
  return Object.values(machine).every(fact => fact === null) ? null : machine
}

/** Directory files take no longer ones. */
const LONGEST_ADDRESS = 2000

/** A page or a voice server's address that is safe to open, or why it is not. */
export function readAddress(text: string, reach: Reach): { url: string } | { why: DropReason } {
  const url = isMumbleServer(text) ? text.toLowerCase() : readPage(text)
  if (url === null || url.length > LONGEST_ADDRESS)
    return { why: /^[a-z][a-z0-9+.-]*:/i.test(text.trim()) ? 'unsafe-address' : 'address-unreadable' }
  const place = placeOfAddress(url)
  return place !== null && isWithin(reach, place) ? { url } : { why: 'private-address' }
}

function safePage(text: string, reach: Reach): string | null {
  const read = readAddress(text, reach)
  return 'url' in read ? pageUrl(read.url) : null
}

type Reader = ReturnType<typeof reader>

function reader(properties: Properties, { where, reach, report }: RecordContext, name: string | null) {
  /** What cannot be read counts as not told, and is reported. */
  const read = <T>(path: string, meaning: (text: string) => T | null): T | null => {
    const text = lastValue(properties, path)
    if (text === null) return null
    const value = meaning(text)
    if (value === null)
      report.add({ what: 'value', where, name, why: 'value-unreadable', detail: `${path} = ${text}` })
    return value
  }
  return {
    text: (path: string, longest: number) => read(path, text => text.slice(0, longest)),
    date: (path: string) => read(path, readDate),
    page: (path: string) => read(path, text => safePage(text, reach)),
    word: <const W extends string>(path: string, words: readonly W[]) =>
      read(path, text => readWord(text, words)),
    /** Whoever says something else than "active" is not taken for active. */
    level: (path: string) => read(path, readLevel) ?? (lastValue(properties, path) === null ? null : 'AWAY'),
    decimal: (path: string, most: number) =>
      read(path, text => {
        const value = readDecimal(text)
        return value !== null && Math.abs(value) <= most ? value : null
      }),
    country: (path: string) => read(`${path}.code`, readCountry) ?? read(`${path}.name`, readCountry),
  }
}
