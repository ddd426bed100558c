/** Walks a ChatonsInfos tree: federation, organisations, services; along its `subs` lines and nowhere else. */
import type { Reach } from '../../network/network-address.ts'
import { decodeText, lastValue, type Properties, parseProperties, valuesIn } from './properties.ts'
import { type Organization, readOrganization, readService, type ServiceRecord } from './records.ts'
import { type DropReason, Report } from './report.ts'
import { childOf, keyOf, type Location, readLocation, type Source, sourceOf } from './source.ts'

/** How far a walk may go; the real tree has three levels and some hundred files of a few kilobytes. */
export interface WalkLimits {
  /** Files between the root and a leaf, the root being 0. */
  readonly depth: number
  readonly files: number
  readonly childrenPerFile: number
  readonly bytesPerFile: number
  readonly msPerFile: number
  readonly msInAll: number
  /** Files asked for at the same time. */
  readonly atOnce: number
}

const walkLimits: WalkLimits = {
  depth: 4,
  files: 5000,
  childrenPerFile: 2000,
  bytesPerFile: 256 * 1024,
  msPerFile: 10_000,
  msInAll: 15 * 60_000,
  atOnce: 6,
}

export interface Progress {
  readonly done: number
  /** Files known by now, done ones included. */
  readonly known: number
  readonly where: string
}

export interface Tree {
  readonly root: string
  readonly reach: Reach
  /** Name of the federation at the root; null = the root is no federation. */
  readonly federation: string | null
  /** In the order of the files that lead to them. */
  readonly organizations: readonly {
    readonly organization: Organization
    readonly services: readonly ServiceRecord[]
  }[]
  readonly filesRead: number
  readonly report: Report
}

type FileClass = 'federation' | 'organization' | 'service' | 'device'

interface Visit {
  readonly location: Location
  readonly depth: number
  /** Keys of the files above it. */
  readonly above: readonly string[]
  /** Class of the file above; null for the root. */
  readonly under: FileClass | null
  /** Whose service it would be. */
  readonly owner: Branch | null
  /** Place among its siblings and theirs above: the walk is parallel, its result is not. */
  readonly order: readonly number[]
}

interface Branch {
  readonly organization: Organization
  readonly order: readonly number[]
  readonly services: { readonly service: ServiceRecord; readonly order: readonly number[] }[]
}

/** What may stand under what. */
const allowedUnder: Readonly<Record<'root' | FileClass, readonly FileClass[]>> = {
  root: ['federation', 'organization'],
  federation: ['federation', 'organization'],
  organization: ['service'],
  service: [],
  device: [],
}

/**
 * Never throws for what it finds; what cannot be used is in the report, with its reason.
 * @param root an http or https URL, or a file's path
 */
export async function walkTree(
  root: string,
  options: { readonly limits?: Partial<WalkLimits>; readonly onProgress?: (progress: Progress) => void } = {},
): Promise<Tree> {
  const walk = new Walk(
    sourceOf(root),
    { ...walkLimits, ...options.limits },
    options.onProgress ?? (() => {}),
  )
  await walk.run()
  return walk.tree(root)
}

class Walk {
  readonly #source: Source
  readonly #limits: WalkLimits
  readonly #onProgress: (progress: Progress) => void
  readonly #report = new Report()
  readonly #seen = new Set<string>()
  readonly #queue: Visit[] = []
  readonly #branches: Branch[] = []
  readonly #endsAt: number
  #federation: string | null = null
  #done = 0
  #filesRead = 0

  constructor(source: Source, limits: WalkLimits, onProgress: (progress: Progress) => void) {
    this.#source = source
    this.#limits = limits
    this.#onProgress = onProgress
    this.#endsAt = performance.now() + limits.msInAll
  }

  async run(): Promise<void> {
    const { root } = this.#source
    this.#seen.add(keyOf(root))
    this.#queue.push({ location: root, depth: 0, above: [], under: null, owner: null, order: [] })
    const running = new Set<Promise<void>>()
    for (;;) {
      while (running.size < this.#limits.atOnce) {
        const visit = this.#queue.shift()
        if (visit === undefined) break
        const work = this.#visit(visit).finally(() => running.delete(work))
        running.add(work)
      }
      if (running.size === 0) return
      await Promise.race(running)
    }
  }

