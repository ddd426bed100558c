/** Finds what lies behind a plain web address: by the hosts of the directory, and those of one's own. */
import type { ReadLink } from '../bridge/invitation.ts'
import { isNamed, nameAt, siteOf } from './directory/addresses.ts'
import type { Directory, Host, Service } from './directory/directory.ts'

interface Found {
  readonly host: Host
  readonly service: Service
  readonly name: string
}

/**
 * What was read, or the call, pad, sheet or other thing that it turns out to be: an address of something made at a
 * service of a host that is known. The site's own front page is none. A call has to be at a service that names its
 * rooms itself, over https: nothing else may ask for a camera.
 */
export function knownService(read: ReadLink, { hosts }: Pick<Directory, 'hosts'>): ReadLink {
  if (read.kind !== 'page') return read
  const { url } = read
  const [best] = hosts
    .flatMap(host => host.services.flatMap(service => foundAt(host, service, url) ?? []))
    // A site within the folder of another one is the one that is meant.
    .sort((one, other) => siteOf(other.service).length - siteOf(one.service).length)
  if (best === undefined) return read
  const { host, service, name } = best
  if (service.kind !== 'video') {
    return { kind: 'service', url, service: service.kind, title: name, hostName: host.name }
  }
  const isRoom = isNamed(service) && url.startsWith('https:')
  return isRoom ? { kind: 'call', url, hostName: host.name } : read
}

function foundAt(host: Host, service: Service, url: string): Found | null {
  // A voice server has no pages.
  const name = service.kind === 'audio' ? null : nameAt(service, url)
  return name === null ? null : { host, service, name }
}
