/** Asks the engine for a host, for another one, for the one that was picked, and forgets answers that nobody waits for any more. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { HostChoice } from '../../bridge/engine-api.ts'
import { failed, type Outcome, type Problem, problem } from '../../bridge/problems.ts'
import type { ServiceKind } from '../../bridge/services.ts'
import { useApp } from '../app-context.tsx'

export type HostSearch =
  | { readonly phase: 'searching' }
  | { readonly phase: 'found'; readonly choice: HostChoice }
  | { readonly phase: 'failed'; readonly problem: Problem }

export interface HostChooser {
  readonly search: HostSearch
  /** The last host shown was not wanted: draws another one. */
  another(): void
  /** Asks again: the picked host, else all, those passed over included. */
  again(): void
  /** Asks the host that the person picked. */
  pick(hostId: string): void
  /** Back to the draw, with all hosts. */
  draw(): void
}

/** What to ask for, the best first: a meeting wants a pad beside it, but is one without. */
function wishedKinds(kind: ServiceKind, known: readonly ServiceKind[]): readonly ServiceKind[][] {
  if (kind === 'audio' && known.includes('pad')) return [['audio', 'pad'], ['audio']]
  return [[kind]]
}

/** @param first id of a host picked already; null = one is drawn */
export function useHostChoice(kind: ServiceKind, first: string | null): HostChooser {
  const { link, start } = useApp()
  const [search, setSearch] = useState<HostSearch>({ phase: 'searching' })
  const passedOver = useRef<string[]>([])
  const picked = useRef(first)
  const round = useRef(0)

  const ask = useCallback(async () => {
    round.current += 1
    const own = round.current
    setSearch({ phase: 'searching' })
    let outcome: Outcome<HostChoice> = failed(problem('no-host-known'))
    for (const kinds of wishedKinds(kind, start.kinds)) {
      outcome =
        picked.current === null
          ? await link.engine.chooseHost(kinds, [...passedOver.current])
          : await link.engine.chooseThis(picked.current, kinds)
      if (own !== round.current) return
      const worthTheNext = !outcome.ok && /^no-host-/.test(outcome.problem.code)
      if (!worthTheNext) break
    }
    setSearch(
      outcome.ok ? { phase: 'found', choice: outcome.value } : { phase: 'failed', problem: outcome.problem },
    )
  }, [kind, link, start.kinds])

  useEffect(() => {
    void ask()
    return () => {
      round.current += 1
    }
  }, [ask])

  return {
    search,
    another: () => {
      if (search.phase === 'found') passedOver.current.push(search.choice.host.id)
      picked.current = null
      void ask()
    },
    again: () => {
      passedOver.current = []
      void ask()
    },
    pick: hostId => {
      picked.current = hostId
      void ask()
    },
    draw: () => {
      picked.current = null
      passedOver.current = []
      void ask()
    },
  }
}