  tree(root: string): Tree {
    const inOrder = (a: { order: readonly number[] }, b: { order: readonly number[] }) =>
      compare(a.order, b.order)
    return {
      root,
      reach: this.#source.reach,
      federation: this.#federation,
      organizations: this.#branches.sort(inOrder).map(({ organization, services }) => ({
        organization,
        services: services.sort(inOrder).map(({ service }) => service),
      })),
      filesRead: this.#filesRead,
      report: this.#report,
    }
  }

  async #visit(visit: Visit): Promise<void> {
    const where = keyOf(visit.location)
    const left = this.#endsAt - performance.now()
    if (left <= 0) this.#drop(where, 'out-of-time')
    else {
      const bounds = { bytes: this.#limits.bytesPerFile, ms: Math.min(left, this.#limits.msPerFile) }
      const read = await readLocation(visit.location, this.#source, bounds)
      if (read.ok) {
        this.#filesRead += 1
        this.#take(visit, read.location, read.bytes)
      } else this.#drop(where, read.why, read.detail)
    }
    this.#done += 1
    this.#onProgress({ done: this.#done, known: this.#seen.size, where })
  }

  #take(visit: Visit, location: Location, bytes: Uint8Array): void {
    const where = keyOf(location)
    const again = this.#whyAgain(visit, where)
    const text = decodeText(bytes)
    const properties = parseProperties(text)
    const judged = judgeFile(text, properties, visit.under)
    if (again !== null) this.#drop(where, again)
    else if ('why' in judged) this.#drop(where, judged.why, judged.detail)
    else {
      const { fileClass } = judged
      const owner = this.#keep(fileClass, properties, where, visit)
      if (fileClass === 'federation' || owner !== null)
        this.#follow(visit, location, fileClass, properties, owner)
    }
  }

  /** Two addresses may lead to one file by redirects. */
  #whyAgain(visit: Visit, where: string): DropReason | null {
    if (where === keyOf(visit.location)) return null
    if (this.#seen.has(where)) return visit.above.includes(where) ? 'cycle' : 'duplicate'
    this.#seen.add(where)
    return null
  }

  /** The branch that the files below belong to. */
  #keep(fileClass: FileClass, properties: Properties, where: string, visit: Visit): Branch | null {
    const context = { where, reach: this.#source.reach, report: this.#report }
    if (fileClass === 'organization') {
      const organization = readOrganization(properties, context)
      if (organization === null) return null
      const branch = { organization, order: visit.order, services: [] }
      this.#branches.push(branch)
      return branch
    }
    if (fileClass === 'service') {
      const service = readService(properties, context)
      if (service !== null) visit.owner?.services.push({ service, order: visit.order })
    } else if (visit.under === null) this.#federation = lastValue(properties, 'federation.name') ?? ''
    return null
  }

  #follow(
    visit: Visit,
    location: Location,
    fileClass: FileClass,
    properties: Properties,
    owner: Branch | null,
  ): void {
    const above = [...visit.above, keyOf(visit.location), keyOf(location)]
    for (const [index, text] of valuesIn(properties, 'subs').entries()) {
      const child = childOf(location, text, this.#source)
      if ('why' in child) {
        this.#drop(keyOf(location), child.why, text)
        continue
      }
      const key = keyOf(child.location)
      const why = this.#whyNotFollow(key, above, visit.depth + 1, index)
      if (why !== null) {
        this.#drop(key, why)
        continue
      }
      this.#seen.add(key)
      this.#queue.push({
        location: child.location,
        depth: visit.depth + 1,
        above,
        under: fileClass,
        owner,
        order: [...visit.order, index],
      })
    }
  }

  #whyNotFollow(key: string, above: readonly string[], depth: number, index: number): DropReason | null {
    if (above.includes(key)) return 'cycle'
    if (this.#seen.has(key)) return 'duplicate'
    if (depth > this.#limits.depth) return 'too-deep'
    return index >= this.#limits.childrenPerFile || this.#seen.size >= this.#limits.files
      ? 'too-many-files'
      : null
  }

  #drop(where: string, why: DropReason, detail: string | null = null): void {
    this.#report.add({ what: 'file', where, name: null, why, detail })
  }
}

type Judged = { readonly fileClass: FileClass } | { readonly why: DropReason; readonly detail: string | null }

/** @param under class of the file above; null for the root */
function judgeFile(text: string, properties: Properties, under: FileClass | null): Judged {
  if (properties.values.size === 0 || /^\s*</.test(text)) return { why: 'not-properties', detail: null }
  const fileClass = classOf(properties)
  if (fileClass === null) return { why: 'no-class', detail: lastValue(properties, 'file.class') }
  const allowed = allowedUnder[under ?? 'root'].includes(fileClass)
  return allowed ? { fileClass } : { why: 'class-unexpected', detail: fileClass }
}

/** As the file says, else as its sections let guess. */
function classOf({ values }: Properties): FileClass | null {
  const told = values.get('file.class')?.at(-1)?.toLowerCase().replace('organisation', 'organization') ?? ''
  const known: readonly string[] = Object.keys(allowedUnder).filter(name => name !== 'root')
  if (known.includes(told)) return told as FileClass
  if (told !== '') return null
  if (values.has('service.name') || values.has('service.website')) return 'service'
  if (values.has('organization.name')) return 'organization'
  return values.has('federation.name') ? 'federation' : null
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
