/** Where a place leads: a meeting to its door, a call to its own, all else to its page. */
import { useCallback } from 'react'
import type { Place } from '../../bridge/places.ts'
import { type Problem, problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'

/** Answers the problem when it leads nowhere. */
export function useOpenPlace(): (place: Place) => Promise<Problem | null> {
  const { link, dispatch } = useApp()
  return useCallback(
    async place => {
      const main = place.addresses.find(({ kind }) => kind === 'audio') ?? place.addresses[0]
      if (main === undefined) return problem('place-unknown')
      const { kind, url, hostName } = main
      if (kind === 'audio') {
        const read = await link.engine.readLink(url)
        if (!read.ok) return read.problem
        if (read.value.kind !== 'meeting') return problem('link-unreadable')
        const { invitation } = read.value
        const pad = place.addresses.find(each => each.kind === 'pad')?.url ?? null
        dispatch({
          type: 'open',
          screen: {
            name: 'prejoin',
            invitation: {
              ...invitation,
              title: invitation.title ?? place.title,
              padUrl: invitation.padUrl ?? pad,
            },
          },
        })
      } else if (kind === 'video') {
        const { hostId } = main
        dispatch({
          type: 'open',
          screen: { name: 'call', url, host: hostName, hostId, title: place.title, insteadOf: null },
        })
      } else {
        dispatch({ type: 'open', screen: { name: 'page', url, kind, host: hostName, title: place.title } })
      }
      const noted = await link.engine.placeOpened(place.id)
      return noted.ok ? null : noted.problem
    },
    [link, dispatch],
  )
}
