/** What a host tells of itself, in words. Pure. */
import type { TFunction } from 'i18next'
import type { MachineFacts, ServiceFacts } from '../../bridge/host-facts.ts'
import { countryName, sizeOf } from '../i18n/format.ts'

const types = [
  'ASSOCIATION',
  'INFORMAL',
  'COOPERATIVE',
  'MICROCOMPANY',
  'COMPANY',
  'INDIVIDUAL',
  'OTHER',
] as const

/** What form of organisation it is; null when it tells none that we know. */
export function typeInWords(t: TFunction, type: string | null): string | null {
  const known = types.find(each => each === type)
  return known === undefined ? null : t(`host.type-${known}`)
}

/** Whose machine, where and of what sort; null when nothing of it is known. */
export function machineInWords(t: TFunction, machine: MachineFacts | null, locale: string): string | null {
  if (machine === null) return null
  const { hosting, server, provider, country } = machine
  const parts = [
    server === null ? null : t(`host.server-${server}`),
    hosting === null ? null : t(`host.hosting-${hosting}`),
    provider === null ? null : t('host.machine-at', { provider }),
    country === null ? null : countryName(country, locale),
  ].filter(part => part !== null)
  const text = parts.join(', ')
  return text === '' ? null : text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}

/** Months and years when they come out even: 365 days are a year to whoever wrote them. */
export function lifetimeInWords(t: TFunction, days: number): string {
  if (days >= 365 && days % 365 === 0) return t('host.kept-years', { count: days / 365 })
  if (days >= 60 && days % 30 === 0) return t('host.kept-months', { count: days / 30 })
  return t('host.kept-days', { count: days })
}

/** How big, how long and how often; empty when no limit is told. */
export function limitsInWords(t: TFunction, { limits }: ServiceFacts, locale: string): string {
  const { maxBytes, maxDays, maxDownloads } = limits
  return [
    maxBytes === null ? null : t('host.limit-bytes', { size: sizeOf(maxBytes, locale) }),
    maxDays === null ? null : t('host.limit-days', { count: maxDays }),
    maxDownloads === null ? null : t('host.limit-downloads', { count: maxDownloads }),
  ]
    .filter(part => part !== null)
    .join(', ')
}
