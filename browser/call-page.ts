/**
 * The call page's files, under a host name of their own: another origin than the app's, so that a host's page two
 * frames down is never framed by the page that holds everything else. No cookie is asked for: the files are the same
 * for everybody, hold nothing, and only the app may frame them.
 */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { callPagePolicy, pageHeaders, pagePath } from '../bridge/page-policy.ts'
import { askedUrl } from './asked-url.ts'

/** The page itself; its parts lie beside the app's own. */
const CALL_PAGE = 'call/index.html'

interface CallPageOptions {
  /** Folder of the built page. */
  readonly pageFolder: string
  readonly callOrigin: string
  readonly appOrigin: string
}

/** `/?host=visio.example.org` is the page, which may frame that host and no other; `/assets/…` are its parts. */
export async function answerCallPage(
  request: IncomingMessage,
  response: ServerResponse,
  { pageFolder, callOrigin, appOrigin }: CallPageOptions,
): Promise<void> {
  const refuse = (status: number) => {
    response.writeHead(status, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' })
    response.end()
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
  const url = askedUrl(request, callOrigin)
  if (url === null) return refuse(400)
  const isPage = url.pathname === '/'
  const part = isPage ? CALL_PAGE : pagePath(url.pathname)
  if (part === null || (!isPage && !part.startsWith('assets/'))) return refuse(404)
  const site = request.headers['sec-fetch-site']
  // The app frames the page from its own origin, which is the same site; the parts are fetched by the page alone.
  if (site !== undefined && site !== 'same-origin' && !(isPage && site === 'same-site')) return refuse(403)
  const policy = policyFor(isPage ? url.searchParams.get('host') : 'none.invalid', appOrigin)
  if (policy === null) return refuse(400)
  const body = await readFile(join(pageFolder, part)).catch(() => null)
  if (body === null) return refuse(404)
  response.writeHead(200, { ...pageHeaders(part, policy), 'cache-control': 'no-cache' })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Null when the host is none. */
function policyFor(host: string | null, appOrigin: string): string | null {
  try {
    return callPagePolicy(host ?? '', [appOrigin])
  } catch {
    return null
  }
}
