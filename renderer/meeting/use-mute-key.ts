/** The letter M mutes and unmutes, unless somebody is typing or switched it off. */
import { useEffect } from 'react'

export function useMuteKey(enabled: boolean, toggle: () => void): void {
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      const bare = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey
      if (event.key.toLowerCase() !== 'm' || !bare || event.repeat || takesLetters(event.target)) return
      event.preventDefault()
      toggle()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled, toggle])
}

/** Fields, and lists that jump to what begins with the letter. */
export function takesLetters(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, [role="listbox"], [role="menu"], [role="textbox"]') !== null)
  )
}
