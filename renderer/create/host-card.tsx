/** Who would host, told before anything is made there. What is not known is said to be so. */
import { ExternalLink } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostChoice } from '../../bridge/engine-api.ts'
import type { HostCard as Host, ServiceCard, ServiceKind } from '../../bridge/services.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { initials } from '../meeting/face.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { Pill } from '../ui/pill.tsx'
import styles from './host-card.module.css'

interface HostCardProps {
  readonly kind: ServiceKind
  readonly choice: HostChoice
}

export function HostCard({ kind, choice }: HostCardProps) {
  const { t } = useTranslation()
  const { shell } = useApp()
  const locale = useLocaleTag()
  const nameId = useId()
  const { host, beside, people } = choice
  const used = servicesUsed(host, kind)
  return (
    <section className={styles.host} aria-labelledby={nameId}>
      <div className={styles.who}>
        <span className={styles.logo} aria-hidden>
          {initials(host.name).slice(0, 1)}
        </span>
        <div>
          <p className={styles.intro}>{t(`create.hosted-${kind}`)}</p>
          <h2 id={nameId} className={styles.name}>
            {host.name}
          </h2>
          <Membership chatons={host.chatons} />
        </div>
      </div>
      <dl className={styles.facts}>
        <dt>{t('create.where')}</dt>
        <dd>{host.country === null ? t('create.country-unknown') : countryName(host.country, locale)}</dd>
        {host.website === null ? null : (
          <Website url={host.website} open={url => void shell.openExternal(url)} />
        )}
        <dt>{t('create.services')}</dt>
        <dd>
          {used.map(service => (
            <div key={service.address} className={styles.service}>
              {t(`create.service-${service.kind}`, { software: service.software })}{' '}
              <span className={styles.address}>{hostOf(service.address)}</span>
            </div>
          ))}
        </dd>
        {beside === null ? null : <PadHost host={beside} />}
        <dt>{t('create.state')}</dt>
        <dd className={styles.pills}>
          <Pill tone="good">{t('create.answers', { ms: Math.round(choice.answeredInMs) })}</Pill>
          {kind !== 'audio' ? null : people === null || people.limit === 0 ? (
            <Pill tone="plain">{t('create.seats-unknown')}</Pill>
          ) : (
            <Pill tone={people.present < people.limit ? 'good' : 'warn'}>
              {t('create.seats', { count: Math.max(0, people.limit - people.present), limit: people.limit })}
            </Pill>
          )}
        </dd>
        <dt>{t('create.as-of')}</dt>
        <dd>
          {host.asOf === null
            ? t('create.as-of-unknown')
            : t('create.as-of-day', { day: dayOf(host.asOf, locale) })}
        </dd>
      </dl>
    </section>
  )
}

function Membership({ chatons }: { readonly chatons: boolean | null }) {
  const { t } = useTranslation()
  if (chatons === null) return <Pill tone="plain">{t('create.chatons-unknown')}</Pill>
  return chatons ? (
    <Pill tone="good">{t('create.chatons-yes')}</Pill>
  ) : (
    <Pill tone="plain">{t('create.chatons-no')}</Pill>
  )
}

function Website({ url, open }: { readonly url: string; readonly open: (url: string) => void }) {
  const { t } = useTranslation()
  const host = hostOf(url)
  return (
    <>
      <dt>{t('create.website')}</dt>
      <dd>
        <Button
          look="quiet"
          className={styles.website}
          aria-label={t('create.open-website', { host })}
          onPress={() => open(url)}
        >
          {host}
          <ExternalLink aria-hidden />
        </Button>
      </dd>
    </>
  )
}

/** A pad that would lie elsewhere than the voices: its host is shown as well. */
function PadHost({ host }: { readonly host: Host }) {
  const { t } = useTranslation()
  const service = host.services.find(each => each.kind === 'pad')
  return (
    <>
      <dt>{t('kind.pad')}</dt>
      <dd className={styles.pills}>
        <span>
          {t('page.at-host', { host: host.name })}{' '}
          {service === undefined ? null : <span className={styles.address}>{hostOf(service.address)}</span>}
        </span>
        <Membership chatons={host.chatons} />
      </dd>
    </>
  )
}

/** What this kind would make use of: a meeting takes the host's pad along. */
function servicesUsed(host: Host, kind: ServiceKind): readonly ServiceCard[] {
  const kinds: readonly ServiceKind[] = kind === 'audio' ? ['audio', 'pad'] : [kind]
  return kinds.flatMap(each => host.services.filter(service => service.kind === each).slice(0, 1))
}

/** A country's code in words; what is no code is shown as it came. */
function countryName(country: string, language: string): string {
  if (!/^[A-Za-z]{2}$/.test(country)) return country
  return new Intl.DisplayNames(language, { type: 'region' }).of(country.toUpperCase()) ?? country
}

function dayOf(isoDate: string, language: string): string {
  const date = new Date(isoDate)
  if (Number.isNaN(date.getTime())) return isoDate
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(date)
}
