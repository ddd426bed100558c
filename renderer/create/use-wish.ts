/** What a person wants of the host that is shown: always, never, or as the draw has it. */
import { useState } from 'react'
import type { HostWish } from '../../bridge/host-facts.ts'
import type { Problem } from '../../bridge/problems.ts'
import type { HostCard, ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'

export interface GivenWish {
  readonly host: Pick<HostCard, 'id' | 'name'>
  /** Null: taken back. */
  readonly wish: HostWish
}

export interface Wishing {
  /** The last wish that the engine took; null = none yet. */
  readonly given: GivenWish | null
  readonly problem: Problem | null
  /** True when the engine took it. */
  give(host: Pick<HostCard, 'id' | 'name'>, wish: HostWish): Promise<boolean>
}

export function useWish(kind: ServiceKind): Wishing {
  const { link } = useApp()
  const [given, setGiven] = useState<GivenWish | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const give: Wishing['give'] = async (host, wish) => {
    const outcome = await link.engine.setWish({ hostId: host.id, kind, wish })
    setProblem(outcome.ok ? null : outcome.problem)
    if (outcome.ok) setGiven({ host, wish })
    return outcome.ok
  }
  return { given, problem, give }
}
