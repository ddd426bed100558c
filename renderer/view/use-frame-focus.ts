/** Keeps a framed page from taking the focus by itself: a pad puts its cursor in its text as soon as it has loaded. */
import { type RefObject, useEffect, useRef } from 'react'

/** The focus follows a key into the frame at once, ms. */
const KEY_TO_FOCUS_MS = 500
/** The browser tells us where the pointer is, and of a click in the frame, a little after the focus has gone. */
const SETTLING_MS = 100
/** A pad reaches for the focus once, when it has loaded and found its server; later whoever goes in is a person. */
const AFTER_LOAD_MS = 6000
/** So long does a click or a key count as the person's doing (HTML's transient activation). */
const ACTIVATION_MS = 5000

interface FrameFocusOptions {
  /** A frame out of sight never keeps the focus. */
  readonly isShown: boolean
  /** The focus went into the frame, or came back. */
  readonly onWithin: (within: boolean) => void
  /** The person went into the frame: from now on something may be typed there. */
  readonly onEntered: () => void
}

/**
 * Gives the focus back to where it was, unless the person went into the frame: with Tab or F6, with the pointer,
 * which is over it then, or with a click or a finger that only the frame has seen.
 */
export function useFrameFocus(
  frame: RefObject<HTMLIFrameElement | null>,
  { isShown, onWithin, onEntered }: FrameFocusOptions,
): void {
  const loadedAt = useRef(Number.POSITIVE_INFINITY)
  useEffect(() => {
    let last = document.activeElement instanceof HTMLElement ? document.activeElement : null
    let movedAt = Number.NEGATIVE_INFINITY
    // Opening this view was the person's doing too.
    let ownGestureAt = performance.now()
    let timer: ReturnType<typeof setTimeout> | undefined
    const watched = frame.current

    const onLoad = () => {
      loadedAt.current = performance.now()
    }

    const remember = (event: FocusEvent) => {
      // A door's own event comes after that of the frame it leads into.
      onWithin(document.activeElement === frame.current)
      if (event.target instanceof HTMLElement && event.target === document.activeElement) {
        if (event.target !== frame.current) last = event.target
      }
    }
    const onGesture = (event: Event) => {
      ownGestureAt = performance.now()
      if (event instanceof KeyboardEvent && (event.key === 'Tab' || event.key === 'F6'))
        movedAt = ownGestureAt
    }
    const onBlur = () => {
      if (document.activeElement !== frame.current) return
      onWithin(true)
      clearTimeout(timer)
      timer = setTimeout(settle, SETTLING_MS, performance.now())
    }
    /** @param at when the focus went into the frame */
    const settle = (at: number) => {
      if (document.activeElement !== frame.current) return
      if (
        isShown &&
        (at - loadedAt.current > AFTER_LOAD_MS || at - movedAt < KEY_TO_FOCUS_MS || seemsWanted())
      ) {
        onEntered()
        return
      }
      if (last?.isConnected === true) last.focus()
      else window.focus()
      if (document.activeElement === frame.current) frame.current?.blur()
    }
    const seemsWanted = () =>
      frame.current?.matches(':hover') === true ||
      (navigator.userActivation.isActive && performance.now() - ownGestureAt > ACTIVATION_MS)

    watched?.addEventListener('load', onLoad)
    document.addEventListener('focusin', remember)
    document.addEventListener('keydown', onGesture, true)
    document.addEventListener('pointerdown', onGesture, true)
    window.addEventListener('blur', onBlur)
    return () => {
      clearTimeout(timer)
      watched?.removeEventListener('load', onLoad)
      document.removeEventListener('focusin', remember)
      document.removeEventListener('keydown', onGesture, true)
      document.removeEventListener('pointerdown', onGesture, true)
      window.removeEventListener('blur', onBlur)
    }
  }, [frame, isShown, onWithin, onEntered])
}
