/** Tells the hosts that somebody vouched for, in the directory or by adding them, from everybody else's. */
import type { Directory } from './directory/directory.ts'

/** A stranger's link may not have us ask around in the person's own network. @param origin as `https://pad.example.org` */
export function isKnownOrigin(origin: string, hosts: Directory['hosts']): boolean {
  return hosts.some(({ services, others = [] }) =>
    [...services, ...others].some(({ url }) => URL.canParse(url) && new URL(url).origin === origin),
  )
}
