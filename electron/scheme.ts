/** Serves the built page as `chatiere://app/`, with its policy. Electron must never see this throw. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { CustomScheme } from 'electron'
import { contentSecurityPolicy, pageHeaders, pagePath } from '../bridge/page-policy.ts'
import { APP_SCHEME, type AppOrigin, isAppUrl } from './origin.ts'

/**
 * `standard` gives relative addresses, an origin and storage; `secure` the microphone and worklets;
 * `codeCache` needs `standard` too. No service workers, no CORS, no way around the policy.
 */
export const appScheme: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
}

/** The page talks to nobody by itself (the engine does) and frames nothing (services have views). */
const policy = contentSecurityPolicy({ connect: [], frames: [] })

/** What a request is, as far as we look at it. */
export interface PageRequest {
  readonly url: string
  readonly method: string
}

export type PageHandler = (request: PageRequest) => Promise<Response>

/** Answers requests from `folder`. Whatever is not a file of the page gives 404. */
export function createPageHandler(folder: string, origin: AppOrigin): PageHandler {
  return request => {
    const known = request.method === 'GET' && isAppUrl(origin, request.url)
    return fileResponse(folder, known ? pagePath(new URL(request.url).pathname) : null, policy)
  }
}

/** One file of a page with its policy; `file`: relative to `folder`, null for what is none of its files. */
export async function fileResponse(folder: string, file: string | null, policy: string): Promise<Response> {
  if (file === null) return missing('Not found.', policy)
  try {
    // Read by hand: a response of net.fetch loses its media type when headers are added.
    const bytes = await readFile(path.join(folder, file))
    return new Response(bytes, { headers: pageHeaders(file, policy) })
  } catch {
    return missing(
      file.endsWith('index.html') ? 'The page is not built: npm run build' : 'Not found.',
      policy,
    )
  }
}

function missing(reason: string, policy: string): Response {
  return new Response(reason, {
    status: 404,
    headers: { ...pageHeaders('404', policy), 'content-type': 'text/plain; charset=utf-8' },
  })
}

/** The members of a session's protocol that are used here. */
export interface SchemeRegistry {
  isProtocolHandled(scheme: string): boolean
  handle(scheme: string, handler: PageHandler): void
}

/** Serves a page of ours in one session. Registering twice would throw, so it is done once. */
export function servePage(registry: SchemeRegistry, handler: PageHandler): void {
  if (!registry.isProtocolHandled(APP_SCHEME)) registry.handle(APP_SCHEME, handler)
}
