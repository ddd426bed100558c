/** Finding a host for a person: drawn, picked from the list, wished for, or added by address. */
import type { EngineApi, HostChoice } from '../bridge/engine-api.ts'
import { type HostListing, type HostWish, OWN_HOST } from '../bridge/host-facts.ts'
import { ProblemError, succeeded } from '../bridge/problems.ts'
import type { ServiceKind } from '../bridge/services.ts'
import { type Asking, chooseHost, chooseThis, plainAsking } from './directory/choice.ts'
import { Directory, type Host } from './directory/directory.ts'
import { hostFacts } from './directory/facts.ts'
import { FailureMemory } from './directory/failures.ts'
import { listChoices, listHosts } from './directory/list.ts'
import { listMore } from './directory/more.ts'
import { findSoftware } from './directory/software.ts'
import { mayFrame } from './framing.ts'
import type { OwnHost, OwnHosts } from './own-hosts/own-hosts.ts'
import { leadsToCall, recognise } from './own-hosts/recognise.ts'
import type { Storage } from './storage.ts'

export interface LauncherParts {
  readonly storage: Storage
  readonly ownHosts: OwnHosts
  /** The directory as it was shipped or fetched. Throws `directory-unreadable`. */
  readonly shipped: () => Promise<Directory>
}

type LauncherCalls = Pick<
  EngineApi,
  | 'chooseHost'
  | 'chooseThis'
  | 'listHosts'
  | 'hostAt'
  | 'mayFrame'
  | 'leadsToCall'
  | 'hostCountries'
  | 'listMore'
  | 'setWish'
  | 'addHost'
  | 'removeHost'
>

export interface Launcher {
  readonly calls: LauncherCalls
  /** The directory with the person's own hosts in it. */
  directory(): Promise<Directory>
  /** Which of a host's servers of this kind answered when it was chosen, by its address. */
  answered(hostId: string, kind: ServiceKind): string | undefined
}

export function createLauncher({ storage, ownHosts, shipped }: LauncherParts): Launcher {
  const failures = new FailureMemory(Date.now, storage.failures)
  const answered = new Map<string, string>()

  const directory = async () => {
    const known = await shipped()
    const own = ownHosts.list().map(toHost)
    return own.length === 0 ? known : new Directory(known.date, [...known.hosts, ...own])
  }

  const asking = (): Asking => {
    const plain = plainAsking()
    const { never, always } = storage.wishes
    const near = storage.settings.nearCountry
    return {
      ...plain,
      wishes: kind => ({
        near: near === '' ? null : near,
        never,
        always: always[kind] ?? null,
        passedOver: [],
      }),
      tools: { ...plain.tools, failures },
    }
  }

  /** Keeps who failed, whatever came of it, and which of a host's servers was well. */
  const remembered = async (choosing: Promise<HostChoice>, kinds: readonly ServiceKind[]) => {
    try {
      const choice = await choosing
      for (const kind of kinds) {
        for (const { id, services } of [choice.host, choice.beside].filter(card => card !== null)) {
          const service = services.find(one => one.kind === kind)
          if (service !== undefined) answered.set(keyOf(id, kind), service.address)
        }
      }
      return choice
    } finally {
      storage.failures = failures.toJSON()
    }
  }

  const calls: LauncherCalls = {
    chooseHost: async (kinds, passedOver) =>
      succeeded(await remembered(chooseHost(await directory(), kinds, passedOver, asking()), kinds)),
    chooseThis: async (hostId, kinds) =>
      succeeded(await remembered(chooseThis(await directory(), hostId, kinds, asking()), kinds)),
    listHosts: async filter => {
      const whole = await directory()
      const found = listHosts(whole, filter)
      return succeeded({
        hosts: found.map(host => listing(host, filter.kind)),
        own: ownHosts.list().map(own => listing(toHost(own), filter.kind)),
        ...listChoices(whole),
      })
    },
    hostAt: async ({ url, kind }) => {
      const known = await directory()
      const origin = originOf(url)
      const host = known.hosts.find(({ services, others = [] }) =>
        [
          ...services.filter(service => kind === null || service.kind === kind),
          ...(kind === null ? others : []),
        ].some(each => originOf(each.url) === origin),
      )
      return succeeded({ facts: host === undefined || origin === null ? null : hostFacts(host, isoToday()) })
    },
    mayFrame: async question => {
      // Without a directory every host is a stranger.
      const known = await directory().catch(() => ({ hosts: [] }))
      return succeeded(await mayFrame(question, known))
    },
    leadsToCall: async url => {
      // A stranger's link may not have us ask around in the person's own network, and a camera needs https.
      const call = /^https:/i.test(url) && (await leadsToCall(url, { reach: 'public' }))
      return succeeded({ call })
    },
    hostCountries: async () => succeeded(listChoices(await directory()).countries),
    listMore: async filter => succeeded(listMore(await directory(), filter, isoToday())),
    setWish: async ({ hostId, kind, wish }) => {
      storage.wishes = changedWishes(storage.wishes, hostId, kind, wish)
      return succeeded(null)
    },
    addHost: async text => {
      const { host } = await recognise(text)
      if (host === null) throw new ProblemError('host-unrecognised')
      const own = toHost(ownHosts.add(host, ''))
      return succeeded(hostFacts(own, isoToday()))
    },
    removeHost: async id => {
      if (id.startsWith(OWN_HOST)) ownHosts.remove(id.slice(OWN_HOST.length))
      return succeeded(null)
    },
  }

  function listing(host: Host, kind: ServiceKind | null): HostListing {
    const { never, always } = storage.wishes
    const wish: HostWish = never.includes(host.id)
      ? 'never'
      : kind !== null && always[kind] === host.id
        ? 'always'
        : null
    const services = kind === null ? host.services : host.services.filter(service => service.kind === kind)
    return {
      id: host.id,
      name: host.name,
      country: host.country,
      services: host.services.map(({ kind, software }) => ({
        kind,
        software: findSoftware(software).name || software,
      })),
      wish,
      setAside: services.length > 0 && services.every(service => failures.isSetAside(service.url)),
      own: host.id.startsWith(OWN_HOST),
    }
  }

  return { calls, directory, answered: (hostId, kind) => answered.get(keyOf(hostId, kind)) }
}

function toHost(own: OwnHost): Host {
  return {
    id: `${OWN_HOST}${own.id}`,
    name: own.name,
    website: /^https?:/.test(own.base) ? own.base : null,
    country: null,
    chatons: null,
    asOf: own.added.slice(0, 10),
    weight: 1,
    services: [{ kind: own.kind, software: own.software, url: own.base }],
  }
}

function isoToday(): string {
  return new Date().toISOString().slice(0, 10)
}

function keyOf(hostId: string, kind: ServiceKind): string {
  return `${kind} ${hostId}`
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

/** Null: no page of the web, so it is at no host of the directory. */
function originOf(url: string): string | null {
  return /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : null
}
