/** Asks the engine, and again when there is reason to; an answer to an older question is dropped. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Outcome, Problem } from '../../bridge/problems.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'

export interface Answer<T> {
  /** The last answer, kept in sight until the next one; null before the first. */
  readonly value: T | null
  /** Why the last question has no answer. */
  readonly problem: Problem | null
  /** Asks once more. */
  reload(): void
}

interface Line<T> {
  /** The question that waits for its turn. */
  next: (() => Promise<Outcome<T>>) | null
  busy: boolean
  /** Does anybody still wait? */
  here: boolean
}

/**
 * One question is under way at a time: what is typed meanwhile is asked as one, when the answer is there. So nothing
 * waits for a timer, and a slow engine is asked no more than it can answer.
 * @param ask the question; another function is another question
 * @param reason asks again whenever it changes
 */
export function useAnswer<T>(ask: () => Promise<Outcome<T>>, reason: unknown = null): Answer<T> {
  const { link } = useApp()
  // An engine that came back is asked again.
  const { epoch } = useStore(link.link)
  const [value, setValue] = useState<T | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [round, setRound] = useState(0)
  const line = useRef<Line<T>>({ next: null, busy: false, here: true })

  useEffect(() => {
    const { current } = line
    current.here = true
    return () => {
      current.here = false
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the round, the reason and the engine's life ask again
  useEffect(() => {
    const { current } = line
    current.next = ask
    if (current.busy) return
    const work = async () => {
      current.busy = true
      while (current.next !== null && current.here) {
        const question = current.next
        current.next = null
        const outcome = await question()
        if (current.next !== null || !current.here) continue
        setProblem(outcome.ok ? null : outcome.problem)
        if (outcome.ok) setValue(outcome.value)
      }
      current.busy = false
    }
    void work()
  }, [ask, reason, round, epoch])
  const reload = useCallback(() => setRound(current => current + 1), [])
  return { value, problem, reload }
}
