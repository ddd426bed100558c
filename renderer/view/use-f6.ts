/** F6 goes from the app to the pages beside it, one after the other, and back, as between panes of any program. */
import { useEffect } from 'react'
import { useApp } from '../app-context.tsx'
import { isAwake, viewIdOf } from '../services/deck.ts'
import { coverCount } from '../ui/dialog.tsx'
import { doorIdOf, enterView, frameIdOf } from './focus.ts'

export function useF6(): void {
  const { deck, shell } = useApp()
  const views = shell.nativeViews
  useEffect(() => {
    let last: HTMLElement | null = null

    /** Services in sight, in the order of the screen. */
    const shown = () => {
      const slots = deck.slots.get()
      return deck.state
        .get()
        .services.filter(each => isAwake(each) && slots.get(each.id)?.checkVisibility() === true)
        .sort((a, b) => {
          const [one, other] = [slots.get(a.id), slots.get(b.id)]
          if (one === undefined || other === undefined) return 0
          return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
        })
    }
    /** @param from the service that the keyboard is in; null = the app */
    const goOn = (from: string | null) => {
      if (coverCount.get() > 0) return
      const ids = shown().map(({ id }) => id)
      const next = ids[from === null ? 0 : ids.indexOf(from) + 1]
      if (next !== undefined) enterView(deck.state.get(), next, views)
      else if (last?.isConnected === true) last.focus()
      else document.querySelector<HTMLElement>('main button, nav button')?.focus()
    }

    const remember = (event: FocusEvent) => {
      const { target } = event
      if (!(target instanceof HTMLElement) || target.closest('[data-views]') !== null) return
      if (shown().some(({ id }) => target.id === doorIdOf(id))) return
      last = target
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      const within = document.activeElement?.id
      goOn(shown().find(each => frameIdOf(viewIdOf(each)) === within)?.id ?? null)
    }
    document.addEventListener('focusin', remember)
    document.addEventListener('keydown', onKey)
    const stop = views?.onViewEvent(event => {
      if (event.type !== 'left') return
      goOn(shown().find(each => viewIdOf(each) === event.id)?.id ?? null)
    })
    return () => {
      document.removeEventListener('focusin', remember)
      document.removeEventListener('keydown', onKey)
      stop?.()
    }
  }, [deck, views])
}
