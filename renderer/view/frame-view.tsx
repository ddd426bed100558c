/** A page in a sandboxed frame (browser shell). It can neither steer our page nor see where it is. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { pageUrl } from '../../bridge/invitation.ts'
import { frameAllowList, frameSandbox } from '../../bridge/service-permissions.ts'
import type { Bounds } from '../../bridge/shell-api.ts'
import { useApp } from '../app-context.tsx'
import { type Service, viewIdOf } from '../services/deck.ts'
import { frameTitle } from '../services/service-words.ts'
import { frameIdOf, tabStopBeside } from './focus.ts'
import { useFrameFocus } from './use-frame-focus.ts'
import { usePlace } from './use-place.ts'
import styles from './view-layer.module.css'

export interface FrameViewProps {
  readonly service: Service
  /** Where it is to be laid; undefined = it is out of sight, and lives on. */
  readonly slot: HTMLElement | undefined
  /** A page of ours that stands for the service's own; absent = its address. */
  readonly page?: {
    readonly src: string
    /** The frame's `allow` list. */
    readonly allow: string
    /** The frame is there; the answer is called when it goes. */
    readonly attach: (frame: HTMLIFrameElement) => () => void
  }
}

export function FrameView({ service, slot, page }: FrameViewProps) {
  const { t } = useTranslation()
  const { deck } = useApp()
  const box = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLIFrameElement>(null)
  const [within, setWithin] = useState(false)
  const viewId = viewIdOf(service)
  const { kind, grants, zoom } = service
  // Where it was when it was loaded: a frame that gets another address loads anew.
  const [url] = useState(() => pageUrl(service.address))
  const title = frameTitle(t, service)

  const onEntered = useCallback(() => deck.tell({ id: viewId, type: 'edited' }), [deck, viewId])
  useFrameFocus(frame, { isShown: slot !== undefined, onWithin: setWithin, onEntered })
  usePlace(
    slot,
    useCallback((bounds: Bounds | null) => lay(box.current, bounds), []),
  )
  useEffect(() => {
    const { current } = frame
    if (current === null) return
    current.style.width = `${100 / zoom}%`
    current.style.height = `${100 / zoom}%`
    current.style.transform = `scale(${zoom})`
  }, [zoom])
  useEffect(() => {
    if (url === null) deck.tell({ id: viewId, type: 'failed', reason: '' })
    // A frame refused by our own policy loads an error page and reports success: only this event tells.
    const refused = (event: SecurityPolicyViolationEvent) => {
      if (event.effectiveDirective === 'frame-src' && sameOrigin(event.blockedURI, url)) {
        deck.tell({ id: viewId, type: 'failed', reason: '' })
      }
    }
    document.addEventListener('securitypolicyviolation', refused)
    return () => document.removeEventListener('securitypolicyviolation', refused)
  }, [deck, viewId, url])

  const attach = page?.attach
  useEffect(() => (frame.current === null ? undefined : attach?.(frame.current)), [attach])

  const turn = (forward: boolean) => tabStopBeside(service.id, forward)?.focus()
  return url === null ? null : (
    <div ref={box} className={styles.box}>
      <TabTurn open={within} onReached={() => turn(false)} />
      <iframe
        ref={frame}
        id={frameIdOf(viewId)}
        className={styles.frame}
        src={page?.src ?? url}
        title={title}
        // The way in is at its place in the screen: here it would come after everything else.
        tabIndex={-1}
        sandbox={frameSandbox}
        referrerPolicy="no-referrer"
        allow={page?.allow ?? frameAllowList(kind, grants ?? [])}
        onLoad={() => deck.tell({ id: viewId, type: 'loaded', title: '' })}
      />
      <TabTurn open={within} onReached={() => turn(true)} />
    </div>
  )
}

interface TabTurnProps {
  readonly open: boolean
  readonly onReached: () => void
}

/** Where Tab arrives when it leaves the frame: it goes on beside the room that the screen keeps. */
function TabTurn({ open, onReached }: TabTurnProps) {
  return <span aria-hidden={!open} tabIndex={open ? 0 : -1} onFocus={onReached} />
}

/** In coordinates of the document: it scrolls along with its room. Without room it is out of sight. */
function lay(box: HTMLElement | null, bounds: Bounds | null): void {
  if (box === null) return
  box.toggleAttribute('data-shown', bounds !== null)
  if (bounds === null) return
  box.style.left = `${bounds.x + window.scrollX}px`
  box.style.top = `${bounds.y + window.scrollY}px`
  box.style.width = `${bounds.width}px`
  box.style.height = `${bounds.height}px`
}

function sameOrigin(blocked: string, url: string | null): boolean {
  if (url === null || !URL.canParse(blocked)) return false
  return new URL(blocked).origin === new URL(url).origin
}
