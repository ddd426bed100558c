/** F6 goes from the app to the page beside it and back, as it goes between panes of any program. */
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import type { ViewHandle } from './view-state.ts'

/** @param app what holds our own controls; the focus comes back to where it was in there. */
export function usePanes(
  app: RefObject<HTMLElement | null>,
  view: RefObject<ViewHandle | null>,
): { toApp: () => void } {
  const last = useRef<HTMLElement | null>(null)

  const toApp = useCallback(() => {
    const target = last.current?.isConnected === true ? last.current : firstControl(app.current)
    target?.focus()
  }, [app])

  useEffect(() => {
    const remember = (event: FocusEvent) => {
      if (event.target instanceof HTMLElement && app.current?.contains(event.target) === true) {
        last.current = event.target
      }
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      if (document.activeElement instanceof HTMLIFrameElement) toApp()
      else view.current?.focus()
    }
    document.addEventListener('focusin', remember)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('focusin', remember)
      document.removeEventListener('keydown', onKey)
    }
  }, [app, view, toApp])

  return { toApp }
}

function firstControl(within: HTMLElement | null): HTMLElement | null {
  return within?.querySelector<HTMLElement>('button, a[href], input, textarea, [tabindex="0"]') ?? null
}
