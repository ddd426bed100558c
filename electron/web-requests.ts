/**
 * All that looks into a session's requests, in one place: Electron keeps only the last listener of each event, so
 * nobody else may set one.
 */
import type * as Electron from 'electron'
import { framingAllowed } from './frame-headers.ts'
import type { Log } from './log-file.ts'
import type { NetworkGuard } from './network-guard.ts'
import { webOrigin } from './origin.ts'

const everything: Electron.WebRequestFilter = { urls: ['<all_urls>'] }

/** The members of `session.webRequest` that are used here. */
export interface RequestHooks {
  onBeforeRequest(
    filter: Electron.WebRequestFilter,
    listener: (
      details: Pick<Electron.OnBeforeRequestListenerDetails, 'url'>,
      answer: (response: Electron.CallbackResponse) => void,
    ) => void,
  ): void
  onHeadersReceived(
    filter: Electron.WebRequestFilter,
    listener: (
      details: Pick<Electron.OnHeadersReceivedListenerDetails, 'url' | 'resourceType' | 'responseHeaders'>,
      answer: (response: Electron.HeadersReceivedResponse) => void,
    ) => void,
  ): void
}

/** @param framed the origin that our call page frames; null where nothing is framed */
export function watchRequests(
  hooks: RequestHooks,
  parts: { readonly guard: NetworkGuard; readonly framed: string | null; readonly log: Log },
): void {
  let told = false
  hooks.onBeforeRequest(everything, ({ url }, answer) => {
    parts.guard.mayReach(url).then(
      allowed => {
        if (!allowed && !told) {
          told = true
          parts.log('a page of a host asked for a private network: refused')
        }
        answer({ cancel: !allowed })
      },
      () => answer({ cancel: true }),
    )
  })
  const { framed } = parts
  if (framed === null) return
  hooks.onHeadersReceived(
    { ...everything, types: ['subFrame'] },
    ({ url, resourceType, responseHeaders }, answer) => {
      const isRoom = resourceType === 'subFrame' && webOrigin(url) === framed
      const changed = isRoom && responseHeaders !== undefined ? framingAllowed(responseHeaders) : null
      answer(changed === null ? {} : { responseHeaders: changed })
    },
  )
}
