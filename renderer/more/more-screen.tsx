/** What else the collective offers: clouds, forms, films. Chatière makes nothing there; it finds it and opens it. */
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { MoreListing } from '../../bridge/host-facts.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { countryName } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { useScreenTitle } from '../ui/hooks.ts'
import { type Option, OptionList } from '../ui/option-list.tsx'
import { Panel } from '../ui/panel.tsx'
import { Pill } from '../ui/pill.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Progress } from '../ui/progress.tsx'
import { Select } from '../ui/select.tsx'
import { TextField } from '../ui/text-field.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import styles from './more-screen.module.css'

/** The choice of no filter; no software is called so. */
const ALL = 'all:'

export function MoreScreen() {
  const { t } = useTranslation()
  const { link, drafts, dispatch } = useApp()
  const heading = useScreenTitle(t('more.heading'))
  const { text, software } = drafts.more
  const { value, problem, reload } = useAnswer(
    useCallback(() => link.engine.listMore({ software, text }), [link, software, text]),
  )
  const look = (changed: Partial<typeof drafts.more>) =>
    dispatch({ type: 'draft', changed: { more: { ...drafts.more, ...changed } } })
  const open = ({ url, hostName }: MoreListing) =>
    dispatch({ type: 'open', screen: { name: 'page', url, kind: null, host: hostName } })
  const names = new Set(value?.software ?? [])
  // What was chosen stays in sight, whatever the list says by now.
  if (software !== null) names.add(software)
  return (
    <Panel title={t('more.heading')} headingRef={heading} onBack={() => dispatch({ type: 'back' })}>
      <p className={styles.intro}>{t('more.intro')}</p>
      <div className={styles.filters}>
        <TextField
          label={t('more.search')}
          value={text}
          maxLength={200}
          autoComplete="off"
          onChange={next => look({ text: next })}
        />
        <Select
          label={t('more.software')}
          options={[
            { id: ALL, label: t('more.software-all') },
            ...[...names].map(name => ({ id: name, label: name })),
          ]}
          value={software ?? ALL}
          onChange={id => look({ software: id === ALL ? null : id })}
        />
      </div>
      {problem === null ? null : (
        <ProblemNote problem={problem}>
          <Button onPress={reload}>{t('common.try-again')}</Button>
        </ProblemNote>
      )}
      {value === null ? (
        problem === null ? (
          <Progress label={t('more.loading')} />
        ) : null
      ) : (
        <>
          <p role="status" className={styles.intro}>
            {value.services.length > 0
              ? t('more.found', { count: value.services.length })
              : text.trim() === '' && software === null
                ? t('more.none')
                : t('more.no-match')}
          </p>
          {value.services.length === 0 ? null : <MoreRows services={value.services} onOpen={open} />}
        </>
      )}
    </Panel>
  )
}

interface MoreRowsProps {
  readonly services: readonly MoreListing[]
  readonly onOpen: (service: MoreListing) => void
}

interface MoreOption extends Option {
  readonly service: MoreListing
}

function MoreRows({ services, onOpen }: MoreRowsProps) {
  const { t } = useTranslation()
  const locale = useLocaleTag()
  const options = useMemo(
    () =>
      services.map((service, index): MoreOption => {
        const { name, software, hostName, country } = service
        const place = country === null ? t('create.country-unknown') : countryName(country, locale)
        const what = software === '' || name.toLowerCase().includes(software.toLowerCase()) ? [] : [software]
        return {
          // A host may name one address twice.
          id: `${index} ${service.url}`,
          name,
          about: [...what, t('page.at-host', { host: hostName }), place].join(' · '),
          service,
        }
      }),
    [services, t, locale],
  )
  return (
    <OptionList
      label={t('more.list')}
      options={options}
      onPick={({ service }) => onOpen(service)}
      beside={membershipOf}
    />
  )
}

const membershipOf = ({ service }: MoreOption) => <Membership chatons={service.chatons} />

function Membership({ chatons }: { readonly chatons: boolean | null }) {
  const { t } = useTranslation()
  if (chatons === null) return <Pill tone="plain">{t('create.chatons-unknown')}</Pill>
  return chatons ? (
    <Pill tone="good">{t('create.chatons-yes')}</Pill>
  ) : (
    <Pill tone="plain">{t('create.chatons-no')}</Pill>
  )
}
