/** How the app's own page is served, the same in both shells: media types, paths, headers. Pure text. */

/** No registry of the system is asked: a wrong type there would stop module scripts and worklets. */
const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  wasm: 'application/wasm',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
}

export function mediaTypeOf(path: string): string {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return mediaTypes[ending] ?? 'application/octet-stream'
}

/**
 * The file a request means, relative to the page's folder; null for anything that could lead out of it.
 * `/` means index.html.
 */
export function pagePath(pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (decoded === '/') return 'index.html'
  const parts = decoded.split('/').slice(1)
  const safe = decoded.startsWith('/') && parts.every(part => /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part))
  return safe ? parts.join('/') : null
}

/**
 * The page's Content-Security-Policy. `connect`: sources the page may talk to besides itself;
 * `frames`: origins it may frame (the browser shell shows pads in frames, Electron in views of its own).
 */
export function contentSecurityPolicy(allowed: {
  connect: readonly string[]
  frames: readonly string[]
}): string {
  return [
    "default-src 'none'",
    // libopus is WebAssembly
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${["'self'", ...allowed.connect].join(' ')}`,
    "media-src 'self' blob:",
    `frame-src ${allowed.frames.length > 0 ? allowed.frames.join(' ') : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** Is this a host as it may stand in a policy? Addresses may have hosts with `*`, which means something else there. */
export function isPolicyHost(host: string): boolean {
  const plain = /^(?:[a-z0-9._-]+|\[[0-9a-f:]+\])(?::\d+)?$/.test(host)
  return plain && URL.canParse(`https://${host}/`) && new URL(`https://${host}/`).host === host
}

/**
 * The call page's policy: it runs its own script, talks to nobody, and frames one host, over https alone.
 * @param host the room's host as in its address, such as `meet.example.org:8443`; throws for anything else
 * @param framedBy origins that may frame the call page: the browser shell's own; in Electron nobody does
 */
export function callPagePolicy(host: string, framedBy: readonly string[] = []): string {
  if (!isPolicyHost(host)) throw new Error('not the host of an https address')
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    `frame-src https://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy.length > 0 ? framedBy.join(' ') : "'none'"}`,
  ].join('; ')
}

/** What browsers give to every page and frame, and neither we nor a host's page in ours has a use for. */
const refusedEverywhere = [
  'browsing-topics',
  'gamepad',
  'private-state-token-issuance',
  'private-state-token-redemption',
  'storage-access',
]

/** Headers that go with every file of the page. */
export function pageHeaders(path: string, policy: string): Record<string, string> {
  return {
    'content-type': mediaTypeOf(path),
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'permissions-policy': refusedEverywhere.map(feature => `${feature}=()`).join(', '),
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}
