/** Small things several screens ask of the window. */
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

/** Names the window after the screen, and moves the reader to the screen's heading when it opens. */
export function useScreenTitle(title: string): RefObject<HTMLHeadingElement | null> {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  const named = t('app.page-title', { screen: title })
  useEffect(() => {
    document.title = named
  }, [named])
  useEffect(() => {
    window.scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}

/** Does the window match, right now? */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    listener => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

/** The time in ms since 1970, told anew every `interval` ms. */
export function useNow(interval: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), interval)
    return () => window.clearInterval(timer)
  }, [interval])
  return now
}

/** False at first, true once `active` has lasted `delay` ms. */
export function useLasting(active: boolean, delay: number): boolean {
  const [lasting, setLasting] = useState(false)
  useEffect(() => {
    if (!active) return
    const timer = window.setTimeout(() => setLasting(true), delay)
    return () => {
      window.clearTimeout(timer)
      setLasting(false)
    }
  }, [active, delay])
  return lasting
}
