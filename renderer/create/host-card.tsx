/** Who would host, told before anything is made there. What is not known is said to be so. */
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostChoice } from '../../bridge/engine-api.ts'
import type { HostFacts } from '../../bridge/host-facts.ts'
import type { HostCard as Host, ServiceKind } from '../../bridge/services.ts'
import { useLocaleTag } from '../app-context.tsx'
import { countryName, dayOf, monthOf } from '../i18n/format.ts'
import { initials } from '../meeting/face.ts'
import { hostOf } from '../meeting/pad-address.ts'
import { OutsideLink } from '../ui/outside-link.tsx'
import { Pill } from '../ui/pill.tsx'
import styles from './host-card.module.css'
import { HostLinks, Lifetime, Machines } from './host-facts.tsx'
import { typeInWords } from './host-words.ts'
import { servicesUsed, serviceUsed } from './service-used.ts'

interface HostCardProps {
  readonly kind: ServiceKind
  readonly choice: HostChoice
}

export function HostCard({ kind, choice }: HostCardProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const nameId = useId()
  const { host, beside, facts, besideFacts, people } = choice
  const used = servicesUsed(choice, kind)
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
          <Membership chatons={host.chatons} since={facts.memberSince} />
        </div>
      </div>
      {facts.description === null ? null : <p>{facts.description}</p>}
      <dl className={styles.facts}>
        <dt>{t('host.who')}</dt>
        <dd>
          <Who facts={facts} />
        </dd>
        <dt>{t('create.where')}</dt>
        <dd>{facts.country === null ? t('create.country-unknown') : countryName(facts.country, locale)}</dd>
        <dt>{t('host.since')}</dt>
        <dd>{facts.since === null ? t('host.unknown') : dayOf(facts.since, locale)}</dd>
        <dt>{t('create.services')}</dt>
        <dd>
          {used.map(service => (
            <div key={service.address} className={styles.service}>
              {service.software === ''
                ? t(`home.${service.kind}-title`)
                : t(`create.service-${service.kind}`, { software: service.software })}{' '}
              <span className={styles.address}>{hostOf(service.address)}</span>
            </div>
          ))}
        </dd>
        <Machines services={used} />
        {beside === null || besideFacts === null ? null : <PadHost host={beside} facts={besideFacts} />}
        {used.map(service => (
          <Lifetime key={service.address} service={service} />
        ))}
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
        <HostLinks kind={kind} facts={facts} services={used} />
        <dt>{t('create.as-of')}</dt>
        <dd>
          {facts.asOf === null
            ? t('create.as-of-unknown')
            : t('create.as-of-day', { day: dayOf(facts.asOf, locale) })}
        </dd>
      </dl>
    </section>
  )
}

function Who({ facts }: { readonly facts: HostFacts }) {
  const { t } = useTranslation()
  const type = typeInWords(t, facts.type)
  const { owner } = facts
  // Most hosts belong to whoever they are named after.
  const ownerName = owner === null || owner.name === facts.name ? null : owner.name
  if (type === null && ownerName === null) return t('host.who-unknown')
  return (
    <>
      {[type, owner?.website == null ? ownerName : null].filter(part => part !== null).join(', ')}
      {owner?.website == null || ownerName === null ? null : (
        <>
          {type === null ? '' : ', '}
          <OutsideLink url={owner.website} label={ownerName} />
        </>
      )}
    </>
  )
}

interface MembershipProps {
  readonly chatons: boolean | null
  readonly since: string | null
}

function Membership({ chatons, since }: MembershipProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  if (chatons === null) return <Pill tone="plain">{t('create.chatons-unknown')}</Pill>
  if (!chatons) return <Pill tone="plain">{t('create.chatons-no')}</Pill>
  return (
    <Pill tone="good">
      {since === null ? t('create.chatons-yes') : t('host.member-since', { since: monthOf(since, locale) })}
    </Pill>
  )
}

/** A pad that would lie elsewhere than the voices: its host is shown as well. */
function PadHost({ host, facts }: { readonly host: Host; readonly facts: HostFacts }) {
  const { t } = useTranslation()
  const service = serviceUsed(facts, host, 'pad')
  return (
    <>
      <dt>{t('kind.pad')}</dt>
      <dd className={styles.pills}>
        <span>
          {t('page.at-host', { host: host.name })}{' '}
          {service === undefined ? null : <span className={styles.address}>{hostOf(service.address)}</span>}
        </span>
        <Membership chatons={host.chatons} since={facts.memberSince} />
      </dd>
      {service === undefined ? null : <Lifetime service={service} />}
    </>
  )
}
