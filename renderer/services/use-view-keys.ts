/** Ctrl+F, Ctrl and plus, minus, 0: pressed inside a page they mean its bar; find also when pressed beside it. */
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'
import { coverCount } from '../ui/dialog.tsx'
import { serviceOf } from './deck.ts'
import { ZOOM_STEP } from './deck-store.ts'

export function useViewKeys(id: string, onFind: () => void): void {
  const { deck, shell } = useApp()
  const canFind = shell.nativeViews !== null
  useEffect(
    () =>
      deck.onEvent(id, event => {
        const zoom = serviceOf(deck.state.get(), id)?.zoom ?? 1
        if (event.type !== 'key') return
        if (event.key === 'find') onFind()
        else if (event.key === 'zoom-reset') deck.zoom(id, 1)
        else deck.zoom(id, zoom + (event.key === 'zoom-in' ? ZOOM_STEP : -ZOOM_STEP))
      }),
    [deck, id, onFind],
  )
  useEffect(() => {
    if (!canFind) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      if (coverCount.get() > 0 || deck.state.get().front !== id) return
      event.preventDefault()
      onFind()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [deck, id, canFind, onFind])
}
