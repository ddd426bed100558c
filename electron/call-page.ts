/**
 * Serves the call page as `chatiere://call/`, in the partition of one host's calls. It is built beside the app's page
 * (out/renderer/call) and shares its folder of assets; nothing else of the app is there.
 */
import { callPagePolicy, pagePath } from '../bridge/page-policy.ts'
import { isCallPageUrl } from './origin.ts'
import { fileResponse, type PageHandler } from './scheme.ts'

/** `folder`: the built pages. `host`: the one that the call page may frame, such as `meet.example.org`. */
export function createCallPageHandler(folder: string, host: string): PageHandler {
  const policy = callPagePolicy(host)
  return request => {
    const known = request.method === 'GET' && isCallPageUrl(request.url)
    return fileResponse(folder, known ? callFile(new URL(request.url).pathname) : null, policy)
  }
}

/** Assets are asked for as `../assets/`, which at the root of an origin is the root itself. */
function callFile(pathname: string): string | null {
  const file = pagePath(pathname)
  if (file === null) return null
  return file.startsWith('assets/') ? file : `call/${file}`
}
