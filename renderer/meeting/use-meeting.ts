/** What one does in a meeting while its screen is open. Its life goes on under other screens: use-meeting-life.ts. */
import { useCallback, useRef } from 'react'
import { useApp } from '../app-context.tsx'
import type { LinkPhase, SelfState } from '../engine-link/engine-link.ts'
import { useStore } from '../engine-link/store.ts'
import { leaveMeeting } from './leave-meeting.ts'
import { toggleDeafen, toggleMute } from './self.ts'

export interface Meeting {
  readonly self: SelfState
  /** The engine's own state: while it is lost, a new one is awaited and the meeting entered again. */
  readonly enginePhase: LinkPhase
  readonly rejoining: boolean
  toggleMute(): void
  toggleDeafen(): void
  leave(): void
}

export function useMeeting(): Meeting {
  const { link, voice, recording, dispatch } = useApp()
  const self = useStore(link.self)
  const enginePhase = useStore(link.link).phase
  const { phase } = useStore(link.connection)
  const mutedBefore = useRef(self.muted)
  const leaving = useRef(false)

  return {
    self,
    enginePhase,
    // A new engine is there, and knows of no meeting yet.
    rejoining: enginePhase === 'up' && (phase === 'idle' || phase === 'connecting'),
    toggleMute: useCallback(() => link.setSelf(toggleMute(link.self.get())), [link]),
    toggleDeafen: useCallback(() => {
      const now = link.self.get()
      if (!now.deafened) mutedBefore.current = now.muted
      link.setSelf(toggleDeafen(now, mutedBefore.current))
    }, [link]),
    leave: useCallback(() => {
      if (leaving.current) return
      leaving.current = true
      void leaveMeeting({ link, voice, recording }).then(() => dispatch({ type: 'home' }))
    }, [link, voice, recording, dispatch]),
  }
}
