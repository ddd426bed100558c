/** The places that have these words, as they are by now. */
import { useCallback } from 'react'
import type { Place } from '../../bridge/places.ts'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import { type Answer, useAnswer } from '../ui/use-answer.ts'

/** Asked again whenever something was made, opened, renamed or forgotten. */
export function usePlaces(words: string): Answer<readonly Place[]> {
  const { link } = useApp()
  const round = useStore(link.placesRound)
  return useAnswer(
    useCallback(() => link.engine.listPlaces(words), [link, words]),
    round,
  )
}

/** Places that their hosts will delete soon, the next one first. */
export function usePlacesEnding(): Answer<readonly Place[]> {
  const { link } = useApp()
  const round = useStore(link.placesRound)
  return useAnswer(
    useCallback(() => link.engine.placesEnding(), [link]),
    round,
  )
}
