/** The whole list of hosts, to choose from by oneself: searched, filtered, and one's own added. */
import { Dices } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostListing } from '../../bridge/host-facts.ts'
import { type ServiceKind, serviceKinds } from '../../bridge/services.ts'
import { useLocaleTag } from '../app-context.tsx'
import { countryName } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { Panel } from '../ui/panel.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './host-picker.module.css'
import { HostRows } from './host-rows.tsx'
import { OwnHosts } from './own-hosts.tsx'
import { type HostFilters, useHostList } from './use-host-list.ts'

interface HostPickerProps {
  readonly kind: ServiceKind
  /** The host, and the kind to make there: another one when it does not offer the first. */
  readonly onPick: (hostId: string, kind: ServiceKind) => void
  readonly onDraw: () => void
  readonly onBack: () => void
}

/** The choice of no filter; no country or software is called so. */
const ALL = 'all:'

export function HostPicker({ kind, onPick, onDraw, onBack }: HostPickerProps) {
  const { t } = useTranslation()
  const heading = useScreenTitle(t('pick.heading'))
  const [filters, setFilters] = useState<HostFilters>({ kind, country: null, software: null, text: '' })
  const { value: list, problem, reload } = useHostList(filters)
  const pick = ({ id, services }: HostListing) => {
    const offers = (wanted: ServiceKind | null) => services.some(service => service.kind === wanted)
    const itsKind = offers(kind) ? kind : offers(filters.kind) ? filters.kind : services[0]?.kind
    onPick(id, itsKind ?? kind)
  }
  return (
    <Panel title={t('pick.heading')} headingRef={heading} onBack={onBack}>
      <TextField
        label={t('pick.search')}
        value={filters.text}
        maxLength={200}
        autoComplete="off"
        onChange={text => setFilters({ ...filters, text })}
      />
      <Filters filters={filters} onChange={setFilters} list={list} />
      {problem === null ? null : (
        <ProblemNote problem={problem}>
          <Button onPress={reload}>{t('common.try-again')}</Button>
        </ProblemNote>
      )}
      {list === null ? (
        problem === null ? (
          <Progress label={t('pick.loading')} />
        ) : null
      ) : (
        <>
          <p role="status" className={styles.count}>
            {list.hosts.length === 0 ? t('pick.none') : t('pick.found', { count: list.hosts.length })}
          </p>
          {list.hosts.length === 0 ? null : <HostRows hosts={list.hosts} onPick={pick} />}
        </>
      )}
      <div>
        <Button onPress={onDraw}>
          <Dices aria-hidden />
          {t('pick.surprise')}
        </Button>
      </div>
      <OwnHosts hosts={list?.own ?? []} onChanged={reload} />
    </Panel>
  )
}

interface FiltersProps {
  readonly filters: HostFilters
  readonly onChange: (filters: HostFilters) => void
  /** Knows which countries and software there are. */
  readonly list: { readonly countries: readonly string[]; readonly software: readonly string[] } | null
}

function Filters({ filters, onChange, list }: FiltersProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const kindOf = (id: string) => serviceKinds.find(each => each === id) ?? null
  const filterOf = (id: string) => (id === ALL ? null : id)
  const countries = (list?.countries ?? [])
    .map(code => ({ id: code, label: countryName(code, locale) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale))
  return (
    <div className={styles.filters}>
      <Select
        label={t('pick.kind')}
        options={[
          { id: ALL, label: t('pick.kind-all') },
          ...serviceKinds.map(each => ({ id: each, label: t(`home.${each}-title`) })),
        ]}
        value={filters.kind ?? ALL}
        onChange={id => onChange({ ...filters, kind: kindOf(id) })}
      />
      <Select
        label={t('pick.country')}
        options={[{ id: ALL, label: t('pick.country-all') }, ...countries]}
        value={filters.country ?? ALL}
        onChange={id => onChange({ ...filters, country: filterOf(id) })}
      />
      <Select
        label={t('pick.software')}
        options={[
          { id: ALL, label: t('pick.software-all') },
          ...(list?.software ?? []).map(each => ({ id: each, label: each })),
        ]}
        value={filters.software ?? ALL}
        onChange={id => onChange({ ...filters, software: filterOf(id) })}
      />
    </div>
  )
}
