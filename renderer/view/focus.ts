/** Ways of the keyboard between the screen and the views, which live elsewhere in the document. */
import { type DeckState, isAwake, serviceOf, viewIdOf } from '../services/deck.ts'
import type { NativeViews } from '../shell/shell.ts'

export function frameIdOf(viewId: string): string {
  return `frame-${viewId}`
}

/** Names the button in the screen that leads into the view. */
export function doorIdOf(serviceId: string): string {
  return `door-${serviceId}`
}

/** Moves the keyboard into the view of a service. */
export function enterView(state: DeckState, id: string, views: NativeViews | null): void {
  const service = serviceOf(state, id)
  if (service === undefined || !isAwake(service)) return
  if (views === null) document.getElementById(frameIdOf(viewIdOf(service)))?.focus()
  else views.focusView(viewIdOf(service))
}

/** What Tab reaches next to a service's door, on either side; null = nothing. */
export function tabStopBeside(serviceId: string, forward: boolean): HTMLElement | null {
  const door = document.getElementById(doorIdOf(serviceId))
  if (door === null) return null
  const stops = [
    ...document.querySelectorAll<HTMLElement>('a[href], button, input, textarea, [tabindex]'),
  ].filter(
    each =>
      each.tabIndex >= 0 &&
      !each.matches(':disabled') &&
      each.closest('[data-views]') === null &&
      (each === door || each.checkVisibility({ visibilityProperty: true })),
  )
  return stops[stops.indexOf(door) + (forward ? 1 : -1)] ?? null
}
