/**
 * The life of a meeting as long as we are in it, whichever screen is open: our own sound, breakdowns and the way
 * back, its end.
 */
import { useEffect, useRef, useState } from 'react'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import { useStore } from '../engine-link/store.ts'

type MeetingScreen = Extract<Screen, { name: 'meeting' }>

export function useMeetingLife(screen: MeetingScreen): void {
  const { link, voice, dispatch } = useApp()
  const self = useStore(link.self)
  useWayBack(screen)

  useEffect(() => {
    voice.setMuted(self.muted)
    voice.setDeafened(self.deafened)
  }, [voice, self.muted, self.deafened])

  useEffect(() => {
    const follow = () => {
      const { uplinkLoss, maxBandwidth } = link.connection.get()
      voice.setNetwork(uplinkLoss, maxBandwidth)
    }
    follow()
    return link.connection.subscribe(follow)
  }, [link, voice])

  useEffect(() => {
    const watch = () => {
      const { phase, problem: reason } = link.connection.get()
      if (phase !== 'ended') return
      const { invitation } = screen
      const ended = reason === null ? null : ({ name: 'ended', problem: reason, invitation } as const)
      dispatch({ type: 'meeting-over', screen: ended })
    }
    watch()
    return link.connection.subscribe(watch)
  }, [link, dispatch, screen])
}

/** Enters again when the engine broke down and a new one came. */
function useWayBack(screen: MeetingScreen): void {
  const { link, dispatch } = useApp()
  const { phase, epoch } = useStore(link.link)
  const [joinedEpoch, setJoinedEpoch] = useState(epoch)
  const muted = useMutedWhileUp()
  useEffect(() => {
    if (phase !== 'up' || epoch === joinedEpoch) return
    let here = true
    const { invitation, userName, password } = screen
    void link.join({ invitation, userName, password, muted: muted.current }).then(joined => {
      if (!here) return
      if (!joined.ok) {
        // The new engine broke too: the next one is awaited, and tried again.
        if (joined.problem.code === 'engine-stopped') return
        const { problem } = joined
        dispatch({ type: 'meeting-over', screen: { name: 'ended', problem, invitation } })
        return
      }
      setJoinedEpoch(epoch)
      dispatch({ type: 'rejoined', joined: joined.value })
    })
    return () => {
      here = false
    }
  }, [phase, epoch, joinedEpoch, link, dispatch, screen, muted])
}

/** How the microphone was before the engine broke: a way back must never open it by itself. */
function useMutedWhileUp(): { readonly current: boolean } {
  const { link } = useApp()
  const muted = useRef(link.self.get().muted)
  useEffect(
    () =>
      link.self.subscribe(() => {
        if (link.connection.get().phase !== 'idle') muted.current = link.self.get().muted
      }),
    [link],
  )
  return muted
}
