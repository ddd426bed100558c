/** Rows of hosts to choose from: one stop for Tab, arrows within. Rows out of sight are not drawn, so that thousands stay quick. */
import { type KeyboardEvent, memo, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostListing } from '../../bridge/host-facts.ts'
import { useLocaleTag } from '../app-context.tsx'
import { countryName } from '../i18n/format.ts'
import { Pill } from '../ui/pill.tsx'
import styles from './host-picker.module.css'

/** Rows that Page Up and Page Down go over: about what is in sight. */
const PAGE = 8

interface HostRowsProps {
  readonly hosts: readonly HostListing[]
  readonly onPick: (host: HostListing) => void
}

export function HostRows({ hosts, onPick }: HostRowsProps) {
  const { t } = useTranslation()
  const id = useId()
  const rows = useRef<HTMLDivElement>(null)
  const [wanted, setWanted] = useState(0)
  // The list may have become shorter meanwhile.
  const active = Math.min(wanted, hosts.length - 1)

  const go = (to: number) => {
    const next = Math.max(0, Math.min(hosts.length - 1, to))
    setWanted(next)
    rows.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + PAGE,
      PageUp: active - PAGE,
      Home: 0,
      End: hosts.length - 1,
    }
    const to = targets[event.key]
    const host = hosts[active]
    if (to !== undefined) go(to)
    else if ((event.key === 'Enter' || event.key === ' ') && host !== undefined) onPick(host)
    else return
    event.preventDefault()
  }
  const pickAt = (target: EventTarget) => {
    const row = target instanceof Element ? target.closest('[role="option"]') : null
    const host = row === null ? undefined : hosts[[...(rows.current?.children ?? [])].indexOf(row)]
    if (host !== undefined) onPick(host)
  }

  return (
    <div
      ref={rows}
      role="listbox"
      tabIndex={0}
      aria-label={t('pick.list')}
      aria-activedescendant={`${id}-${active}`}
      className={styles.rows}
      onKeyDown={onKeyDown}
      onClick={event => pickAt(event.target)}
    >
      {hosts.map((host, index) => (
        <HostRow key={host.facts.id} id={`${id}-${index}`} host={host} isActive={index === active} />
      ))}
    </div>
  )
}

interface HostRowProps {
  readonly id: string
  readonly host: HostListing
  readonly isActive: boolean
}

const HostRow = memo(function HostRow({ id, host: { facts, wish, setAside, own }, isActive }: HostRowProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const software = [...new Set(facts.services.map(service => service.software))].filter(name => name !== '')
  const place = facts.country === null ? t('create.country-unknown') : countryName(facts.country, locale)
  return (
    <div id={id} role="option" tabIndex={-1} aria-selected={isActive} className={styles.row}>
      <span className={styles.name}>
        {facts.name}
        {wish === null ? null : <Pill tone={wish === 'always' ? 'good' : 'plain'}>{t(`pick.${wish}`)}</Pill>}
        {setAside ? <Pill tone="warn">{t('pick.set-aside')}</Pill> : null}
        {own ? <Pill tone="plain">{t('pick.own')}</Pill> : null}
      </span>
      <span className={styles.about}>{[place, ...software].join(' · ')}</span>
    </div>
  )
})
