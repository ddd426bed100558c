/** Makes it on the chosen host, and opens what comes next. */
import { useEffect, useRef, useState } from 'react'
import type { EngineAnswers, HostChoice } from '../../bridge/engine-api.ts'
import type { Problem } from '../../bridge/problems.ts'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'

type Planned = Extract<EngineAnswers['planService'], { ok: true }>['value']

export function useMaking(kind: ServiceKind): {
  make: (choice: HostChoice, title: string) => Promise<void>
  making: boolean
  problem: Problem | null
} {
  const { link, shell, dispatch } = useApp()
  const [making, setMaking] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const open = async ({ url, host, creation }: Planned, title: string) => {
    // What the site has yet to make keeps its title until its address is pasted back.
    if (creation === 'named') dispatch({ type: 'title', kind, title: null })
    const unmade = { kind, title, hostId: host.id }
    if (kind === 'video' && creation === 'named') {
      const call = { name: 'call', url, host: host.name, hostId: host.id, title, insteadOf: null } as const
      dispatch({ type: 'replace', screen: call })
    } else if (kind === 'video') {
      const opened = await shell.openExternal(url)
      dispatch({ type: 'replace', screen: { name: 'opened', url, opened, unmade } })
    } else {
      dispatch({
        type: 'replace',
        screen: {
          name: 'page',
          url,
          kind,
          host: host.name,
          title,
          ...(creation === 'named' ? {} : { unmade }),
        },
      })
    }
  }

  const make = async ({ host, beside }: HostChoice, title: string) => {
    setMaking(true)
    setProblem(null)
    if (kind === 'audio') {
      const planned = await link.engine.planMeeting({ title, hostId: host.id, padHostId: beside?.id ?? null })
      if (!here.current) return
      if (planned.ok) dispatch({ type: 'open', screen: { name: 'prejoin', invitation: planned.value } })
      else setProblem(planned.problem)
    } else {
      const planned = await link.engine.planService({ kind, title, hostId: host.id })
      if (!here.current) return
      if (planned.ok) await open(planned.value, title)
      else setProblem(planned.problem)
    }
    if (here.current) setMaking(false)
  }
  return { make, making, problem }
}
