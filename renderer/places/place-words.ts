/** What there is to say of a place. Pure. */
import type { TFunction } from 'i18next'
import { isEndNear, type Place, type PlaceAddress } from '../../bridge/places.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Days until the end that the engine tells, when it is near; null = it is not, or not known. */
export function daysLeft({ endsOn, lastOpened }: Place, now: number): number | null {
  if (endsOn === null) return null
  const end = Date.parse(endsOn)
  const left = Math.ceil((end - now) / DAY_MS)
  return isEndNear(end - now, end - Date.parse(lastOpened)) ? left : null
}

/** The address whose host deletes first: the place ends with it. */
export function firstToEnd(addresses: readonly PlaceAddress[]): PlaceAddress | undefined {
  const lifeOf = ({ lifetimeDays }: PlaceAddress) => lifetimeDays ?? Number.MAX_SAFE_INTEGER
  return [...addresses].sort((one, other) => lifeOf(one) - lifeOf(other))[0]
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
