/** The same call at another host: drawn, planned, and shown at our door, because its link is another one. */
import { useState } from 'react'
import { type Problem, problem as problemOf } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { hostOf } from '../meeting/pad-address.ts'
import type { OpenCall } from './calls.ts'

export function useOtherHost({ url, hostName, title, hostId, passedOver }: OpenCall): {
  look: () => void
  looking: boolean
  problem: Problem | null
} {
  const { link, calls, dispatch } = useApp()
  const [looking, setLooking] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)

  const find = async (): Promise<Problem | null> => {
    const { engine } = link
    // A link names no host of the directory, and may lead to one nevertheless.
    const known = hostId === null ? await engine.hostAt({ url, kind: 'video' }) : null
    const own = hostId ?? (known?.ok === true ? known.value.facts?.id : undefined)
    const tried = [...passedOver, ...(own === undefined ? [] : [own])]
    const found = await engine.chooseHost(['video'], tried)
    if (!found.ok) return found.problem
    const { host } = found.value
    // When all were passed over, they come back.
    if (tried.includes(host.id) || host.services.some(({ address }) => sameHost(address, url))) {
      return problemOf('no-host-answers')
    }
    const planned = await engine.planService({ kind: 'video', title: title ?? '', hostId: host.id })
    if (!planned.ok) return planned.problem
    calls.order({ type: 'hang-up' })
    dispatch({
      type: 'open',
      screen: {
        name: 'call',
        url: planned.value.url,
        host: planned.value.host.name,
        hostId: planned.value.host.id,
        title,
        insteadOf: hostName ?? hostOf(url),
        passedOver: tried,
      },
    })
    return null
  }
  const look = async () => {
    setLooking(true)
    setProblem(null)
    setProblem(await find())
    setLooking(false)
  }
  return { look: () => void look(), looking, problem }
}

function sameHost(address: string, url: string): boolean {
  return URL.canParse(address) && new URL(address).origin === new URL(url).origin
}
