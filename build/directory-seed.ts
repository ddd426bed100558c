/**
 * `node build/directory-seed.ts FACTS.json [--out FILE]`: makes a directory of a hand-kept list of facts, for
 * where no tree can be read. Each organisation of the list: organization, website, chatons, country, services;
 * each service: category, software, url, source, asOf, confidence, and what else is known. Every fact keeps its
 * source, day and confidence; what is closed or not for strangers is left out, and the report says so.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import type { ServiceKind } from '../bridge/services.ts'
import { siteOf } from '../engine/directory/addresses.ts'
import { readAddress } from '../engine/directory/chatonsinfos/records.ts'
import { type DropReason, Report } from '../engine/directory/chatonsinfos/report.ts'
import { type Host, type OtherService, readHost, type Service } from '../engine/directory/directory.ts'
import { writeDirectory } from '../engine/directory/replacement.ts'
import { findSoftware } from '../engine/directory/software.ts'
import { slug } from '../engine/names.ts'
import { describeDropped } from './directory-report.ts'
import { shippedDirectory } from './places.ts'

const text = v.string()
const serviceFacts = v.object({
  category: text,
  software: text,
  url: text,
  source: text,
  asOf: text,
  confidence: v.picklist(['high', 'medium', 'low']),
  note: v.optional(text, ''),
  /** Was it in the pool of volunteers that Framapad drew from? Absent = nobody asked. */
  inFramapadPool: v.optional(v.boolean()),
  /** The share that it had there. */
  poolWeight: v.optional(v.number()),
  padUrlPrefix: v.optional(text),
  padLifetime: v.optional(text, ''),
  googleStunFree: v.optional(v.boolean()),
  registration: v.optional(text, ''),
  features: v.optional(v.array(text), []),
  maxExpiry: v.optional(text, ''),
  limits: v.optional(
    v.object({
      maxSize: v.optional(text, ''),
      maxDays: v.optional(v.number()),
      maxDownloads: v.optional(v.number()),
    }),
    {},
  ),
})
const organizationFacts = v.object({
  organization: text,
  website: v.nullable(text),
  chatons: v.nullable(v.boolean()),
  country: v.optional(text),
  services: v.array(serviceFacts),
  chatonsBasis: v.optional(text, ''),
  owner: v.optional(text, ''),
})
type OrganizationFacts = v.InferOutput<typeof organizationFacts>
type ServiceFacts = v.InferOutput<typeof serviceFacts>

/**
 * No host gets more of the draw than five usual ones: Framapad's own server had 80 of 126 in April 2020, and
 * two thirds of all people waited when it was down.
 */
const LARGEST_WEIGHT = 10
/** Whoever never said how much load it bears gets the least. */
const SMALLEST_WEIGHT = 1

const kinds: Readonly<Record<string, ServiceKind>> = {
  audio: 'audio',
  video: 'video',
  pad: 'pad',
  spreadsheet: 'sheet',
  poll: 'poll',
  'sticky-notes': 'notes',
  'file-share': 'files',
  image: 'images',
  link: 'link',
  paste: 'paste',
}

/** Throws when it is no such list; what in it cannot be used goes to the report. */
export function seedHosts(list: unknown): { hosts: Host[]; report: Report } {
  const report = new Report()
  const hosts = v.parse(v.array(organizationFacts), list).flatMap(organization => {
    const host = toHost(organization, report)
    if (host.services.length + (host.others?.length ?? 0) > 0) {
      const read = readHost(host)
      if (read.length === 0) drop(report, 'organization', host.website ?? '', host.name, 'value-unreadable')
      return read
    }
    drop(report, 'organization', host.website ?? '', host.name, 'nothing-offered')
    return []
  })
  return { hosts, report }
}

function toHost(facts: OrganizationFacts, report: Report): Host {
  const offered = facts.services.filter(service => {
    const why = whyNotOffered(service)
    if (why !== null)
      drop(report, 'service', service.url, `${facts.organization}: ${service.software}`, why, service.note)
    return why === null
  })
  const services = offered.flatMap(service => toService(service))
  const others = offered.flatMap(service => (isOurs(service) ? [] : [toOther(service)]))
  const pooled = facts.services.reduce((sum, { poolWeight = 0 }) => sum + poolWeight, 0)
  const [, name = facts.organization, remark = ''] = facts.organization.match(/^(.+?) \((author .+)\)$/) ?? []
  const [, owner, ownerSite = ''] = facts.owner.match(/^(.+?) \((https?:[^)]+)\)/) ?? []
  // A list made by somebody else is no word of the collective's.
  const hearsay = facts.chatonsBasis.startsWith('only this third-party list')
  const note = [remark, facts.chatonsBasis === '' ? '' : `CHATONS: ${facts.chatonsBasis}`].filter(
    part => part !== '',
  )
  return {
    id: slug(name),
    name,
    website: facts.website,
    country: facts.country ?? null,
    chatons: hearsay ? null : facts.chatons,
    asOf: offered.reduce<string | null>((newest, { asOf }) => later(newest, isoDate(asOf)), null),
    weight: Math.min(Math.max(pooled, SMALLEST_WEIGHT), LARGEST_WEIGHT),
    services: services.toSorted((a, b) => Number(b.weight !== 0) - Number(a.weight !== 0)),
    ...(others.length > 0 ? { others } : {}),
    ...(owner === undefined ? {} : { owner: { name: owner, website: ownerSite } }),
    ...(note.length > 0 ? { note: note.join('; ') } : {}),
  }
}

