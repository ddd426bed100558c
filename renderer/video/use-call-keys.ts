/** Bare letters in a call, unless somebody is typing or switched them off. */
import { useEffect } from 'react'
import { takesLetters } from '../meeting/use-mute-key.ts'

export function useCallKeys(enabled: boolean, keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      const bare = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey
      if (!bare || event.repeat || takesLetters(event.target)) return
      const press = keys[event.key.toLowerCase()]
      if (press === undefined) return
      event.preventDefault()
      press()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled, keys])
}
