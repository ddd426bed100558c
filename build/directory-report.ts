/** The report of a reading, in words. */
import type { Dropped, DropReason } from '../engine/directory/chatonsinfos/report.ts'

const meanings: Readonly<Record<DropReason, string>> = {
  'name-not-found': 'no such name',
  refused: 'nobody listens there',
  unreachable: 'no way leads there from here',
  silent: 'no whole answer in time',
  certificate: 'the certificate is not valid',
  'private-address': 'leads into a private network',
  'unsafe-address': 'not an address to open (neither http nor https, or a user name in it)',
  redirects: 'redirected in a circle, or too often',
  'too-large': 'too large',
  broken: 'hung up half-way, or does not speak HTTP',
  'not-found': 'the server has no such file',
  'http-error': 'the server answers with an error',
  'file-unreadable': 'the file cannot be read',
  'outside-folder': "outside of the root's folder",
  'not-properties': 'a page or an empty file, no properties',
  'no-class': 'does not say whether it is a federation, an organisation or a service',
  'class-unexpected': 'has no place there, or is of no use here',
  cycle: 'leads back to itself',
  duplicate: 'there already',
  'too-deep': 'too many levels',
  'too-many-files': 'too many files',
  'out-of-time': 'the time for the whole reading was over',
  'no-name': 'has no name',
  'no-address': 'has no address',
  'address-unreadable': 'the address cannot be read',
  'not-active': 'paused or away',
  ended: 'has ended',
  signup: 'asks for an account',
  'web-only': 'a voice server for browsers only; listed among the others',
  'nothing-offered': 'offers nothing that can be opened',
  'value-unreadable': 'one value cannot be read; the rest is used',
  closed: 'closed, or about to be',
  'not-for-strangers': 'is there for its own people, or as a demonstration',
}

/** Each reason with what it means, how often, and where: at most `most` places each. */
export function describeDropped(
  dropped: readonly Dropped[],
  counts: Readonly<Partial<Record<DropReason, number>>>,
  most: number,
): string[] {
  return Object.entries(counts).flatMap(([why, count]) => {
    const rows = dropped.filter(row => row.why === why)
    const places = rows.slice(0, most).map(({ what, name, where, detail }) => {
      const facts = [name === null ? what : `${what} “${name}”`, where, detail].filter(fact => fact !== null)
      return `    ${facts.join(' · ')}`
    })
    const rest = count - places.length
    return [
      `  ${why} (${count}): ${meanings[why as DropReason]}`,
      ...places,
      ...(rest > 0 ? [`    … and ${rest} more`] : []),
    ]
  })
}
