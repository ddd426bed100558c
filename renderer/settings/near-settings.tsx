/** The country whose hosts come first. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '../../bridge/problems.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { countryName } from '../i18n/format.ts'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'

/** The choice of no country; no code is this long. */
const ANYWHERE = 'anywhere'

export function NearSettings() {
  const { t } = useTranslation()
  const { settings } = useApp()
  const locale = useLocaleTag()
  const { nearCountry } = useStore(settings.current)
  const { countries, problem } = useCountries()
  // The kept one stays in sight, whatever the list says by now.
  const codes = new Set(nearCountry === '' ? countries : [...countries, nearCountry])
  const options = [...codes]
    .map(code => ({ id: code, label: countryName(code, locale) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale))
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <Select
        label={t('settings.near-country')}
        options={[{ id: ANYWHERE, label: t('settings.near-anywhere') }, ...options]}
        value={nearCountry === '' ? ANYWHERE : nearCountry}
        onChange={id => settings.change({ nearCountry: id === ANYWHERE ? '' : id })}
      />
    </>
  )
}

/** The countries that occur in the directory. */
function useCountries(): { countries: readonly string[]; problem: Problem | null } {
  const { link } = useApp()
  const [countries, setCountries] = useState<readonly string[]>([])
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const filters = { kind: null, country: null, software: null, text: '' }
      const outcome = await link.engine.listHosts(filters)
      if (!wanted) return
      setProblem(outcome.ok ? null : outcome.problem)
      if (outcome.ok) setCountries(outcome.value.countries.filter(code => /^[A-Z]{2}$/.test(code)))
    }
    void ask()
    return () => {
      wanted = false
    }
  }, [link])
  return { countries, problem }
}
