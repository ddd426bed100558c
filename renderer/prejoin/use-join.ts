/** Going in: one attempt at a time, which can be called off. */
import { useEffect, useRef, useState } from 'react'
import type { Invitation } from '../../bridge/invitation.ts'
import { type Problem, problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'

export interface JoinRequest {
  readonly userName: string
  readonly password: string | null
  readonly muted: boolean
}

export interface Joining {
  readonly busy: boolean
  readonly problem: Problem | null
  join(request: JoinRequest): void
  cancel(): void
  forgetProblem(): void
}

export function useJoin(invitation: Invitation): Joining {
  const { link, settings, voice, dispatch } = useApp()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<Problem | null>(null)
  // The number of the attempt whose answer still counts; answers to others are dropped.
  const attempt = useRef(0)

  const callOff = () => {
    attempt.current += 1
    void link.engine.leave()
  }
  useEffect(
    () => () => {
      attempt.current += 1
    },
    [],
  )

  const join = async ({ userName, password, muted }: JoinRequest) => {
    if (userName === '') return setTrouble(problem('name-empty'))
    attempt.current += 1
    const own = attempt.current
    setBusy(true)
    setTrouble(null)
    settings.change({ userName })
    link.clearMeeting(muted)
    voice.setMuted(muted)
    voice.setDeafened(false)
    const joined = await link.join({ invitation, userName, password, muted })
    if (own !== attempt.current) return
    setBusy(false)
    if (!joined.ok) return setTrouble(joined.problem)
    dispatch({
      type: 'entered',
      screen: { name: 'meeting', invitation, joined: joined.value, userName, password, since: Date.now() },
    })
  }

  return {
    busy,
    problem: trouble,
    join: request => void join(request),
    cancel: () => {
      callOff()
      setBusy(false)
    },
    forgetProblem: () => setTrouble(null),
  }
}
