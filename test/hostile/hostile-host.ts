/**
 * A hostile host: whatever name it is asked under, over HTTPS, it serves an empty page for attacks to run in, keeps
 * what it was asked, and sends files under any name it is told. Chromium finds its names by HOST_NAMES.
 */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startTlsFront } from '../world/tls-front.ts'

/** Chromium's own switch: every name of the reserved domain `test` is this computer, whatever the port. */
export const HOST_NAMES = '--host-resolver-rules=MAP *.test 127.0.0.1'

export interface Visit {
  readonly host: string
  /** Path and query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export interface HostileHost {
  readonly port: number
  /** SHA-256 of the certificate's public key, base64. */
  readonly keyHash: string
  /** `https://name.test:port`, where `name` may have dots: another site for another last part. */
  origin(name: string): string
  /** Everything that was asked for so far. */
  readonly visits: readonly Visit[]
  stop(): Promise<void>
}

export async function startHostileHost(): Promise<HostileHost> {
  const visits: Visit[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'https://hostile.test')
    visits.push({
      host: request.headers.host ?? '',
      path: url.pathname + url.search,
      headers: request.headers,
    })
    const file = url.searchParams.get('file')
    if (url.pathname === '/file' && file !== null) {
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        // Bytes as they are: a host is not bound to what is well formed.
        'content-disposition': `attachment; filename*=UTF-8''${file}`,
      })
      response.end('evil')
    } else if (url.pathname === '/frames') response.writeHead(200, html).end(framesPage(url.searchParams))
    else if (url.pathname === '/coop') {
      response.writeHead(200, { ...html, 'cross-origin-opener-policy': 'same-origin' }).end(emptyPage)
    } else if (url.pathname === '/favicon.ico') response.writeHead(204).end()
    else response.writeHead(200, html).end(emptyPage)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const front = await startTlsFront((server.address() as AddressInfo).port)
  const port = Number(new URL(front.origin).port)
  return {
    port,
    keyHash: front.keyHash,
    origin: name => `https://${name}.test:${port}`,
    visits,
    stop: async () => {
      await front.stop()
      await new Promise(resolve => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
}

const html = { 'content-type': 'text/html; charset=utf-8' }

const emptyPage = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title>
<link rel="icon" href="data:,"><p>Click me</p></html>`

/** A page that frames another one, with the attributes it is told and nothing else: `src`, `allow`, `sandbox`. */
function framesPage(attributes: URLSearchParams): string {
  const written = [...attributes].map(([name, value]) => `${name}="${value.replaceAll('"', '&quot;')}"`)
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Control</title>
<link rel="icon" href="data:,"><button>ours</button>
<iframe width="900" height="500" ${written.join(' ')}></iframe></html>`
}
