/** Where a link leads: to the door of a meeting or of a call, or to a page. */
import { useCallback } from 'react'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { serverOf } from '../app-state.ts'
import { pageKind } from '../meeting/pad-address.ts'

/** Opens what the text holds; answers the problem when it holds nothing to open. */
export function useFollowLink(): (text: string) => Promise<Problem | null> {
  const { link, dispatch } = useApp()
  return useCallback(
    async text => {
      const read = await link.engine.readLink(text)
      if (!read.ok) return read.problem
      const { value } = read
      if (value.kind === 'page') {
        dispatch({
          type: 'open',
          screen: { name: 'page', url: value.url, kind: pageKind(value.url), host: null },
        })
        return null
      }
      if (value.kind === 'service') {
        const { url, service, title, hostName } = value
        dispatch({ type: 'open', screen: { name: 'page', url, kind: service, host: hostName, title } })
        // What was joined is found again, as what was made is; it is open already, so a failure is told beside it.
        const kept = await link.engine.keepPasted({ kind: service, title, hostId: null, url })
        if (!kept.ok) link.addNotice(kept.problem)
        return null
      }
      if (value.kind === 'call') {
        const { url, hostName: host } = value
        dispatch({
          type: 'open',
          screen: { name: 'call', url, host, hostId: null, title: null, insteadOf: null },
        })
        return null
      }
      // What the link brings along was given for this meeting; what it does not say stays as typed.
      const { invitation, userName, password } = value
      if (userName !== null) dispatch({ type: 'draft', changed: { userName } })
      if (password !== null) {
        dispatch({ type: 'draft', changed: { password: { server: serverOf(invitation), text: password } } })
      }
      dispatch({ type: 'open', screen: { name: 'prejoin', invitation } })
      return null
    },
    [link, dispatch],
  )
}
