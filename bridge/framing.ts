/**
 * Whether a page lets itself be shown in a frame, by the headers that it came with: X-Frame-Options (HTML Standard,
 * "check a navigation response's adherence to X-Frame-Options") and the frame-ancestors of its
 * Content-Security-Policy (CSP Level 3, 6.4.2 and 6.7.2). Pure.
 */

export interface FramingHeaders {
  /** As `Headers.get` gives them: several of one name are joined with commas. Null: not sent. */
  readonly xFrameOptions: string | null
  readonly contentSecurityPolicy: string | null
}

/**
 * @param origin of the page to be framed, such as `https://pad.example.org`
 * @param ancestors origins of all windows around the frame
 */
export function mayBeFramed(headers: FramingHeaders, origin: string, ancestors: readonly string[]): boolean {
  const lists = frameAncestors(headers.contentSecurityPolicy ?? '')
  // A policy that speaks of ancestors has the last word, whatever X-Frame-Options says.
  if (lists.length > 0) {
    return ancestors.every(ancestor => lists.every(list => matchesList(list, ancestor, origin)))
  }
  return allowedByOptions(headers.xFrameOptions, origin, ancestors)
}

function allowedByOptions(header: string | null, origin: string, ancestors: readonly string[]): boolean {
  if (header === null) return true
  const options = new Set(header.split(',').map(option => trimmed(option).toLowerCase()))
  // Two that contradict each other refuse everybody; what nobody knows counts for nothing.
  if (options.size > 1) return !['deny', 'allowall', 'sameorigin'].some(option => options.has(option))
  if (options.has('deny')) return false
  return !options.has('sameorigin') || ancestors.every(ancestor => ancestor === origin)
}

/** The source lists of all policies that have one; of two in one policy the first counts. */
function frameAncestors(header: string): string[][] {
  return header.split(',').flatMap(policy => {
    const directives = policy.split(';').map(directive => words(directive))
    const found = directives.find(([name]) => name?.toLowerCase() === 'frame-ancestors')
    return found === undefined ? [] : [found.slice(1)]
  })
}

function matchesList(list: readonly string[], ancestor: string, origin: string): boolean {
  if (!URL.canParse(ancestor) || !URL.canParse(origin)) return false
  const around = new URL(ancestor)
  const self = new URL(origin)
  return list.some(source => matches(source.toLowerCase(), around, self))
}

const schemeSource = /^([a-z][a-z0-9+.-]*):$/
/** Scheme, host, port, path. */
const hostSource =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(\d+|\*))?(\/[^?#]*)?$/

function matches(source: string, around: URL, self: URL): boolean {
  if (source === '*') return around.protocol === 'http:' || around.protocol === 'https:'
  if (source === "'self'") return isSelf(around, self)
  const scheme = schemeSource.exec(source)?.[1]
  if (scheme !== undefined) return schemeFits(scheme, around)
  const [found, named, host = '', port, path = ''] = hostSource.exec(source) ?? []
  if (found === undefined) return false
  return (
    schemeFits(named ?? self.protocol.slice(0, -1), around) &&
    hostFits(host, around.hostname) &&
    portFits(port, around) &&
    // An origin has no path but "/".
    (path === '' || path === '/')
  )
}

/** What is said of a scheme holds for its safer form too. */
function schemeFits(scheme: string, { protocol }: URL): boolean {
  if (`${scheme}:` === protocol) return true
  if (scheme === 'http' || scheme === 'wss') return protocol === 'https:'
  return scheme === 'ws' && (protocol === 'http:' || protocol === 'https:')
}

function hostFits(pattern: string, host: string): boolean {
  if (pattern === '*') return true
  if (pattern.startsWith('*.')) return host.endsWith(pattern.slice(1))
  // Of addresses in figures, a policy can name this computer's alone.
  return pattern === host && (!/^\d+(?:\.\d+){3}$/.test(pattern) || pattern === '127.0.0.1')
}

function portFits(pattern: string | undefined, { port, protocol }: URL): boolean {
  if (pattern === '*') return true
  if (pattern === undefined) return port === ''
  const own = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
  return Number(pattern) === own || (Number(pattern) === 80 && own === 443)
}

function isSelf(around: URL, self: URL): boolean {
  if (around.origin === self.origin) return true
  const safer = self.protocol === 'http:' && around.protocol === 'https:'
  return safer && around.hostname === self.hostname && around.port === '' && self.port === ''
}

function words(text: string): string[] {
  return text.split(/[\t\n\f\r ]+/).filter(word => word !== '')
}

function trimmed(text: string): string {
  return text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')
}
