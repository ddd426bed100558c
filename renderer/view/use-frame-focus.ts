/** Keeps a framed page from taking the focus by itself: a pad puts its cursor in its text as soon as it has loaded. */
import { type RefObject, useEffect } from 'react'

/** The focus follows a key into the frame at once, ms. */
const KEY_TO_FOCUS_MS = 500

/**
 * Gives the focus back to where it was, unless the person went into the frame: with the pointer, which is over
 * it then, or with Tab or F6.
 */
export function useFrameFocus(frame: RefObject<HTMLIFrameElement | null>): void {
  useEffect(() => {
    let last = document.activeElement instanceof HTMLElement ? document.activeElement : null
    let movedAt = Number.NEGATIVE_INFINITY
    const remember = (event: FocusEvent) => {
      if (event.target instanceof HTMLElement && event.target !== frame.current) last = event.target
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Tab' || event.key === 'F6') movedAt = performance.now()
    }
    const onBlur = () => {
      const taken = document.activeElement === frame.current
      const wished =
        frame.current?.matches(':hover') === true || performance.now() - movedAt < KEY_TO_FOCUS_MS
      // Not within this event: the browser is still moving the focus.
      if (taken && !wished) setTimeout(giveBack)
    }
    const giveBack = () => {
      if (last?.isConnected === true) last.focus()
      else window.focus()
      if (document.activeElement === frame.current) frame.current?.blur()
    }
    document.addEventListener('focusin', remember)
    document.addEventListener('keydown', onKey, true)
    window.addEventListener('blur', onBlur)
    return () => {
      document.removeEventListener('focusin', remember)
      document.removeEventListener('keydown', onKey, true)
      window.removeEventListener('blur', onBlur)
    }
  }, [frame])
}
