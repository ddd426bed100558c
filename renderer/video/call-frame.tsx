/**
 * The call page in a frame (browser shell): it stands for the view that the desktop shell would open, tells the deck
 * what the page says and takes the deck's orders to it. Both ways only with that page's own window and origin.
 */
import { useCallback, useMemo, useState } from 'react'
import * as v from 'valibot'
import { callEventSchema, callOriginOf } from '../../bridge/call-api.ts'
import { callWithout, frameAllowList, framedGrants } from '../../bridge/service-permissions.ts'
import type { ViewCommand } from '../../bridge/shell-api.ts'
import { useApp } from '../app-context.tsx'
import { viewIdOf } from '../services/deck.ts'
import { FrameView, type FrameViewProps } from '../view/frame-view.tsx'

export function CallFrame({ service, slot }: FrameViewProps) {
  const { deck, settings } = useApp()
  const viewId = viewIdOf(service)
  const { address, grants } = service
  // As it was when the call began: its page was set up by then, and the list of a frame does not change.
  const [pictureInPicture] = useState(() => settings.current.get().callPictureInPicture)
  const origin = callOriginOf(window.location.origin)
  const room = URL.canParse(address) ? new URL(address) : null

  const attach = useCallback(
    (frame: HTMLIFrameElement) => {
      const listen = (event: MessageEvent) => {
        if (event.source !== frame.contentWindow || event.origin !== origin) return
        const told = v.safeParse(callEventSchema, event.data)
        if (told.success) deck.tell({ id: viewId, type: 'call', event: told.output })
      }
      const obey = (command: ViewCommand) => {
        if (command.type !== 'call') return
        const page = frame.contentWindow
        if (page === null) return
        if (command.command.type === 'screen' && command.command.on) lendGesture(page, room?.origin)
        page.postMessage(command.command, origin)
      }
      window.addEventListener('message', listen)
      const stop = deck.receive(viewId, obey)
      return () => {
        window.removeEventListener('message', listen)
        stop()
      }
    },
    [deck, viewId, origin, room?.origin],
  )
  const page = useMemo(
    () => ({
      src: `${origin}/?host=${encodeURIComponent(room?.host ?? '')}`,
      allow: frameAllowList('video', framedGrants(grants ?? []), {
        without: callWithout({ pictureInPicture }),
      }),
      attach,
    }),
    [origin, room?.host, grants, pictureInPicture, attach],
  )
  return <FrameView service={service} slot={slot} page={page} />
}

/**
 * Showing a screen needs a click in the very page that asks for it. The click was in ours: it is lent to the host's
 * page, one frame further down, for this one thing (Capability Delegation). A browser that cannot lend it leaves the
 * host's own button.
 */
function lendGesture(page: Window, origin: string | undefined): void {
  if (origin === undefined) return
  try {
    page[0]?.postMessage('', {
      targetOrigin: origin,
      delegate: 'display-capture',
    } as WindowPostMessageOptions)
  } catch {
    // No click to lend, or a browser that knows nothing of it.
  }
}
