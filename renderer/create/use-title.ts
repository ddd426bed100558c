/** The title of what is not made yet. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp, useLocaleTag } from '../app-context.tsx'
import { suggestedTitle } from './suggested-title.ts'

/** The title as typed, or the day's suggestion while nothing was. */
export function useTitle(kind: ServiceKind): string {
  const { t } = useTranslation()
  const { drafts } = useApp()
  const locale = useLocaleTag()
  const [today] = useState(() => new Date())
  return drafts.titles[kind] ?? suggestedTitle(t, kind, today, locale)
}
