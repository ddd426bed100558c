/** Turns a page that a screen asks for into a service of the deck, and shows the services. */
import { type Dispatch, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppParts } from '../app-context.tsx'
import type { AppAction, AppRequest } from '../app-state.ts'
import { guestAddress } from './address.ts'

export function usePageRequests(
  { deck, settings }: Pick<AppParts, 'deck' | 'settings'>,
  dispatch: Dispatch<AppAction>,
): Dispatch<AppRequest> {
  const { i18n } = useTranslation()
  return useCallback(
    request => {
      if (request.type !== 'open' && request.type !== 'replace') return dispatch(request)
      const { type, screen } = request
      if (screen.name !== 'page') return dispatch({ type, screen })
      const { url, kind, host, title, unmade } = screen
      const { userName } = settings.current.get()
      deck.open({
        url,
        kind,
        address: guestAddress(url, userName, i18n.language),
        hostName: host,
        name: unmade?.title ?? title ?? null,
        unmade: unmade ?? null,
      })
      dispatch({ type, screen: { name: 'services' } })
    },
    [deck, settings, i18n, dispatch],
  )
}
