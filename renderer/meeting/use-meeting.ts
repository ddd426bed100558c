/** The life of a meeting while its screen is open: our own sound, breakdowns and the way back, its end. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useApp } from '../app-context.tsx'
import type { Screen } from '../app-state.ts'
import type { LinkPhase, SelfState } from '../engine-link/engine-link.ts'
import { useStore } from '../engine-link/store.ts'
import { toggleDeafen, toggleMute } from './self.ts'

type MeetingScreen = Extract<Screen, { name: 'meeting' }>

export interface Meeting {
  readonly self: SelfState
  /** The engine's own state: while it is lost, a new one is awaited and the meeting entered again. */
  readonly enginePhase: LinkPhase
  readonly rejoining: boolean
  toggleMute(): void
  toggleDeafen(): void
  leave(): void
}

export function useMeeting(screen: MeetingScreen): Meeting {
  const { link, voice, dispatch } = useApp()
  const self = useStore(link.self)
  const enginePhase = useStore(link.link).phase
  const rejoining = useWayBack(screen)
  const mutedBefore = useRef(self.muted)

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
      if (reason === null) dispatch({ type: 'home' })
      else dispatch({ type: 'replace', screen: { name: 'ended', problem: reason, invitation } })
    }
    watch()
    return link.connection.subscribe(watch)
  }, [link, dispatch, screen])

  return {
    self,
    enginePhase,
    rejoining,
    toggleMute: useCallback(() => link.setSelf(toggleMute(link.self.get())), [link]),
    toggleDeafen: useCallback(() => {
      const now = link.self.get()
      if (!now.deafened) mutedBefore.current = now.muted
      link.setSelf(toggleDeafen(now, mutedBefore.current))
    }, [link]),
    leave: useCallback(() => {
      void link.engine.leave()
      dispatch({ type: 'home' })
    }, [link, dispatch]),
  }
}

/** Enters again when the engine broke down and a new one came. True while that goes on. */
function useWayBack(screen: MeetingScreen): boolean {
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
        dispatch({ type: 'replace', screen: { name: 'ended', problem: joined.problem, invitation } })
        return
      }
      setJoinedEpoch(epoch)
      dispatch({ type: 'rejoined', joined: joined.value })
    })
    return () => {
      here = false
    }
  }, [phase, epoch, joinedEpoch, link, dispatch, screen, muted])
  return phase === 'up' && epoch !== joinedEpoch
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
