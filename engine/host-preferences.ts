/** What a person agreed to and set for a host: microphone, camera, screen, and how large its pages are. */
import * as v from 'valibot'
import type { HostPreferences } from '../bridge/engine-api.ts'
import { ProblemError } from '../bridge/problems.ts'
import { type Grant, grantNames, grantsSchema } from '../bridge/service-permissions.ts'
import { KeptList } from './kept-list.ts'

/** Nobody has that many hosts; the one that was set longest ago makes room. */
export const MOST_HOST_PREFERENCES = 300

const originSchema = v.pipe(
  v.string(),
  v.maxLength(300),
  v.check(origin => readOrigin(origin) === origin),
)

const keptSchema = v.object({
  /** The host's origin, such as `https://meet.example.org`. */
  id: originSchema,
  grants: v.nullable(grantsSchema),
  /** 1 = 100 %; the bounds are those of the calls in bridge/engine-api.ts. */
  zoom: v.pipe(v.number(), v.minValue(0.3), v.maxValue(3)),
})
type Kept = v.InferOutput<typeof keptSchema>

/** Without a field: as it was. */
export interface HostPreferencesChange {
  readonly origin: string
  readonly grants?: readonly Grant[] | null | undefined
  readonly zoom?: number | undefined
}

export class KeptHostPreferences {
  readonly #kept: KeptList<Kept>

  /** @param file absolute path of host-preferences.json. Throws `disk-refused`. */
  constructor(file: string) {
    this.#kept = new KeptList({ file, read: readKept, most: MOST_HOST_PREFERENCES })
  }

  /** Where a file went that could not be read in whole; null = all was read. */
  get setAside(): string | null {
    return this.#kept.setAside
  }

  /** Never asked and 100 % for a host of which nothing is kept. Throws `call-malformed` for what is no origin. */
  of(origin: string): HostPreferences {
    const id = checkedOrigin(origin)
    return toPreferences(this.#kept.items.find(item => item.id === id) ?? { id, grants: null, zoom: 1 })
  }

  /** By host name. */
  list(): HostPreferences[] {
    return this.#kept.items
      .map(toPreferences)
      .sort((a, b) => hostNames.compare(new URL(a.origin).host, new URL(b.origin).host))
  }

  /** Throws `call-malformed` for what is no origin, `disk-refused`. */
  change({ origin, grants, zoom }: HostPreferencesChange): HostPreferences {
    const before = this.of(origin)
    const asked = grants === undefined ? before.grants : grants
    const changed: Kept = {
      id: before.origin,
      // Each once, in one order.
      grants: asked === null ? null : grantNames.filter(name => asked.includes(name)),
      zoom: zoom ?? before.zoom,
    }
    const others = this.#kept.items.filter(({ id }) => id !== changed.id)
    // What says nothing is not kept: the list shows hosts for which something was agreed or set.
    const isPlain = changed.grants === null && changed.zoom === 1
    this.#kept.replace(isPlain ? others : [...others, changed].slice(-MOST_HOST_PREFERENCES))
    return toPreferences(changed)
  }
}

const hostNames = new Intl.Collator('en', { numeric: true })

function readKept(entry: unknown): Kept | null {
  const kept = v.safeParse(keptSchema, entry, { abortEarly: true })
  return kept.success ? kept.output : null
}

function toPreferences({ id, grants, zoom }: Kept): HostPreferences {
  return { origin: id, grants, zoom }
}

function checkedOrigin(text: string): string {
  const origin = readOrigin(text)
  if (origin === null) throw new ProblemError('call-malformed')
  return origin
}

/** As URLs spell it; null for anything with a path, a query or a user name, and for all but http and https. */
function readOrigin(text: string): string | null {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null
  const { origin, href } = new URL(text)
  return href === `${origin}/` ? origin : null
}
