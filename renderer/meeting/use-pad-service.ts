/** Opens the meeting's pad among the services, and ends it with the meeting. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { guestAddress } from '../services/address.ts'
import { serviceOf } from '../services/deck.ts'
import { pageKind } from './pad-address.ts'

export interface PadService {
  /** Names it in the deck; null = the meeting has no pad. */
  readonly id: string | null
  /** Closes it, unless it was open before the meeting. */
  end(): void
}

/** @param url null = the meeting has no pad */
export function usePadService(url: string | null, userName: string): PadService {
  const { i18n } = useTranslation()
  const { deck } = useApp()
  const [id, setId] = useState<string | null>(null)
  const current = useRef<string | null>(null)
  const end = useCallback(() => {
    const open = serviceOf(deck.state.get(), current.current)
    if (open?.ofMeeting === true) deck.dispatch({ type: 'close', id: open.id })
    current.current = null
  }, [deck])
  // The language of now: a later change must not reload what one types in.
  const language = useRef(i18n.language)
  useLayoutEffect(() => {
    if (url === null) return
    const address = guestAddress(url, userName, language.current)
    const next = deck.open({ url, kind: pageKind(url), address, ofMeeting: true })
    // Another pad took the place of the one before.
    if (current.current !== null && current.current !== next) end()
    current.current = next
    setId(next)
  }, [deck, url, userName, end])
  return { id, end }
}