/** By what the list itself says of it. */
function whyNotOffered({ note, url }: ServiceFacts): DropReason | null {
  if (/\bclos(?:ing|ure|ed)\b/i.test(note)) return 'closed'
  if (/\bNOT a public\b|\bdemonstration only\b|\bnot for strangers\b/i.test(note)) return 'not-for-strangers'
  const address = readAddress(url, 'public')
  return 'why' in address ? address.why : null
}

/** A voice server that only browsers can reach is a page, and so is what asks for an account. */
function isOurs({ category, url, registration }: ServiceFacts): boolean {
  return (
    kinds[category] !== undefined &&
    registration === '' &&
    (category !== 'audio' || url.startsWith('mumble:'))
  )
}

function toService(facts: ServiceFacts): Service[] {
  const kind = kinds[facts.category]
  if (kind === undefined || !isOurs(facts)) return []
  const software = facts.software.startsWith('unknown') ? '' : facts.software
  const lifetimeDays = days(facts.padLifetime)
  const { padUrlPrefix: prefix } = facts
  const usualPrefix = `${siteOf({ software, url: facts.url })}p/`
  const limits = {
    ...defined('maxBytes', bytes(facts.limits.maxSize)),
    ...defined('maxDays', facts.limits.maxDays),
    ...defined('maxDownloads', facts.limits.maxDownloads),
  }
  const [, machineCountry, provider] = facts.note.match(/\bhosted in ([A-Z]{2}) \(([^)]+)\)/) ?? []
  const notes = [
    facts.note,
    facts.maxExpiry === '' ? '' : `longest lifetime on offer: ${facts.maxExpiry}`,
    isoDate(facts.asOf) === facts.asOf ? '' : `day of the fact: ${facts.asOf}`,
  ]
  const features = [
    ...facts.features,
    ...(facts.googleStunFree === undefined ? [] : [facts.googleStunFree ? 'no-google-stun' : 'google-stun']),
  ]
  return [
    {
      kind,
      software,
      url: facts.url,
      ...(prefix === undefined || prefix === usualPrefix ? {} : { template: `${prefix}{name}` }),
      ...(isDrawn(facts, lifetimeDays) ? {} : { weight: 0 }),
      ...defined('lifetimeDays', lifetimeDays),
      ...(Object.keys(limits).length > 0 ? { limits } : {}),
      ...(features.length > 0 ? { features } : {}),
      ...(provider === undefined || machineCountry === undefined
        ? {}
        : { machine: { provider, country: machineCountry, hosting: null, server: null } }),
      ...provenance(facts, notes),
    },
  ]
}

/**
 * Is anybody sent there unasked? Not where it left the pool or never was in it (nobody knows its rules or what
 * it bears), nor where one doubtful source has it, nor where a pad is gone before the week's next meeting.
 */
function isDrawn({ inFramapadPool, confidence }: ServiceFacts, lifetimeDays: number | undefined): boolean {
  return inFramapadPool !== false && confidence !== 'low' && (lifetimeDays === undefined || lifetimeDays >= 7)
}

function toOther(facts: ServiceFacts): OtherService {
  return {
    name: facts.software,
    software: findSoftware(facts.software).name || facts.software,
    url: facts.url,
    signup: facts.registration === '' ? null : true,
    ...provenance(facts, [facts.note, facts.registration]),
  }
}

function provenance({ source, asOf, confidence }: ServiceFacts, notes: readonly string[]) {
  const note = notes.filter(part => part !== '').join('; ')
  return { source, asOf: isoDate(asOf), confidence, ...(note === '' ? {} : { note }) }
}

function defined<K extends string>(key: K, value: number | undefined): { [P in K]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: number }
}

function isoDate(asOf: string): string | null {
  return /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(asOf) ? asOf : null
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}

/** "6 months" → 180; undefined when it is no such length. */
function days(lifetime: string): number | undefined {
  const [, count = '', unit = ''] = lifetime.match(/^(\d+) (day|week|month|year)s?$/) ?? []
  const length = { day: 1, week: 7, month: 30, year: 365 }[unit]
  return length === undefined ? undefined : Number(count) * length
}

/** "1 GiB" → 1073741824; undefined when it is no such size. */
function bytes(size: string): number | undefined {
  const [, count = '', unit = ''] = size.match(/^(\d+) (KiB|MiB|GiB)$/) ?? []
  const power = ['KiB', 'MiB', 'GiB'].indexOf(unit) + 1
  return power === 0 ? undefined : Number(count) * 1024 ** power
}

function drop(
  report: Report,
  what: 'organization' | 'service',
  where: string,
  name: string,
  why: DropReason,
  detail: string | null = null,
): void {
  report.add({ what, where, name, why, detail })
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { out: { type: 'string', default: shippedDirectory } },
  })
  const [input] = positionals
  if (input === undefined)
    throw new Error('Say which list: node build/directory-seed.ts FACTS.json [--out FILE]')
  const { hosts, report } = seedHosts(JSON.parse(await readFile(input, 'utf8')))
  await writeDirectory(values.out, {
    date: new Date().toISOString().slice(0, 10),
    root: 'a list of facts, kept by hand; each entry has its source',
    hosts,
  })
  const services = hosts.flatMap(host => host.services)
  console.log(
    [
      `${hosts.length} hosts with ${services.length} services (${services.filter(({ weight }) => weight !== 0).length} drawn from) ` +
        `and ${hosts.flatMap(host => host.others ?? []).length} others, written to ${values.out}`,
      'Left out:',
      ...describeDropped(report.dropped, report.counts, 20),
    ].join('\n'),
  )
}

if (import.meta.main) {
  await main().catch(error => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
