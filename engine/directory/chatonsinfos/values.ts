/** Values of a ChatonsInfos file, as administrators write them. What cannot be read is null. */
import { pageUrl } from '../../../bridge/invitation.ts'

/**
 * ISO, with or without a time; day/month/year as the French write it, with / . or -; a year, or a month of
 * one. Gives an ISO date ("2021", "2021-03", "2021-03-09"), and null for a day that no calendar has.
 */
export function readDate(text: string): string | null {
  const value = text.trim()
  const [, year, month, day] =
    value.match(/^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T\s].*)?)?)?$/) ?? reversed(value) ?? []
  if (year === undefined || Number(year) < 1900) return null
  if (month === undefined) return year
  const parts = [year, month, ...(day === undefined ? [] : [day])].map(part => part.padStart(2, '0'))
  const whole = new Date(`${parts.join('-')}${day === undefined ? '-01' : ''}T00:00:00Z`)
  // The calendar rolls 31 February over into March: then it was no day.
  const isReal = !Number.isNaN(whole.getTime()) && whole.toISOString().startsWith(parts.join('-'))
  return isReal ? parts.join('-') : null
}

function reversed(value: string): string[] | null {
  const [, day, month, year] = value.match(/^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T\s].*)?$/) ?? []
  return day === undefined || month === undefined || year === undefined ? null : ['', year, month, day]
}

/** "48.85", "48,85", "1 024,5"; null for what is no number. */
export function readDecimal(text: string): number | null {
  const value = text.replace(/[\s\u00a0\u202f]/g, '')
  return /^[+-]?\d+(?:[.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : null
}

/** Parts between ; or , without the empty ones. */
export function readList(text: string): string[] {
  return text
    .split(/[;,]/)
    .map(part => part.trim())
    .filter(part => part !== '')
}

/** A page to open; a name without `https://` in front is one, too. Null for every other scheme. */
export function readPage(text: string): string | null {
  const value = text.trim()
  const isBareName = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/\S*)?$/i.test(value)
  return pageUrl(isBareName ? `https://${value}` : value)
}

/** One word of a fixed set, whatever its case; null for another one. */
export function readWord<const W extends string>(text: string, words: readonly W[]): W | null {
  const value = text.trim().toUpperCase()
  return words.find(word => word.toUpperCase() === value) ?? null
}

const countryNames = new Map(countries())

/** A code of two letters or a name in French or English; null for none of these. */
export function readCountry(text: string): string | null {
  const value = fold(text)
  if (/^[a-z]{2}$/.test(value)) return todaysCode(value)
  return countryNames.get(value) ?? null
}

function countries(): [string, string][] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return ['fr', 'en'].flatMap(language => {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    return letters.flatMap(a =>
      letters.flatMap((b): [string, string][] => {
        const name = names.of(a + b)
        return name === undefined ? [] : [[fold(name), todaysCode(a + b)]]
      }),
    )
  })
}

/** Codes that were given up stand for what took their place: FX is FR, UK is GB. */
function todaysCode(code: string): string {
  return new Intl.Locale(`und-${code}`).region ?? code.toUpperCase()
}

function fold(text: string): string {
  return text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
