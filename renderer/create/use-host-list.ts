/** The list of hosts as filtered. */
import { useCallback } from 'react'
import type { EngineArguments } from '../../bridge/engine-api.ts'
import type { HostList } from '../../bridge/host-facts.ts'
import { useApp } from '../app-context.tsx'
import { type Answer, useAnswer } from '../ui/use-answer.ts'

export type HostFilters = EngineArguments<'listHosts'>[0]

export function useHostList({ kind, country, software, text }: HostFilters): Answer<HostList> {
  const { link } = useApp()
  return useAnswer(
    useCallback(
      () => link.engine.listHosts({ kind, country, software, text }),
      [link, kind, country, software, text],
    ),
  )
}
