/** Where a pad's or a sheet's files are, and whether what came is one of them. Addresses after each software's source. */
import type { PlaceAddress } from '../../bridge/places.ts'

interface Form {
  /** Media types in which it does not come: a sign-in page, or the host's own page for what is not there. */
  readonly never: RegExp
  /** What its first bytes look like; a form without a beginning of its own has none. */
  readonly begins?: (beginning: string) => boolean
  /** It says of itself that it is a file, where any page could pass for it. */
  readonly attached?: true
}

const notPage: Form = { never: /^(?:text\/html|application\/xhtml\+xml)\b/i }
const zip: Form = { ...notPage, begins: beginning => beginning.startsWith('PK\x03\x04') }

const padForms: Readonly<Record<string, Form>> = {
  txt: notPage,
  // Etherpad hands every export out as an attachment.
  html: { never: /^(?!text\/html\b)/i, attached: true },
  etherpad: { ...notPage, begins: beginning => /^\s*\{/.test(beginning) },
  // A host without a converter answers these with a sentence, and 200.
  pdf: { ...notPage, begins: beginning => beginning.startsWith('%PDF-') },
  odt: zip,
}

const sheetForms: Readonly<Record<string, Form>> = { csv: notPage, xlsx: zip }

function formOf(kind: string, form: string): Form | null {
  const forms = kind === 'pad' ? padForms : kind === 'sheet' ? sheetForms : {}
  return Object.hasOwn(forms, form) ? (forms[form] ?? null) : null
}

/** Etherpad: `{pad}/export/{form}`, EtherCalc: `{sheet}.{form}`. Null for a form that we cannot save. */
export function exportUrl({ kind, url }: Pick<PlaceAddress, 'kind' | 'url'>, form: string): string | null {
  if (formOf(kind, form) === null || !URL.canParse(url)) return null
  const bare = new URL(url)
  // Language, line and options are the view's, not the document's.
  bare.search = ''
  bare.hash = ''
  const document = bare.href.replace(/\/+$/, '')
  if (kind === 'pad') return `${document.replace(/\/timeslider$/, '')}/export/${form}`
  return isSheetOfSheets(bare.pathname) ? null : `${document.replace(sheetView, '')}.${form}`
}

/** What EtherCalc 0.20200127.0 adds to a sheet's address, by who opened it (its `main.ls`). */
const sheetView = /\/(?:view|edit|app)$/

/**
 * EtherCalc's `=name`, several sheets in one: it has no CSV of them, and asked for the spreadsheet of a name that
 * nobody made so, its server ends with an error (0.20200127.0, `/=:room.xlsx` in `main.ls`).
 */
function isSheetOfSheets(pathname: string): boolean {
  return /\/(?:=|%3d)/i.test(pathname)
}

/** Of these forms, those that this very address can be saved in. */
export function formsOf(address: Pick<PlaceAddress, 'kind' | 'url'>, forms: readonly string[]): string[] {
  return forms.filter(form => exportUrl(address, form) !== null)
}

/** EtherCalc makes a sheet when somebody first writes in it, and answers 404 until then. */
export function isNothingYet(kind: string, status: number): boolean {
  return kind === 'sheet' && status === 404
}

/** Bytes of the body's beginning that {@link isForm} looks at. */
export const BEGINNING_BYTES = 64

/** Is it what was asked for, by its headers and its first bytes? */
export function isForm(kind: string, form: string, headers: Headers, beginning: Uint8Array): boolean {
  const looked = formOf(kind, form)
  if (looked === null || looked.never.test(headers.get('content-type') ?? '')) return false
  const attached = /^\s*attachment\b/i.test(headers.get('content-disposition') ?? '')
  if (looked.attached === true && !attached) return false
  return looked.begins?.(Buffer.from(beginning).toString('latin1')) ?? true
}
