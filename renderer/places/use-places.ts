/** The places that have these words; an answer to an older question is dropped. */
import { useCallback, useEffect, useState } from 'react'
import type { Place } from '../../bridge/places.ts'
import type { Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'

/** Letters typed within this time are one question, in ms. */
const GATHER_MS = 120

export interface PlaceList {
  /** Null before the first answer. */
  readonly places: readonly Place[] | null
  readonly problem: Problem | null
  reload(): void
}

export function usePlaces(words: string): PlaceList {
  const { link } = useApp()
  const [places, setPlaces] = useState<readonly Place[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the round is what asks again
  useEffect(() => {
    let wanted = true
    const ask = async () => {
      const outcome = await link.engine.listPlaces(words)
      if (!wanted) return
      setProblem(outcome.ok ? null : outcome.problem)
      if (outcome.ok) setPlaces(outcome.value)
    }
    const timer = window.setTimeout(() => void ask(), words === '' ? 0 : GATHER_MS)
    return () => {
      wanted = false
      window.clearTimeout(timer)
    }
  }, [link, words, round])
  const reload = useCallback(() => setRound(current => current + 1), [])
  return { places, problem, reload }
}
