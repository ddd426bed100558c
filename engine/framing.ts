/** Asks a host, before its page is shown in a frame, whether it lets itself be shown so, and where it is. */
import type { FrameAnswer } from '../bridge/engine-api.ts'
import { mayBeFramed } from '../bridge/framing.ts'
import type { ServiceKind } from '../bridge/services.ts'
import type { Directory } from './directory/directory.ts'
import { isKnownOrigin } from './known-origin.ts'
import { GetError, openGet } from './network/guarded-get.ts'
import { reachOfOwn } from './network/network-address.ts'

/** Nobody waits for it: the page comes meanwhile. In ms. */
const TIMEOUT_MS = 8000

/** Pages that may be asked for twice. Some pictures, files and texts are gone once somebody has looked. */
const askedItself: ReadonlySet<ServiceKind> = new Set(['pad', 'sheet', 'poll', 'notes'])

export interface FramingQuestion {
  readonly url: string
  /** Null: of none of our kinds. */
  readonly kind: ServiceKind | null
  /** Origin of the window around the frame. */
  readonly origin: string
}

const nothingKnown: FrameAnswer = { allowed: null, trouble: null, url: null }

/**
 * One GET, of which only the head is read; by it the page itself, or its host's front page where looking might use
 * the page up. Nothing is known when it does not answer, or answers with an error.
 */
export async function mayFrame(
  { url, kind, origin }: FramingQuestion,
  { hosts }: Pick<Directory, 'hosts'>,
): Promise<FrameAnswer> {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) return nothingKnown
  const page = new URL(url)
  const asksItself = kind !== null && askedItself.has(kind)
  const asked = asksItself ? url : `${page.origin}/`
  try {
    const reach = isKnownOrigin(page.origin, hosts) ? await reachOfOwn(page.hostname) : 'public'
    const answer = await openGet(asked, { reach, signal: AbortSignal.timeout(TIMEOUT_MS) })
    answer.close()
    // What another site says of itself holds for a page that leads there, not for a front page that does.
    if (!answer.status.toString().startsWith('2')) return nothingKnown
    if (!asksItself && answer.url.origin !== page.origin) return nothingKnown
    const headers = {
      xFrameOptions: answer.headers.get('x-frame-options'),
      contentSecurityPolicy: answer.headers.get('content-security-policy'),
    }
    return {
      allowed: mayBeFramed(headers, answer.url.origin, [origin]),
      trouble: null,
      url: asksItself ? whereItIs(answer.url, page) : null,
    }
  } catch (error) {
    if (!(error instanceof GetError)) throw error
    return error.why === 'certificate' ? { ...nothingKnown, trouble: 'certificate' } : nothingKnown
  }
}

/** What stands behind # is never sent; a browser keeps it on the way. */
function whereItIs(end: URL, asked: URL): string {
  const url = new URL(end)
  if (url.hash === '') url.hash = asked.hash
  return url.href
}
