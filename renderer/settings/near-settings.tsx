/** The country whose hosts come first. */
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { countryName } from '../i18n/format.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { Select } from '../ui/select.tsx'
import { useAnswer } from '../ui/use-answer.ts'

/** The choice of no country; no code is this long. */
const ANYWHERE = 'anywhere'

export function NearSettings() {
  const { t } = useTranslation()
  const { link, settings } = useApp()
  const locale = useLocaleTag()
  const { nearCountry } = useStore(settings.current)
  const countries = useAnswer(useCallback(() => link.engine.hostCountries(), [link]))
  // The kept one stays in sight, whatever the directory says by now.
  const codes = new Set(countries.value ?? [])
  if (nearCountry !== '') codes.add(nearCountry)
  const options = [...codes]
    .map(code => ({ id: code, label: countryName(code, locale) }))
    .sort((one, other) => one.label.localeCompare(other.label, locale))
  return (
    <>
      {countries.problem === null ? null : (
        <ProblemNote problem={countries.problem}>
          <Button onPress={countries.reload}>{t('common.try-again')}</Button>
        </ProblemNote>
      )}
      <Select
        label={t('settings.near-country')}
        options={[{ id: ANYWHERE, label: t('settings.near-anywhere') }, ...options]}
        value={nearCountry === '' ? ANYWHERE : nearCountry}
        onChange={id => settings.change({ nearCountry: id === ANYWHERE ? '' : id })}
      />
    </>
  )
}
