/** Finding a host for a person: drawn, picked from the list, wished for, or added by address. */
import type { EngineApi, HostChoice } from '../bridge/engine-api.ts'
import type { HostListing, HostWish } from '../bridge/host-facts.ts'
import { ProblemError, succeeded } from '../bridge/problems.ts'
import type { ServiceKind } from '../bridge/services.ts'
import { type Asking, chooseHost, plainAsking } from './directory/choice.ts'
import { Directory, type Host, serviceOf } from './directory/directory.ts'
import { hostFacts } from './directory/facts.ts'
import { FailureMemory } from './directory/failures.ts'
import { listHosts } from './directory/list.ts'
import { findSoftware } from './directory/software.ts'
import type { OwnHost, OwnHosts } from './own-hosts/own-hosts.ts'
import { recognise } from './own-hosts/recognise.ts'
import type { Storage } from './storage.ts'

export interface LauncherParts {
  readonly storage: Storage
  readonly ownHosts: OwnHosts
  /** The directory as it was shipped or fetched. Throws `directory-unreadable`. */
  readonly shipped: () => Promise<Directory>
}

type LauncherCalls = Pick<
  EngineApi,
  'chooseHost' | 'chooseThis' | 'listHosts' | 'setWish' | 'addHost' | 'removeHost'
>

export interface Launcher {
  readonly calls: LauncherCalls
  /** The directory with the person's own hosts in it. */
  directory(): Promise<Directory>
}

/** Own hosts stand beside those of the directory under ids of their own. */
const OWN = 'own-'

export function createLauncher({ storage, ownHosts, shipped }: LauncherParts): Launcher {
  const failures = new FailureMemory(Date.now, storage.failures)

  const directory = async () => {
    const known = await shipped()
    const own = ownHosts.list().map(toHost)
    return own.length === 0 ? known : new Directory(known.date, [...known.hosts, ...own])
  }

  const asking = (always: string | null = null): Asking => {
    const plain = plainAsking()
    const { never, always: wanted } = storage.wishes
    const near = storage.settings.nearCountry
    return {
      ...plain,
      wishes: kind => ({
        near: near === '' ? null : near,
        // A host that is picked by hand is asked, whatever was wished before.
        never: always === null ? never : [],
        always: always ?? wanted[kind] ?? null,
        passedOver: [],
      }),
      tools: { ...plain.tools, failures },
    }
  }

  const choose = async (...args: Parameters<typeof chooseHost>): Promise<HostChoice> => {
    try {
      return await chooseHost(...args)
    } finally {
      storage.failures = failures.toJSON()
    }
  }

  const calls: LauncherCalls = {
    chooseHost: async (kinds, passedOver) =>
      succeeded(await choose(await directory(), kinds, passedOver, asking())),
    chooseThis: async (hostId, kinds) => {
      const whole = await directory()
      const picked = whole.host(hostId)
      const [first] = kinds
      const others = whole.hosts.filter(host => host.id !== hostId && !offers(host, first))
      return succeeded(
        await choose(new Directory(whole.date, [picked, ...others]), kinds, [], asking(hostId)),
      )
    },
    listHosts: async filter => {
      const whole = await directory()
      const today = new Date().toISOString().slice(0, 10)
      const found = listHosts(whole, filter)
      return succeeded({
        hosts: found.map(host => listing(host, filter.kind, today)),
        countries: sorted(whole.hosts.map(host => host.country)),
        software: sorted(whole.hosts.flatMap(host => host.services.map(usualName))),
      })
    },
    setWish: async ({ hostId, kind, wish }) => {
      storage.wishes = changedWishes(storage.wishes, hostId, kind, wish)
      return succeeded(null)
    },
    addHost: async text => {
      const { host } = await recognise(text)
      if (host === null) throw new ProblemError('host-unrecognised')
      const own = toHost(ownHosts.add(host, ''))
      return succeeded(hostFacts(own, new Date().toISOString().slice(0, 10)))
    },
    removeHost: async id => {
      if (id.startsWith(OWN)) ownHosts.remove(id.slice(OWN.length))
      return succeeded(null)
    },
  }

  function listing(host: Host, kind: ServiceKind | null, today: string): HostListing {
    const { never, always } = storage.wishes
    const wish: HostWish = never.includes(host.id)
      ? 'never'
      : kind !== null && always[kind] === host.id
        ? 'always'
        : null
    const services = kind === null ? host.services : host.services.filter(service => service.kind === kind)
    return {
      facts: hostFacts(host, today),
      wish,
      setAside: services.length > 0 && services.every(service => failures.isSetAside(service.url)),
      own: host.id.startsWith(OWN),
    }
  }

  return { calls, directory }
}

function offers(host: Host, kind: ServiceKind | undefined): boolean {
  return kind !== undefined && serviceOf(host, kind) !== undefined
}

function toHost(own: OwnHost): Host {
  return {
    id: `${OWN}${own.id}`,
    name: own.name,
    website: /^https?:/.test(own.base) ? own.base : null,
    country: null,
    chatons: null,
    asOf: own.added.slice(0, 10),
    weight: 1,
    services: [{ kind: own.kind, software: own.software, url: own.base }],
  }
}

function usualName({ software }: { software: string }): string {
  return findSoftware(software).name || software
}

function sorted(names: readonly (string | null)[]): string[] {
  const known = new Set(names.filter(name => name !== null && name !== '') as string[])
  return [...known].sort(new Intl.Collator('fr').compare)
}

function changedWishes(
  { never, always }: Storage['wishes'],
  hostId: string,
  kind: ServiceKind,
  wish: HostWish,
): Storage['wishes'] {
  const { [kind]: before, ...otherKinds } = always
  const kept = before === undefined || before === hostId ? otherKinds : always
  return {
    never: [...never.filter(id => id !== hostId), ...(wish === 'never' ? [hostId] : [])],
    always: wish === 'always' ? { ...otherKinds, [kind]: hostId } : kept,
  }
}
