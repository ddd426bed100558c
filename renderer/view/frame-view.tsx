/** A page in a sandboxed frame (browser shell). It can neither steer our page nor see where it is. */
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import styles from './service-view.module.css'
import { useFrameFocus } from './use-frame-focus.ts'
import type { ViewHandle, ViewProps } from './view-state.ts'

/** What a pad needs: its scripts, its own storage, forms, links to new windows, exports. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-downloads'

interface FrameViewProps extends Omit<ViewProps, 'onLeft'> {
  readonly title: string
  readonly ref: Ref<ViewHandle>
}

export function FrameView({ url, title, onState, ref }: FrameViewProps) {
  const frame = useRef<HTMLIFrameElement>(null)
  useFrameFocus(frame)
  useImperativeHandle(ref, () => ({ focus: () => frame.current?.focus() }), [])
  useEffect(() => {
    // A frame refused by our own policy loads an error page and reports success: only this event tells.
    const refused = (event: SecurityPolicyViolationEvent) => {
      if (event.effectiveDirective === 'frame-src') onState({ phase: 'failed', reason: null })
    }
    document.addEventListener('securitypolicyviolation', refused)
    return () => document.removeEventListener('securitypolicyviolation', refused)
  }, [onState])
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      src={url}
      title={title}
      sandbox={SANDBOX}
      referrerPolicy="no-referrer"
      allow="fullscreen; clipboard-write"
      onLoad={() => onState({ phase: 'loaded' })}
    />
  )
}
