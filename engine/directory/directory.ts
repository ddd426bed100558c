/** The directory of hosts: a dated file shipped with the app, checked as if a stranger had written it. */
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { pageUrl } from '../../bridge/invitation.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { type HostCard, type ServiceKind, serviceKindSchema } from '../../bridge/services.ts'

/** A few thousand hosts with all their facts; anything larger is not our directory. */
const LARGEST_FILE_CHARACTERS = 8_000_000

const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest))
const safePage = v.pipe(
  text(2000),
  v.check(url => pageUrl(url) !== null),
)

const serviceSchema = v.object({
  kind: serviceKindSchema,
  software: text(60),
  /** A page's base address, or `mumble://host[:port]`. */
  url: v.union([safePage, v.pipe(text(300), v.regex(/^mumble:\/\/[a-z0-9.-]+(?::\d{1,5})?\/?$/i))]),
})

const hostSchema = v.object({
  id: v.pipe(text(100), v.minLength(1)),
  name: v.pipe(text(200), v.minLength(1)),
  website: v.nullable(safePage),
  country: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  chatons: v.nullable(v.boolean()),
  asOf: v.nullable(text(20)),
  /** Share of the draw; small hosts ask for little. */
  weight: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
  services: v.array(serviceSchema),
})

const fileSchema = v.object({ date: text(20), hosts: v.array(v.unknown()) })

export type Host = v.InferOutput<typeof hostSchema>
export type Service = Host['services'][number]

export class Directory {
  readonly date: string
  readonly hosts: readonly Host[]

  constructor(date: string, hosts: readonly Host[]) {
    this.date = date
    this.hosts = hosts
  }

  get kinds(): ServiceKind[] {
    return [...new Set(this.hosts.flatMap(host => host.services.map(service => service.kind)))]
  }

  /** Throws `no-host-known`. */
  host(id: string): Host {
    const found = this.hosts.find(host => host.id === id)
    if (found === undefined) throw new ProblemError('no-host-known')
    return found
  }
}

/** One bad entry is left out; the rest is used. Throws `directory-unreadable`. */
export async function readDirectory(file: string): Promise<Directory> {
  let parsed: unknown
  try {
    const content = await readFile(file, 'utf8')
    if (content.length > LARGEST_FILE_CHARACTERS) throw new RangeError('too large')
    parsed = JSON.parse(content)
  } catch (error) {
    throw new ProblemError('directory-unreadable', {}, error)
  }
  const checked = v.safeParse(fileSchema, parsed)
  if (!checked.success) throw new ProblemError('directory-unreadable')
  const hosts = checked.output.hosts.flatMap(host => {
    const result = v.safeParse(hostSchema, host)
    return result.success ? [result.output] : []
  })
  return new Directory(checked.output.date, hosts)
}

export function serviceOf(host: Host, kind: ServiceKind): Service | undefined {
  return host.services.find(service => service.kind === kind)
}

export function toCard(host: Host): HostCard {
  return {
    id: host.id,
    name: host.name,
    website: host.website,
    country: host.country,
    chatons: host.chatons,
    asOf: host.asOf,
    services: host.services.map(({ kind, software, url }) => ({ kind, software, address: url })),
  }
}
