/** Keys that mean a page of a host, pressed in it or beside it: both sides of the desktop shell read them alike. Pure. */

export type PageKey = 'find' | 'zoom-in' | 'zoom-out' | 'zoom-reset'

/**
 * With Ctrl held, or Command on macOS, and without Alt.
 * @param key as `KeyboardEvent`; null: it means nothing to us
 */
export function pageKey(key: {
  readonly key: string
  readonly code: string
  readonly shift: boolean
}): PageKey | null {
  if (key.key.toLowerCase() === 'f') return key.shift ? null : 'find'
  // The plus of most keyboards needs Shift; without it the key says "=".
  if (key.key === '+' || key.key === '=') return 'zoom-in'
  if (key.key === '-') return 'zoom-out'
  // French keyboards have the digits above Shift: there the key says "à".
  return key.key === '0' || key.code === 'Digit0' ? 'zoom-reset' : null
}
