/** Places as files of their own: JSON to take elsewhere and bring back, HTML to read and print. */
import * as v from 'valibot'
import type { Place } from '../../bridge/places.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { hostOf, placeUrl } from './address.ts'
import { exportWords, kindNames, type Language } from './export-words.ts'
import { type KeptPlace, MOST_PLACES, readPlace } from './place-schema.ts'

/** A place without an id: it gets a new one where it is taken over. */
export type ImportedPlace = Omit<KeptPlace, 'id'>

/**
 * The export's shape, version 1:
 * `{ format: "chatiere-places", version: 1, exported: <ISO 8601 moment>, places: [{ title, made, lastOpened, pinned,
 * endsOn, addresses: [{ kind, url, software, hostId, hostName, exports, lifetimeDays }] }] }`,
 * with the fields of `Place` in bridge/places.ts. Whoever reads it can open everything in it. A place a line: what
 * indenting would add makes a long list too long to be brought back (LONGEST_IMPORT in bridge/engine-api.ts).
 */
export function exportJson(places: readonly Place[], now = Date.now()): string {
  const lines = places.map(({ id: _, ...place }) => JSON.stringify(place))
  const head = { format: 'chatiere-places', version: 1, exported: new Date(now).toISOString() }
  return `${JSON.stringify(head).slice(0, -1)},"places":[\n${lines.join(',\n')}\n]}\n`
}

const exportSchema = v.object({
  format: v.literal('chatiere-places'),
  version: v.literal(1),
  places: v.array(v.unknown()),
})

/**
 * Reads an export, whoever wrote it. `leftOut` entries were no places, or more than fit.
 * Throws `import-unreadable` when it is no such export at all.
 */
export function importJson(text: string): { places: ImportedPlace[]; leftOut: number } {
  const whole = v.safeParse(exportSchema, parseJson(text))
  if (!whole.success) throw new ProblemError('import-unreadable')
  const { places: entries } = whole.output
  const places = entries.slice(0, MOST_PLACES).flatMap(entry => readImported(entry) ?? [])
  return { places, leftOut: entries.length - places.length }
}

function readImported(entry: unknown): ImportedPlace | null {
  if (typeof entry !== 'object' || entry === null) return null
  const place = readPlace({ ...entry, id: 'imported' })
  if (place === null) return null
  const { id: _, ...imported } = place
  return imported
}

function parseJson(text: string): unknown {
  try {
    // A byte order mark is what some editors put in front.
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return null // no JSON: the caller says so
  }
}

/** One page that needs nothing else: readable on screen and on paper, every word of it escaped. */
export function exportHtml(places: readonly Place[], language: Language, now = Date.now()): string {
  const words = exportWords[language]
  const entries = places.map(place => placeEntry(place, language)).join('\n')
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width">
<title>${escaped(words.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(words.title)}</h1>
<p>${escaped(words.written)} ${day(new Date(now).toISOString(), language)}. ${escaped(words.secret)}</p>
${places.length === 0 ? `<p>${escaped(words.none)}</p>` : entries}
</main>
</body>
</html>
`
}

// Colours with a contrast of 7:1 and more on their ground; the browser's own dark mode is followed.
const STYLE = `:root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui,sans-serif;margin:0}\
main{max-width:44rem;margin:0 auto;padding:1.5rem}h2{margin:2rem 0 0;font-size:1.25rem}p{margin:.25rem 0}\
ul{margin:.5rem 0;padding-left:1.25rem}a{overflow-wrap:anywhere}section{break-inside:avoid}`

function placeEntry(place: Place, language: Language): string {
  const words = exportWords[language]
  const facts = [
    `${escaped(words.made)} ${day(place.made, language)}`,
    `${escaped(words.opened)} ${day(place.lastOpened, language)}`,
    place.endsOn === null
      ? escaped(words.endUnknown)
      : `${escaped(words.ends)} ${day(place.endsOn, language)}`,
  ]
  const addresses = place.addresses.map(({ kind, url, hostName }) => {
    const host = hostName === '' ? hostOf(url) : hostName
    return `<li>${escaped(kindNames[language][kind])} · <bdi>${escaped(host)}</bdi><br>${link(url)}</li>`
  })
  return `<section>
<h2><bdi>${escaped(place.title)}</bdi>${place.pinned ? ` (${escaped(words.pinned)})` : ''}</h2>
<p>${facts.join(' · ')}</p>
<ul>
${addresses.join('\n')}
</ul>
</section>`
}

/** What may not be opened is still shown, as text. */
function link(url: string): string {
  const safe = placeUrl(url)
  if (safe === null) return `<bdi>${escaped(url)}</bdi>`
  return `<a href="${escaped(safe)}" rel="noreferrer noopener"><bdi>${escaped(safe)}</bdi></a>`
}

function day(moment: string, language: Language): string {
  const date = new Date(moment)
  if (Number.isNaN(date.getTime())) return escaped(moment)
  // A day without an hour is the day in UTC; a moment is the day it was here.
  const timeZone = moment.length === 10 ? { timeZone: 'UTC' } : {}
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'long', ...timeZone }).format(date)
  return `<time datetime="${escaped(moment)}">${escaped(shown)}</time>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, sign => `&#${sign.charCodeAt(0)};`)
}
