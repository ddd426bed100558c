/** Rows of hosts to choose from. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostListing } from '../../bridge/host-facts.ts'
import { useLocaleTag } from '../app-context.tsx'
import { countryName } from '../i18n/format.ts'
import { type Option, OptionList } from '../ui/option-list.tsx'
import { Pill } from '../ui/pill.tsx'

interface HostRowsProps {
  readonly hosts: readonly HostListing[]
  readonly onPick: (host: HostListing) => void
}

interface HostOption extends Option {
  readonly host: HostListing
}

export function HostRows({ hosts, onPick }: HostRowsProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const options = useMemo(
    () =>
      hosts.map((host): HostOption => {
        const { id, name, country, services } = host
        const place = country === null ? t('create.country-unknown') : countryName(country, locale)
        const software = new Set(services.map(service => service.software))
        software.delete('')
        return { id, name, about: [place, ...software].join(' · '), host }
      }),
    [hosts, t, locale],
  )
  return (
    <OptionList
      label={t('pick.list')}
      options={options}
      onPick={({ host }) => onPick(host)}
      beside={stateOf}
    />
  )
}

const stateOf = ({ host }: HostOption) => <HostState host={host} />

function HostState({ host: { wish, setAside, own } }: { readonly host: HostListing }) {
  const { t } = useTranslation()
  return (
    <>
      {wish === null ? null : <Pill tone={wish === 'always' ? 'good' : 'plain'}>{t(`pick.${wish}`)}</Pill>}
      {setAside ? <Pill tone="warn">{t('pick.set-aside')}</Pill> : null}
      {own ? <Pill tone="plain">{t('pick.own')}</Pill> : null}
    </>
  )
}
