/**
 * Ctrl+F, Ctrl and plus, minus, 0 mean a page: the one that they are pressed in, or that had the keyboard last when they
 * are pressed beside it. Elsewhere they are the app's own.
 */
import { type RefObject, useEffect } from 'react'
import { type PageKey, pageKey } from '../../bridge/page-keys.ts'
import { useApp } from '../app-context.tsx'
import { coverCount } from '../ui/dialog.tsx'
import { serviceOf } from './deck.ts'
import { ZOOM_STEP } from './deck-store.ts'

/** @param pane the service's own part of the screen: its bar, and the room for its page */
export function useViewKeys(id: string, pane: RefObject<HTMLElement | null>, onFind: () => void): void {
  const { deck, shell } = useApp()
  // In a browser these keys are the browser's.
  const isOurs = shell.nativeViews !== null
  useEffect(() => {
    const act = (key: PageKey) => {
      const zoom = serviceOf(deck.state.get(), id)?.zoom ?? 1
      if (key === 'find') onFind()
      else if (key === 'zoom-reset') deck.zoom(id, 1)
      else deck.zoom(id, zoom + (key === 'zoom-in' ? ZOOM_STEP : -ZOOM_STEP))
    }
    const stop = deck.onEvent(id, event => {
      if (event.type === 'key') act(event.key)
    })
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof Node && pane.current?.contains(target) === true) {
        deck.dispatch({ type: 'entered', id })
      } else if (deck.state.get().entered === id) deck.dispatch({ type: 'entered', id: null })
    }
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || coverCount.get() > 0) return
      const key = pageKey({ key: event.key, code: event.code, shift: event.shiftKey })
      const { front, entered } = deck.state.get()
      if (key === null || (key === 'find' ? front : entered) !== id) return
      event.preventDefault()
      act(key)
    }
    if (isOurs) {
      document.addEventListener('focusin', onFocus)
      document.addEventListener('keydown', onKey)
    }
    return () => {
      stop()
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('keydown', onKey)
    }
  }, [deck, id, pane, isOurs, onFind])
}
