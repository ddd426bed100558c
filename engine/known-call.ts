/** Finds a room for a call behind a plain web address: by the hosts of the directory. */
import type { ReadLink } from '../bridge/invitation.ts'
import { isNamed, siteOf } from './directory/addresses.ts'
import type { Directory } from './directory/directory.ts'

/**
 * What was read, or the call it turns out to be: an https address below the site of a call service that names its
 * rooms itself. The site's own front page is no room.
 */
export function knownCall(read: ReadLink, { hosts }: Pick<Directory, 'hosts'>): ReadLink {
  if (read.kind !== 'page' || !read.url.startsWith('https:')) return read
  const bare = new URL(read.url)
  bare.search = ''
  bare.hash = ''
  const host = hosts.find(({ services }) =>
    services.some(service => {
      const site = siteOf(service)
      const below = bare.href.startsWith(site) && bare.href.length > site.length
      return service.kind === 'video' && isNamed(service) && below
    }),
  )
  return host === undefined ? read : { kind: 'call', url: read.url, hostName: host.name }
}
