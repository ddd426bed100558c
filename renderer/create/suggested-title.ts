/** A title to start from. Pure. */
import type { TFunction } from 'i18next'
import type { ServiceKind } from '../../bridge/services.ts'

/** Such as "Réunion du mardi 24 mars": today's day in the reader's language. */
export function suggestedTitle(t: TFunction, kind: ServiceKind, today: Date, language: string): string {
  const day = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' }).format(
    today,
  )
  return t(`create.suggested-${kind}`, { day })
}
