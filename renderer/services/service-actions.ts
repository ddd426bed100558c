/** What can be done with an open service, from its bar and from the list of all. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { announce } from '../ui/live.tsx'
import type { Service } from './deck.ts'
import { nameOf } from './service-words.ts'
import { mayBeUnsaved } from './sleep.ts'

export type Loss = 'close' | 'sleep' | 'reload'

export interface ServiceActions {
  /** What would end a page that may hold something unsaved, and waits for the person's word; null = nothing. */
  readonly asking: { readonly what: Loss; readonly service: Service } | null
  /** Ends the page that way, or asks first. */
  end(what: Loss, service: Service): void
  goOn(): void
  callOff(): void
}

export function useServiceActions(): ServiceActions {
  const { t } = useTranslation()
  const { deck } = useApp()
  const [asking, setAsking] = useState<ServiceActions['asking']>(null)
  const act = (what: Loss, service: Service) => {
    const name = nameOf(t, service)
    if (what === 'reload') return deck.reload(service.id)
    if (what === 'sleep') deck.dispatch({ type: 'sleep', ids: [service.id] })
    else deck.dispatch({ type: 'close', id: service.id })
    announce(what === 'sleep' ? t('service.said-asleep', { name }) : t('service.said-closed', { name }))
  }
  return {
    asking,
    end: (what, service) => {
      if (service.inCall || mayBeUnsaved(service)) setAsking({ what, service })
      else act(what, service)
    },
    goOn: () => {
      if (asking === null) return
      setAsking(null)
      act(asking.what, asking.service)
    },
    callOff: () => setAsking(null),
  }
}
