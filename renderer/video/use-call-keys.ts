/** Letters in a call, unless somebody is typing, a window lies over it, or they are switched off. */
import { useEffect } from 'react'
import { takesLetters } from '../meeting/use-mute-key.ts'
import { coverCount } from '../ui/dialog.tsx'

/** @param keys by letter; `Shift+` before it for what must not happen by one key that slipped */
export function useCallKeys(enabled: boolean, keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return
      if (coverCount.get() > 0 || takesLetters(event.target)) return
      const press = keys[`${event.shiftKey ? 'Shift+' : ''}${event.key.toUpperCase()}`]
      if (press === undefined) return
      event.preventDefault()
      press()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled, keys])
}
