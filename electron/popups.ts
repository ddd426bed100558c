/**
 * What becomes of a window that a page wants to open: there are none, so it is shown here or outside. One click of
 * the person opens one.
 */

import { externalUrl } from '../bridge/external-link.ts'
import { webOrigin } from './origin.ts'
import type { Asker } from './permissions.ts'

/** `here`: in the same view; `outside`: in the person's own browser or mail program. */
export type PopupVerdict = 'here' | 'outside' | 'refuse'

export interface PopupWish {
  readonly url: string
  /** Where the page itself is. */
  readonly pageUrl: string
  /** A form that sends something along: nobody else could take it over. */
  readonly hasBody: boolean
}

/**
 * A page of the same host stays here, because its cookies and storage are here: a drive opens its documents so.
 * `gesture` is asked last, and only if the answer depends on it.
 */
export function judgePopup(asker: Asker, wish: PopupWish, gesture: () => boolean): PopupVerdict {
  if (wish.hasBody || externalUrl(wish.url) === null) return 'refuse'
  // The app's own page opens nothing but what its person clicked.
  if (asker === 'app') return 'outside'
  if (!gesture()) return 'refuse'
  const origin = webOrigin(wish.url)
  return asker === 'view' && origin !== null && origin === webOrigin(wish.pageUrl) ? 'here' : 'outside'
}
