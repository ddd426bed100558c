/** The list of hosts as filtered; an answer to an older question is dropped. */
import { useEffect, useState } from 'react'
import type { EngineArguments } from '../../bridge/engine-api.ts'
import type { HostList } from '../../bridge/host-facts.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'

export type HostFilters = EngineArguments<'listHosts'>[0]

/** Letters typed within this time are one question, in ms. */
const GATHER_MS = 120

export interface HostListing {
  /** The last answer, kept in sight until the next one; null before the first. */
  readonly list: HostList | null
  readonly problem: Problem | null
  /** Asks again: something in it changed. */
  reload(): void
}

export function useHostList({ kind, country, software, text }: HostFilters): HostListing {
  const { link } = useApp()
  const [list, setList] = useState<HostList | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the round is what asks again
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const outcome = await link.engine.listHosts({ kind, country, software, text })
      if (!wanted) return
      setProblem(outcome.ok ? null : outcome.problem)
      if (outcome.ok) setList(outcome.value)
    }
    const timer = window.setTimeout(() => void ask(), GATHER_MS)
    return () => {
      wanted = false
      window.clearTimeout(timer)
    }
  }, [link, kind, country, software, text, round])
  return { list, problem, reload: () => setRound(round + 1) }
}
