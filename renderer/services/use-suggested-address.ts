/** Where a site makes things, the address that its page went to is proposed to be kept, until one types another. */
import { useEffect, useRef } from 'react'
import { useApp } from '../app-context.tsx'
import type { Service } from './deck.ts'

export function useSuggestedAddress({ unmade, url, askedUrl }: Service): void {
  const { drafts, dispatch } = useApp()
  const suggested = useRef('')
  const kind = unmade?.kind ?? null
  const typed = kind === null ? '' : (drafts.pasted[kind] ?? '')
  useEffect(() => {
    if (kind === null || url === askedUrl || url === suggested.current || typed !== suggested.current) return
    suggested.current = url
    dispatch({ type: 'pasted', kind, url })
  }, [kind, url, askedUrl, typed, dispatch])
}
