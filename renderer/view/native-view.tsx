/**
 * A page in a view of the shell's own (Electron): we keep a place free, the shell lays the view over it.
 * It lies above all of our page, so it steps back while one of our windows is open.
 */
import { type Ref, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServiceKind } from '../../bridge/services.ts'
import type { Bounds } from '../../bridge/shell-api.ts'
import { useStore } from '../engine-link/store.ts'
import type { NativeViews } from '../shell/shell.ts'
import { coverCount } from '../ui/dialog.tsx'
import styles from './service-view.module.css'
import type { ViewHandle, ViewProps } from './view-state.ts'

interface NativeViewProps extends ViewProps {
  readonly kind: ServiceKind
  readonly title: string
  /** False keeps the view alive out of sight. */
  readonly isShown: boolean
  readonly views: NativeViews
  readonly ref: Ref<ViewHandle>
}

export function NativeView({ url, kind, title, isShown, views, onState, onLeft, ref }: NativeViewProps) {
  const { t } = useTranslation()
  const id = viewId(useId())
  const place = useRef<HTMLElement>(null)
  const covered = useStore(coverCount) > 0
  const visible = isShown && !covered
  useImperativeHandle(ref, () => ({ focus: () => views.focusView(id) }), [views, id])

  useEffect(() => {
    let here = true
    const stop = views.onViewEvent(event => {
      if (event.id !== id) return
      if (event.type === 'failed') onState({ phase: 'failed', reason: event.reason })
      else if (event.type === 'left') onLeft()
      else onState({ phase: event.type })
    })
    void views.openView({ id, url, kind }).then(opened => {
      if (here && !opened) onState({ phase: 'failed', reason: null })
    })
    return () => {
      here = false
      stop()
      views.closeView(id)
    }
  }, [views, id, url, kind, onState, onLeft])

  useLayoutEffect(() => {
    const element = place.current
    if (element === null || !visible) {
      views.placeView(id, null)
      return
    }
    let last: Bounds | null = null
    const follow = () => {
      const next = boundsOf(element)
      if (last !== null && sameBounds(last, next)) return
      last = next
      views.placeView(id, next.width > 0 && next.height > 0 ? next : null)
    }
    follow()
    const observer = new ResizeObserver(follow)
    observer.observe(element)
    observer.observe(document.documentElement)
    window.addEventListener('resize', follow)
    document.addEventListener('scroll', follow, { capture: true, passive: true })
    return () => {
      observer.disconnect()
      window.removeEventListener('resize', follow)
      document.removeEventListener('scroll', follow, { capture: true })
    }
  }, [views, id, visible])

  return (
    <section ref={place} className={styles.frame} aria-label={title}>
      {covered ? <p className={styles.covered}>{t('page.covered')}</p> : null}
    </section>
  )
}

/** React's ids hold signs that a view's name may not. */
function viewId(reactId: string): string {
  return `view-${reactId.toLowerCase().replace(/[^a-z0-9]/g, '')}`.slice(0, 40)
}

function boundsOf(element: Element): Bounds {
  const { x, y, width, height } = element.getBoundingClientRect()
  return { x, y, width, height }
}

function sameBounds(a: Bounds, b: Bounds): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}
