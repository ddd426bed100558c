/** What the person agreed to for the host of an address, and the way to agree to more or less. */
import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../bridge/problems.ts'
import type { Grant } from '../../bridge/service-permissions.ts'
import { useApp } from '../app-context.tsx'

export interface Grants {
  /** Undefined: not known yet. Null: never asked. */
  readonly grants: readonly Grant[] | null | undefined
  readonly problem: Problem | null
  /** Keeps it for the host; answers whether it was kept. */
  agree(grants: readonly Grant[]): Promise<boolean>
}

export function useGrants(url: string): Grants {
  const { link, deck } = useApp()
  const { origin } = new URL(url)
  const [grants, setGrants] = useState<readonly Grant[] | null | undefined>(undefined)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    let here = true
    void link.engine.hostPreferences(origin).then(kept => {
      if (!here) return
      // What cannot be read is asked again.
      setGrants(kept.ok ? kept.value.grants : null)
      setProblem(kept.ok ? null : kept.problem)
    })
    return () => {
      here = false
    }
  }, [link, origin])
  const agree = useCallback(
    async (next: readonly Grant[]) => {
      const kept = await link.engine.setHostPreferences({ origin, grants: [...next] })
      setProblem(kept.ok ? null : kept.problem)
      if (!kept.ok) return false
      setGrants(kept.value.grants)
      deck.setGrants(origin, kept.value.grants ?? [])
      return true
    },
    [link, deck, origin],
  )
  return { grants, problem, agree }
}
