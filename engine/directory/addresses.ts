/** Addresses of what is made at a service, by its software. */
import { pageUrl } from '../../bridge/invitation.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { randomLetters, slug } from '../names.ts'
import type { Service } from './directory.ts'
import { type ExportForm, findSoftware } from './software.ts'

/** Long enough that nobody finds a pad or a call by guessing: 10 letters of 5 bits. */
const SECRET_LETTERS = 10

type Addressed = Pick<Service, 'software' | 'url' | 'template'>

/** The site's own address, ending in a slash; Etherpad's is often given with the folder of its pads. */
export function siteOf({ software, url }: Pick<Service, 'software' | 'url'>): string {
  const base = url.endsWith('/') ? url : `${url}/`
  return findSoftware(software).id === 'etherpad' ? base.replace(/\/p\/$/, '/') : base
}

/** Where names go, with `{name}` in it; null when nothing can be named there in advance. */
function templateOf(service: Addressed): string | null {
  return (
    service.template ??
    findSoftware(service.software).template?.replace('{base}', () => siteOf(service)) ??
    null
  )
}

/** Can something be named there in advance? Else it is made on the site, and its link pasted back. */
export function isNamed(service: Addressed): boolean {
  return templateOf(service) !== null
}

/** A name nobody guesses, that is still read: "cafe-du-lundi-k3m9…". */
export function newAddress(service: Addressed, title: string): string {
  const longest = findSoftware(service.software).names?.longest ?? Number.POSITIVE_INFINITY
  const readable = slug(title).slice(0, Math.max(0, longest - SECRET_LETTERS - 1))
  const name = `${readable === '' ? '' : `${readable}-`}${randomLetters(SECRET_LETTERS)}`
  return namedAddress(service, name)
}

/**
 * The address of a thing with this name. For a site where things are made by hand, its {@link startAddress}.
 * Throws `page-refused` when the name does not fit the software, or the address is not one to open.
 */
export function namedAddress(service: Addressed, name: string): string {
  const template = templateOf(service)
  if (template === null) return startAddress(service)
  const rules = findSoftware(service.software).names
  const fits = rules === null || (name.length <= rules.longest && rules.fits.test(name))
  const url = fits ? pageUrl(template.replace('{name}', () => encodeURIComponent(name))) : null
  if (url === null) throw new ProblemError('page-refused', { url: service.url })
  return url
}

/**
 * What something made at this service is called, by its address; empty where addresses bear no names. Null when the
 * address is of nothing made there: of another site, or the site's own front page or the page where things are made.
 */
export function nameAt(service: Addressed, url: string): string | null {
  const template = templateOf(service)
  if (template === null) {
    const site = siteOf(service)
    const start = `${site}${findSoftware(service.software).start}`
    // Whole, as a secret text's address is told apart by its query alone.
    return url.startsWith(site) && url !== site && url !== start ? '' : null
  }
  const bare = new URL(url)
  bare.search = ''
  bare.hash = ''
  const [before = '', after = ''] = template.split('{name}')
  const beforeName = before.replace(/[?#].*$/, '')
  if (!bare.href.startsWith(beforeName) || bare.href.length === beforeName.length) return null
  // What follows the name is a view of it, such as a pad's history.
  return after === '' && beforeName === before
    ? decoded(bare.href.slice(before.length).split('/')[0] ?? '')
    : ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray percent sign: as it is
  }
}

/** The page on which something is made by hand. Throws `page-refused`. */
export function startAddress(service: Addressed): string {
  const url = pageUrl(`${siteOf(service)}${findSoftware(service.software).start}`)
  if (url === null) throw new ProblemError('page-refused', { url: service.url })
  return url
}

/** Where what was made can be fetched as files, by what the software is able to write. */
export function exportsOf(
  software: string,
  madeUrl: string,
): { readonly format: ExportForm['format']; readonly url: string }[] {
  const safe = pageUrl(madeUrl)
  if (safe === null) return []
  const bare = new URL(safe)
  // Language, line and key are the view's, not the document's.
  bare.search = ''
  bare.hash = ''
  const url = bare.href.replace(/\/$/, '')
  return findSoftware(software).exports.map(form => ({
    format: form.format,
    url: form.template.replace('{url}', () => url),
  }))
}
