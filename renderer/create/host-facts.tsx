/** Rows of the host's card: its machines, how long things stay there, what there is to read about it. */
import { useTranslation } from 'react-i18next'
import type { HostFacts, ServiceFacts } from '../../bridge/host-facts.ts'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { hostOf } from '../meeting/pad-address.ts'
import { Button } from '../ui/button.tsx'
import { OutsideLink } from '../ui/outside-link.tsx'
import styles from './host-card.module.css'
import { lifetimeInWords, limitsInWords, machineInWords } from './host-words.ts'

/** More than these say nothing more of a host. */
const MOST_OTHERS = 8

/** Calls and voices leave nothing behind, an address shortened has no document of its own. */
const staying: ReadonlySet<ServiceKind> = new Set([
  'pad',
  'sheet',
  'poll',
  'notes',
  'paste',
  'files',
  'images',
])

export function Machines({ services }: { readonly services: readonly ServiceFacts[] }) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const told = services.flatMap(({ machine }) => machineInWords(t, machine, locale) ?? [])
  const different = [...new Set(told)]
  return (
    <>
      <dt>{t('host.machine')}</dt>
      <dd>{different.length === 0 ? t('host.unknown') : different.map(each => <p key={each}>{each}</p>)}</dd>
    </>
  )
}

export function Lifetime({ service }: { readonly service: ServiceFacts }) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const limits = limitsInWords(t, service, locale)
  const { kind, lifetimeDays } = service
  return (
    <>
      {staying.has(kind) ? (
        <>
          <dt>{kind === 'pad' ? t('host.stays-pad') : t('host.stays')}</dt>
          <dd>{lifetimeDays === null ? t('host.unknown') : lifetimeInWords(t, lifetimeDays)}</dd>
        </>
      ) : null}
      {limits === '' ? null : (
        <>
          <dt>{t('host.limits')}</dt>
          <dd>{limits}</dd>
        </>
      )}
    </>
  )
}

interface HostLinksProps {
  readonly kind: ServiceKind
  readonly facts: HostFacts
  readonly services: readonly ServiceFacts[]
}

export function HostLinks({ kind, facts, services }: HostLinksProps) {
  const { t } = useTranslation()
  const { dispatch } = useApp()
  const { website, others } = facts
  const openOther = (url: string) => {
    // Whoever comes back finds this very host, not the next draw.
    dispatch({ type: 'replace', screen: { name: 'create', kind, hostId: facts.id } })
    dispatch({ type: 'open', screen: { name: 'page', url, kind: null, host: facts.name } })
  }
  const terms = services.find(service => service.terms !== null)?.terms ?? facts.terms
  const help = services.find(service => service.help !== null)?.help ?? facts.help
  const links = [
    ...(website === null ? [] : [{ url: website, label: hostOf(website) }]),
    ...(terms === null ? [] : [{ url: terms, label: t('host.terms') }]),
    ...(help === null ? [] : [{ url: help, label: t('host.help') }]),
    ...facts.donate.slice(0, 1).map(url => ({ url, label: t('host.donate') })),
  ]
  return (
    <>
      <dt>{t('host.links')}</dt>
      <dd className={styles.links}>
        {links.length === 0
          ? t('host.unknown')
          : links.map(each => <OutsideLink key={each.label} {...each} />)}
      </dd>
      {others.length === 0 ? null : (
        <>
          <dt>{t('host.others')}</dt>
          <dd className={styles.links}>
            {others.slice(0, MOST_OTHERS).map(({ url, name, software }) => (
              <Button key={url} look="quiet" className={styles.other} onPress={() => openOther(url)}>
                {software === '' || software === name ? name : `${name} (${software})`}
              </Button>
            ))}
          </dd>
        </>
      )}
    </>
  )
}
