/** Countries, days and sizes in the reader's words. */

/** Slow to make, and asked for once per row of a long list. */
const regionNames = new Map<string, Intl.DisplayNames>()

/** A country's code in words; what is no code is shown as it came. */
export function countryName(country: string, locale: string): string {
  if (!/^[A-Za-z]{2}$/.test(country)) return country
  const names = regionNames.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' })
  regionNames.set(locale, names)
  return names.of(country.toUpperCase()) ?? country
}

/** An ISO day in words; a bare year and what is no date stay as they came. */
export function dayOf(isoDate: string, locale: string): string {
  const date = new Date(isoDate)
  if (/^\d{4}$/.test(isoDate) || Number.isNaN(date.getTime())) return isoDate
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}

/** The month of an ISO day in words; a bare year and what is no date stay as they came. */
export function monthOf(isoDate: string, locale: string): string {
  const date = new Date(isoDate)
  if (/^\d{4}$/.test(isoDate) || Number.isNaN(date.getTime())) return isoDate
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(date)
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Bytes in the biggest unit that leaves at least one of it. */
export function sizeOf(bytes: number, locale: string): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power)
}
