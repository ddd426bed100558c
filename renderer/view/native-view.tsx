/**
 * A page in a view of the shell's own (Electron), laid over the room that a screen keeps for it. It lies above
 * all of our page, so it steps back while something of ours lies over it.
 */
import { useCallback } from 'react'
import type { Bounds } from '../../bridge/shell-api.ts'
import { useStore } from '../engine-link/store.ts'
import { type Service, viewIdOf } from '../services/deck.ts'
import type { NativeViews } from '../shell/shell.ts'
import { coverCount } from '../ui/dialog.tsx'
import { usePlace } from './use-place.ts'

interface NativeViewProps {
  readonly service: Service
  readonly slot: HTMLElement | undefined
  readonly views: NativeViews
}

export function NativeView({ service, slot, views }: NativeViewProps) {
  const id = viewIdOf(service)
  const stepsBack = useStore(coverCount) > 0 || service.phase === 'failed'
  usePlace(
    stepsBack ? undefined : slot,
    useCallback((bounds: Bounds | null) => views.placeView(id, bounds), [views, id]),
  )
  return null
}
