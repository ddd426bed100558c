/** Follows the room that a screen keeps for a view, wherever it goes. */
import { useLayoutEffect } from 'react'
import type { Bounds } from '../../bridge/shell-api.ts'

/**
 * @param slot where the view is to be laid; undefined = nowhere, it is out of sight
 * @param put told the place whenever it changes, in CSS pixels of the window; null = out of sight
 */
export function usePlace(slot: HTMLElement | undefined, put: (bounds: Bounds | null) => void): void {
  useLayoutEffect(() => {
    if (slot === undefined) {
      put(null)
      return
    }
    let last: Bounds | null = null
    const follow = () => {
      const next = boundsOf(slot)
      if (last !== null && sameBounds(last, next)) return
      last = next
      put(next.width > 0 && next.height > 0 ? next : null)
    }
    follow()
    const observer = new ResizeObserver(follow)
    observer.observe(slot)
    observer.observe(document.documentElement)
    // What grows beside it may move it and leave it its size.
    for (const each of neighboursOf(slot)) observer.observe(each)
    window.addEventListener('resize', follow)
    document.addEventListener('scroll', follow, { capture: true, passive: true })
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', follow)
      document.removeEventListener('scroll', follow, { capture: true })
    }
  }, [slot, put])
}

/** Everything beside the element, and beside all that it is in. */
function neighboursOf(element: Element): Element[] {
  const { parentElement } = element
  if (parentElement === null) return []
  return [...parentElement.children, ...neighboursOf(parentElement)]
}

function boundsOf(element: Element): Bounds {
  const { x, y, width, height } = element.getBoundingClientRect()
  return { x, y, width, height }
}

function sameBounds(a: Bounds, b: Bounds): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}
