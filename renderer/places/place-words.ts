/** What there is to say of a place. Pure. */
import type { TFunction } from 'i18next'
import type { Place } from '../../bridge/places.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Whoever opens the app once a week still reads the warning in time. */
const SOON_DAYS = 7

/** Days until the host may delete it, when that is soon: a week, or a tenth of its life; null = not soon, or not known. */
export function daysLeft({ endsOn, addresses }: Place, now: number): number | null {
  if (endsOn === null) return null
  const left = Math.ceil((Date.parse(endsOn) - now) / DAY_MS)
  const lifetime = Math.max(0, ...addresses.map(({ lifetimeDays }) => lifetimeDays ?? 0))
  return Number.isNaN(left) || left > Math.max(SOON_DAYS, lifetime / 10) ? null : left
}

/** The warning in words. */
export function endInWords(t: TFunction, left: number): string {
  if (left < 0) return t('places.ended')
  return left === 0 ? t('places.ends-today') : t('places.ends', { count: left })
}

/** Such as "Réunion audio et pad, chez Les Moustaches". */
export function aboutPlace(t: TFunction, { addresses }: Place, locale: string): string {
  const list = new Intl.ListFormat(locale)
  const kinds = [...new Set(addresses.map(({ kind }) => t(`kind.${kind}`).toLocaleLowerCase(locale)))]
  const hosts = [...new Set(addresses.map(({ hostName }) => hostName))]
  const text = t('places.about', { kinds: list.format(kinds), hosts: list.format(hosts) })
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}

/** Can something of it be saved? */
export function canBackUp({ addresses }: Place): boolean {
  return addresses.some(({ exports }) => exports.length > 0)
}
