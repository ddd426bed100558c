/** Hosts that a person added by address: they are offered beside those of the directory. */
import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { ProblemError } from '../../bridge/problems.ts'
import { type ServiceKind, serviceKindSchema } from '../../bridge/services.ts'
import { KeptList } from '../kept-list.ts'
import { hostOf, placeUrl } from '../places/address.ts'
import { cleanTitle } from '../places/place-schema.ts'
import type { Recognised } from './detectors.ts'

/** Nobody adds more by hand. */
export const MOST_OWN_HOSTS = 200

const ownHostSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/)),
  name: v.pipe(v.string(), v.maxLength(2000), v.transform(cleanTitle), v.nonEmpty()),
  kind: serviceKindSchema,
  software: v.pipe(v.string(), v.maxLength(100), v.nonEmpty()),
  /** Ends in a slash. */
  base: v.pipe(v.string(), v.transform(placeUrl), v.string(), v.endsWith('/')),
  /** ISO 8601 moment. */
  added: v.pipe(
    v.string(),
    v.maxLength(40),
    v.check(moment => !Number.isNaN(Date.parse(moment))),
  ),
})

export interface OwnHost {
  readonly id: string
  readonly name: string
  readonly kind: ServiceKind
  readonly software: string
  readonly base: string
  readonly added: string
}

export class OwnHosts {
  readonly #kept: KeptList<OwnHost>
  readonly #now: () => number

  /**
   * @param file absolute path of own-hosts.json
   * @param now ms since 1970
   * Throws `disk-refused`.
   */
  constructor(file: string, now: () => number = Date.now) {
    this.#kept = new KeptList({ file, read: readOwnHost, most: MOST_OWN_HOSTS })
    this.#now = now
  }

  /** Where a file went that could not be read in whole; null = all was read. */
  get setAside(): string | null {
    return this.#kept.setAside
  }

  /** By name. */
  list(): OwnHost[] {
    return [...this.#kept.items].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
  }

  /**
   * The same base again is the same host with a new name. An empty name is the machine's.
   * Throws `call-malformed` for what cannot be kept, `own-hosts-full` when there are {@link MOST_OWN_HOSTS} already.
   */
  add(recognised: Pick<Recognised, 'kind' | 'software' | 'base'>, name: string): OwnHost {
    const { kind, software, base } = recognised
    const known = this.#kept.items.find(host => host.base === placeUrl(base))
    const host = readOwnHost({
      id: known?.id ?? randomUUID(),
      name: cleanTitle(name) === '' ? hostOf(base) : name,
      kind,
      software,
      base,
      added: known?.added ?? new Date(this.#now()).toISOString(),
    })
    const others = this.#kept.items.filter(({ id }) => id !== known?.id)
    if (host === null) throw new ProblemError('call-malformed')
    if (others.length >= MOST_OWN_HOSTS) throw new ProblemError('own-hosts-full')
    this.#kept.replace([...others, host])
    return host
  }

  /** What was removed; null when there is no such host. */
  remove(id: string): OwnHost | null {
    const host = this.#kept.items.find(kept => kept.id === id)
    if (host === undefined) return null
    this.#kept.replace(this.#kept.items.filter(kept => kept !== host))
    return host
  }
}

function readOwnHost(entry: unknown): OwnHost | null {
  const host = v.safeParse(ownHostSchema, entry, { abortEarly: true })
  return host.success ? host.output : null
}
